"""Bubbles: the areas that hold lines of text, with what is quoted inside them set apart."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from vigie.kernel.conversations import Box, Side
from vigie.reading.engines import Line, Pixels
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.chrome import Placed
from vigie.reading.screenshots.levels import away_from, saturations
from vigie.reading.screenshots.regions import Region
from vigie.reading.screenshots.words import Colour

MOSTLY = 0.85
STEP = 6
QUOTE_SHARE = 0.75
EDGE = 7
VIVID = 90
LEAST_VIVID = 0.06
TALLEST_BARE = 4.5


@dataclass(frozen=True, slots=True)
class Bubble:
    """One drawn bubble: its own lines, and the lines it quotes; `side` once it is known."""

    box: Box
    fill: Colour
    lines: tuple[Line, ...] = ()
    quoted: tuple[Line, ...] = ()
    side: Side | None = None
    sure: bool = True

    @property
    def text(self) -> str:
        """The words of its own lines, in no promised order."""
        return " ".join(line.text for line in self.lines)


def bubbles_of(pixels: Pixels, placed: Sequence[Placed]) -> tuple[list[Bubble], list[Line]]:
    """The bubbles from top to bottom, and the lines that no bubble holds.

    An area inside another is a quote when its border shows, else a part of the same bubble.
    """
    regions = {each.region.number: each.region for each in placed if each.bubble and each.region}
    holders = {number: _holder(region, regions.values()) for number, region in regions.items()}
    made = {
        number: Bubble(region.box, region.fill)
        for number, region in regions.items()
        if holders[number] is None
    }
    loose: list[Line] = []
    for each in placed:
        number, quoted = _place(pixels, each, holders, made)
        if number is None:
            loose.append(each.line)
        elif quoted:
            made[number] = replace(made[number], quoted=(*made[number].quoted, each.line))
        else:
            made[number] = replace(made[number], lines=(*made[number].lines, each.line))
    return sorted(made.values(), key=lambda each: (each.box[1], each.box[0])), loose


def _place(
    pixels: Pixels, each: Placed, holders: dict[int, int | None], made: dict[int, Bubble]
) -> tuple[int | None, bool]:
    """The bubble that a line belongs to, and whether only as quoted words."""
    if each.bubble and each.region:
        holder = holders[each.region.number]
        if holder is None:
            return each.region.number, False
        part = boxes.area(each.region.box) < QUOTE_SHARE * boxes.area(made[holder].box)
        return holder, part and _has_border(pixels, each.region.box)
    around = [
        number
        for number, bubble in made.items()
        if boxes.share_inside(each.line.box, bubble.box) > MOSTLY
    ]
    return (around[0], False) if around else (None, False)


def _holder(region: Region, regions: Collection[Region]) -> int | None:
    """The outermost larger area that holds this one."""
    larger = [
        each
        for each in regions
        if each.number != region.number
        and (boxes.area(each.box), each.number) > (boxes.area(region.box), region.number)
        and boxes.share_inside(region.box, each.box) > MOSTLY
    ]
    return (
        max(larger, key=lambda each: (boxes.area(each.box), each.number)).number if larger else None
    )


def _has_border(pixels: Pixels, box: Box) -> bool:
    """Whether the colour changes at the left or the right edge of an area."""
    left, top, right, bottom = box
    middle = slice(top + (bottom - top) // 4, max(top + 1, bottom - (bottom - top) // 4))
    last = pixels.shape[1] - 1
    return any(
        _step(pixels[middle, max(0, edge - 5)], pixels[middle, min(last, edge + 4)]) > STEP
        for edge in (left, right)
    )


def _step(one: Pixels, other: Pixels) -> float:
    return float(np.median(np.abs(one.astype(np.int16) - other.astype(np.int16)).max(axis=1)))


def is_reaction(bubble: Bubble, bubbles: Sequence[Bubble], body: float) -> bool:
    """Whether a small fill without words sits on the lower edge of another bubble."""
    letters = sum(each.isalpha() for each in bubble.text)
    if letters > 2 or boxes.height(bubble.box) > 1.8 * body or boxes.width(bubble.box) > 4 * body:
        return False
    left, top, right, bottom = bubble.box
    return any(
        other.box[1] < top <= other.box[3] + 3
        and bottom > other.box[3] - 0.3 * body
        and min(right, other.box[2]) - max(left, other.box[0]) > 0
        and boxes.area(other.box) > 1.5 * boxes.area(bubble.box)
        for other in bubbles
        if other is not bubble
    )


def is_count(pixels: Pixels, bubble: Bubble, body: float) -> bool:
    """Whether a small fill holds but a number beside something vivid: a count of reactions."""
    if len(bubble.text) > 3 or any(each.isalpha() for each in bubble.text):
        return False
    left, top, right, bottom = bubble.box
    part = pixels[top:bottom, left:right]
    vivid = (saturations(part) > VIVID) & (away_from(part, bubble.fill) > VIVID / 2)
    return bottom - top < 1.9 * body and bool(vivid.mean() > LEAST_VIVID)


def is_mostly_bare(bubble: Bubble, body: float) -> bool:
    """Whether a tall area holds next to no letters, as a picture may."""
    letters = sum(each.isalnum() for each in bubble.text)
    high = boxes.height(bubble.box)
    return letters <= 3 and high > TALLEST_BARE * body and not bubble.quoted


def has_outline(pixels: Pixels, bubble: Bubble) -> bool:
    """Whether the colour changes across the left or the right edge: a piece of page has none."""
    left, top, right, bottom = bubble.box
    rows = slice(top + (bottom - top) // 4, max(top + 1, bottom - (bottom - top) // 4))
    return any(
        _changes(pixels[rows, max(0, edge - EDGE) : edge + EDGE]) > STEP for edge in (left, right)
    )


def _changes(strip: Pixels) -> float:
    """How far the columns of a strip go from one another, row by row in the middle of them."""
    if not strip.size:
        return 0.0
    across = np.median(strip.astype(np.int16), axis=0)
    return float((across.max(axis=0) - across.min(axis=0)).max())
