"""How grave: deterministic conjunctions read from severity.toml, each with its sentence."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from vigie.kernel.findings import SEVERITIES, Bilingual, Severity, gravest
from vigie.signals.state import State, stretches, terms


@dataclass(frozen=True, slots=True)
class Conjunction:
    """All of `all`, one of each group of `any`, and none of `unless` must hold for one speaker."""

    id: str
    severity: Severity
    all: tuple[str, ...]
    any: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...]
    of_concern: bool
    sentence: Bilingual

    def holds(self, known: frozenset[str]) -> bool:
        """Whether these terms of a speaker make the conjunction true."""
        return (
            known.issuperset(self.all)
            and all(not known.isdisjoint(group) for group in self.any)
            and known.isdisjoint(self.unless)
        )

    @property
    def named(self) -> frozenset[str]:
        """Every term that it asks for."""
        return frozenset(self.all).union(*self.any)


@dataclass(frozen=True, slots=True)
class Reason:
    """One conjunction that holds for one speaker."""

    conjunction: Conjunction
    speaker: str


@cache
def severity_text() -> Mapping[str, Any]:
    """severity.toml, read once."""
    text = files("vigie.signals").joinpath("severity.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def conjunctions() -> tuple[Conjunction, ...]:
    """Every conjunction, gravest first."""
    read = [_conjunction(each) for each in severity_text()["conjunction"]]
    return tuple(sorted(read, key=lambda each: SEVERITIES.index(each.severity)))


def reasons(state: State, speakers: Sequence[str]) -> tuple[Reason, ...]:
    """The conjunctions that hold in some stretch of the conversation, gravest first."""
    found = dict.fromkeys(
        reason
        for stretch in stretches(state)
        for reason in _holding({speaker: terms(stretch, speaker) for speaker in speakers})
    )
    return tuple(sorted(found, key=lambda each: SEVERITIES.index(each.conjunction.severity)))


def _holding(known: Mapping[str, frozenset[str]]) -> Iterator[Reason]:
    for conjunction in conjunctions():
        for speaker, names in known.items():
            if conjunction.holds(names):
                yield Reason(conjunction, speaker)


def grade_of(found: Sequence[Reason]) -> Severity:
    """The gravest severity of these reasons."""
    return gravest(tuple(each.conjunction.severity for each in found))


def _conjunction(written: Mapping[str, Any]) -> Conjunction:
    return Conjunction(
        id=written["id"],
        severity=written["severity"],
        all=tuple(written.get("all", ())),
        any=tuple(tuple(group) for group in written.get("any", ())),
        unless=tuple(written.get("unless", ())),
        of_concern=written.get("of_concern", True),
        sentence=Bilingual(**written["sentence"]),
    )
