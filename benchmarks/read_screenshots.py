"""How well screenshots are read: `python -m benchmarks.read_screenshots FOLDER`.

The folder holds images and, beside each, a JSON truth with `turns` (text, side, kind, partial).
A turn is found when a turn read on it has at most 20 % of wrong characters, emoji left out.
"""

import argparse
import json
import re
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from rapidfuzz.distance import Levenshtein

from vigie.kernel.conversations import Turn
from vigie.reading.engines import engines
from vigie.reading.screenshots import ScreenReading, read_screenshot

EMOJI = re.compile(r"[\u2190-\u21ff\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff]")
WORST_CER = 0.2
DRAWN = ("image", "audio", "sticker")


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over some images; rates are taken from their sums."""

    images: int = 0
    turns: int = 0
    found: int = 0
    sided: int = 0
    wrong_chars: int = 0
    chars: int = 0
    exact: int = 0
    invented: int = 0
    titles: int = 0
    titled: int = 0
    notices: int = 0
    notices_found: int = 0
    drawings: int = 0
    drawings_found: int = 0
    timed: int = 0
    times_found: int = 0
    authors: int = 0
    authors_found: int = 0
    seconds: float = 0.0

    def __add__(self, other: "Score") -> "Score":
        return Score(*(getattr(self, n) + getattr(other, n) for n in Score.__slots__))


def plain(text: str) -> str:
    """The text as it is compared: no emoji, plain apostrophes, single spaces."""
    return " ".join(EMOJI.sub("", text).replace("’", "'").replace("…", "...").split())


def cer(truth: str, read: str) -> float:
    """The share of wrong characters, 0 when equal."""
    return Levenshtein.distance(truth, read) / max(1, len(truth))


def overlap(one: Iterable[int], other: Iterable[int] | None) -> bool:
    """Whether two boxes share some height, or one of them is unknown."""
    if other is None:
        return False
    (_, top, _, bottom), (_, high, _, low) = one, other
    return min(bottom, low) - max(top, high) > 0


def truth_of(path: Path) -> dict[str, Any]:
    """A truth; in one that lists `centre` texts apart, they are notices without a place."""
    truth: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    turns = [{"kind": "text", **each} for each in truth["turns"]]
    notices = [{"kind": "system", "text": each, "box": None} for each in truth.get("centre", ())]
    return {**truth, "family": truth.get("family") or truth["app"], "turns": turns + notices}


def score(truth: dict[str, Any], reading: ScreenReading, seconds: float, *, say: bool) -> Score:
    """One image's counts; with `say`, prints what was missed and what was invented."""
    free = list(reading.turns)
    total = Score(images=1, seconds=seconds)
    for each in truth["turns"]:
        match = _match(each, free)
        if match is not None:
            free.remove(match)
        total += _counted(each, match, say=say)
    if say and free:
        print("   invented", [(each.kind, each.side, each.text, each.box) for each in free])
    title = truth.get("title")
    right = title is not None and plain(reading.title or "") == plain(title)
    if say and title and not right:
        print("   title", reading.title, "for", title)
    if say and not title and reading.title:
        print("   title invented", reading.title)
    return total + Score(invented=len(free), titled=int(title is not None), titles=int(right))


def _counted(each: dict[str, Any], match: Turn | None, *, say: bool) -> Score:
    found = int(match is not None)
    if each["kind"] == "system":
        return Score(notices=1, notices_found=found)
    if each.get("partial"):
        return Score()
    if each["kind"] in DRAWN:
        return Score(drawings=1, drawings_found=found)
    return _spoken(each, match, say=say) if plain(each["text"]) else Score()


def _match(each: dict[str, Any], free: list[Turn]) -> Turn | None:
    near = [turn for turn in free if not each.get("box") or overlap(each["box"], turn.box)]
    if each["kind"] in DRAWN:
        near = [turn for turn in near if turn.kind not in ("text", "system")] or [
            turn for turn in near if not plain(turn.text)
        ]
        return near[0] if near else None
    words = plain(each["text"])
    if each.get("partial") or not words:
        return near[0] if near else None
    near = [turn for turn in near if cer(words, plain(turn.text)) <= WORST_CER]
    return min(near, key=lambda turn: cer(words, plain(turn.text)), default=None)


def _spoken(each: dict[str, Any], match: Turn | None, *, say: bool) -> Score:
    words = plain(each["text"])
    if match is None:
        if say:
            print("   missed", each["side"], repr(words), each["box"])
        return Score(turns=1)
    read = plain(match.text)
    wrong = Levenshtein.distance(words, read)
    time_known, author = each.get("sent_at_raw"), each.get("author")
    if say and wrong:
        print("   slip  ", repr(words), "->", repr(read))
    if say and match.side != each["side"]:
        print("   side  ", repr(words), match.side, match.box)
    return Score(
        turns=1,
        found=1,
        sided=int(match.side == each["side"]),
        wrong_chars=wrong,
        chars=len(words),
        exact=int(not wrong),
        timed=int(bool(time_known)),
        times_found=int(bool(time_known) and match.sent_at_raw == time_known),
        authors=int(bool(author)),
        authors_found=int(bool(author) and _named(match, str(author))),
    )


def _named(turn: Turn, author: str) -> bool:
    return (turn.author or "Moi").lower() == author.lower()


def line_of(name: str, total: Score) -> str:
    """One row of the table."""
    found = max(1, total.found)
    return (
        f"{name:<12}{total.images:>4}{total.turns:>6}"
        f"{total.found / max(1, total.turns):>8.3f}{total.sided / found:>8.3f}"
        f"{100 * total.wrong_chars / max(1, total.chars):>7.2f}%{total.exact / found:>7.3f}"
        f"{total.invented / max(1, total.images):>8.2f}"
        f"{total.notices_found:>5}/{total.notices:<4}{total.drawings_found:>4}/{total.drawings:<4}"
        f"{total.times_found:>5}/{total.timed:<5}{total.authors_found:>4}/{total.authors:<4}"
        f"{total.titles:>4}/{total.titled:<4}{total.seconds / max(1, total.images):>7.2f}"
    )


HEAD = (
    f"{'family':<12}{'img':>4}{'turns':>6}{'recall':>8}{'side':>8}{'CER':>8}{'exact':>7}"
    f"{'invent':>8}{'notices':>10}{'drawn':>9}{'times':>11}{'authors':>9}{'titles':>9}{'CPU s':>7}"
)


def main() -> None:
    """Reads a folder and prints one row per family and the total."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--engine", default="rapidocr")
    parser.add_argument("--say", action="store_true", help="print every error")
    asked = parser.parse_args()
    engine = engines.get(asked.engine)
    engine.lines(np.zeros((64, 64, 3), np.uint8))
    by_family: dict[str, Score] = defaultdict(Score)
    for path in sorted(asked.folder.glob("*.json")):
        truth = truth_of(path)
        with Image.open(path.with_name(truth["image"])) as opened:
            pixels = np.asarray(opened.convert("RGB"))
        started = time.process_time()
        reading = read_screenshot(pixels, engine)
        seconds = time.process_time() - started
        if asked.say:
            print(truth["image"], pixels.shape, reading.platform)
        by_family[truth["family"]] += score(truth, reading, seconds, say=asked.say)
    print(HEAD)
    for name in sorted(by_family):
        print(line_of(name, by_family[name]))
    print(line_of("all", sum(by_family.values(), Score())))


if __name__ == "__main__":
    main()
