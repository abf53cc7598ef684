"""Leaning: what many ordinary words say together, when no conjunction of signs says enough.

A list of words with a weight each, in `leaning.tsv`, learned from invented conversations by
`scripts/learn_leaning.py` and readable line by line. It can only say that a person should look, or
that isolated signs are ordinary talk; it never touches P1 to P3, and it quotes its turns.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from vigie.signals.characters import fold

WORD = re.compile(r"[a-z]+|[0-9]+|[?!€$]+")
LOOK_LOG_ODDS = 0.4
"""At this much, a person should look (about 6 in 10)."""
DOUBT_LOG_ODDS = -0.2
"""Under this much, one isolated sign is not enough to ask a person to look."""
FEWEST_LINES = 4
MOST_TURNS = 2


@dataclass(frozen=True, slots=True)
class Said:
    """One line: its text, and whether the phone's owner wrote it (None when unknown)."""

    text: str
    by_owner: bool | None


@dataclass(frozen=True, slots=True)
class Lean:
    """Log-odds of concern, and the positions of the lines that weigh most for it, in order."""

    log_odds: float
    lines: tuple[int, ...]

    @property
    def asks_to_look(self) -> bool:
        """Whether the words alone are worth a person's look."""
        return self.log_odds > LOOK_LOG_ODDS

    @property
    def is_ordinary(self) -> bool:
        """Whether the words are those of ordinary talk."""
        return self.log_odds <= DOUBT_LOG_ODDS


def lean(lines: Sequence[Said]) -> Lean | None:
    """How a conversation leans; None when it is too short to lean."""
    if len(lines) < FEWEST_LINES:
        return None
    weights, bias = _weights()
    known = {name for _, name in _features(lines) if name in weights}
    total = sum(weights[name] for name in known) / math.sqrt(len(known) or 1)
    return Lean(bias + total, _heaviest(lines, weights))


def features(lines: Sequence[Said]) -> frozenset[str]:
    """The words of a conversation, each alone and with who wrote it ("o:" other, "m:" owner)."""
    return frozenset(feature for _, feature in _features(lines))


def _features(lines: Sequence[Said]) -> Iterator[tuple[int, str]]:
    for place, line in enumerate(lines):
        for found in WORD.findall(fold(line.text)):
            word = _word(found)
            yield place, word
            if line.by_owner is not None:
                yield place, ("m:" if line.by_owner else "o:") + word


def _word(written: str) -> str:
    """The word as listed: numbers by what age they could be, long repeats cut to two."""
    if not written.isdigit():
        return re.sub(r"(.)\1{2,}", r"\1\1", written)
    if len(written) > 2:
        return "#number"
    return "#child" if 8 <= int(written) <= 17 else "#adult" if int(written) >= 18 else "#number"


def _heaviest(lines: Sequence[Said], weights: Mapping[str, float]) -> tuple[int, ...]:
    sums = [0.0] * len(lines)
    for place, feature in set(_features(lines)):
        sums[place] += weights.get(feature, 0.0)
    ranked = sorted(range(len(lines)), key=lambda place: -sums[place])
    return tuple(sorted(place for place in ranked[:MOST_TURNS] if sums[place] > 0))


@cache
def _weights() -> tuple[dict[str, float], float]:
    text = files("vigie.signals").joinpath("leaning.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("# ")]
    weights = {name: float(weight) for name, weight in rows}
    return weights, weights.pop("(bias)")
