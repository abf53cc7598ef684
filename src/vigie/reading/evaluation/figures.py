"""The figures that counts give, and the bars they are held to (`bars.toml`)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from vigie.reading.evaluation.measuring import Counts

FIGURES: Mapping[str, tuple[str, str]] = {
    "turn_recall": ("found", "turns"),
    "side_accuracy": ("sides_right", "sides"),
    "cer": ("chars_wrong", "chars"),
    "exact": ("exact", "found"),
    "invented_per_image": ("invented", "images"),
    "titles": ("titles_right", "titles"),
    "platforms": ("platforms_right", "platforms"),
    "misnamed": ("platforms_misnamed", "platforms"),
    "notices": ("notices_found", "notices"),
    "typed": ("typed_right", "typed"),
    "times": ("times_right", "times"),
    "authors": ("authors_right", "authors"),
    "cut": ("cut_right", "cut"),
    "wrong_flagged": ("wrong_flagged", "wrong"),
    "flagged": ("flagged", "read"),
    "poor_said": ("poor_said", "poor"),
    "cpu_seconds": ("cpu_seconds", "images"),
}


@dataclass(frozen=True, slots=True)
class Limit:
    """A figure and the least or the most that it may be."""

    figure: str
    at_least: float | None = None
    at_most: float | None = None

    def holds(self, counts: Counts) -> bool | None:
        """Whether the figure keeps to the limit; None when there is nothing to measure."""
        value = figure(counts, self.figure)
        if value is None:
            return None
        enough = self.at_least is None or value >= self.at_least
        return enough and (self.at_most is None or value <= self.at_most)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it says, its limit, the variants it holds for (none: all)."""

    says: str
    limit: Limit
    variants: tuple[str, ...] = ()
    unless: Limit | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A bar beside what was measured; `met` is None when there was nothing to measure."""

    bar: Bar
    counts: Counts
    met: bool | None

    @property
    def value(self) -> float | None:
        """The figure that the bar is about."""
        return figure(self.counts, self.bar.limit.figure)


def figure(counts: Counts, name: str) -> float | None:
    """A figure by its name; None when nothing was counted for it."""
    part, whole = FIGURES[name]
    of = getattr(counts, whole)
    return getattr(counts, part) / of if of else None


def figures(counts: Counts) -> dict[str, float | None]:
    """Every figure."""
    return {name: figure(counts, name) for name in FIGURES}


def variant_of(name: str) -> str:
    """The one name of a variant that generators call differently."""
    return str(_written()["same"].get(name, name))


@cache
def bars() -> tuple[Bar, ...]:
    """The bars, in the order they are written."""
    return tuple(
        Bar(
            each["says"],
            _limit(each),
            tuple(each.get("variants", ())),
            _limit(each["unless"]) if "unless" in each else None,
        )
        for each in _written()["bar"]
    )


def verdicts(by_variant: Mapping[str, Counts]) -> tuple[Verdict, ...]:
    """Each bar, met or missed over the pictures it holds for."""
    return tuple(_verdict(bar, by_variant) for bar in bars())


def _verdict(bar: Bar, by_variant: Mapping[str, Counts]) -> Verdict:
    concerned = (
        counts
        for name, counts in by_variant.items()
        if not bar.variants or variant_of(name) in bar.variants
    )
    counts = sum(concerned, Counts())
    met = bar.limit.holds(counts)
    if met is False and bar.unless is not None:
        met = bar.unless.holds(counts) is True
    return Verdict(bar, counts, met)


def _limit(written: Mapping[str, Any]) -> Limit:
    return Limit(written["figure"], written.get("at_least"), written.get("at_most"))


@cache
def _written() -> Mapping[str, Any]:
    source = files("vigie.reading.evaluation").joinpath("bars.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))
