"""Bubbles: the areas that hold lines of text, with what is quoted inside them set apart."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from vigie.kernel.conversations import Box, Side
from vigie.reading.engines import Line
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.chrome import Placed
from vigie.reading.screenshots.regions import Region
from vigie.reading.screenshots.words import Colour

WIDEST = 0.94
LEAST_FULLNESS = 0.3


@dataclass(frozen=True, slots=True)
class Bubble:
    """One drawn bubble: its own lines, and the lines it quotes; `side` once it is known."""

    box: Box
    fill: Colour
    lines: tuple[Line, ...] = ()
    quoted: tuple[Line, ...] = ()
    side: Side | None = None
    sure: bool = True


def is_bubble(region: Region | None, wide: int, high: int) -> bool:
    """Whether an area is neither the page nor a bar, and full enough to be drawn."""
    if region is None:
        return False
    left, top, right, bottom = region.box
    if right - left > WIDEST * wide or bottom - top > 0.6 * high:
        return False
    if left <= 1 and right >= wide - 1:
        return False
    return region.fullness > LEAST_FULLNESS


def bubbles_of(placed: Sequence[Placed]) -> list[Bubble]:
    """The bubbles from top to bottom; an area inside another is a quote or an ornament of it."""
    regions = {each.region.number: each.region for each in placed if each.bubble and each.region}
    lines: dict[int, list[Line]] = {number: [] for number in regions}
    for each in placed:
        if each.bubble and each.region:
            lines[each.region.number].append(each.line)
    holders = {number: _holder(region, regions.values()) for number, region in regions.items()}
    made = [
        _bubble(region, lines, holders)
        for number, region in regions.items()
        if holders[number] is None
    ]
    return sorted(made, key=lambda each: (each.box[1], each.box[0]))


def _holder(region: Region, regions: Collection[Region]) -> int | None:
    """The outermost larger area that holds this one."""
    larger = [
        each
        for each in regions
        if each.number != region.number
        and boxes.area(each.box) > 1.1 * boxes.area(region.box)
        and boxes.share_inside(region.box, each.box) > 0.9
    ]
    return max(larger, key=lambda each: boxes.area(each.box)).number if larger else None


def _bubble(region: Region, lines: dict[int, list[Line]], holders: dict[int, int | None]) -> Bubble:
    own = lines[region.number]
    inner = [
        line for number, held in holders.items() if held == region.number for line in lines[number]
    ]
    return Bubble(region.box, region.fill, tuple(own), tuple(inner))
