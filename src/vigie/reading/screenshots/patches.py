"""Patches that letters cannot make: where emoji stand in a bubble or after words of the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from vigie.kernel.conversations import Box
from vigie.reading.engines import Line, Pixels
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.glyphs import MOST_UNLIKE, MOST_UNLIKE_ALONE, UNKNOWN, glyphs
from vigie.reading.screenshots.ink import ink_of
from vigie.reading.screenshots.levels import Levels, most
from vigie.reading.screenshots.words import Colour

INSET = 9
STRIP = 4
STRONG = 30
OFF_INK = 42
OFF_INK_SHARE = 0.2
LOWEST, TALLEST = 0.5, 4.6
LOWEST_UNKNOWN, TALLEST_UNKNOWN = 0.68, 1.9
MOST_UNKNOWN = 4
SQUAREST, WIDEST = 0.6, 1.5
LEAST_FULL = 0.3
LEAST_SOLID = 0.5
LEAST_OWN = 0.5
LEAST_COLOURED = 0.22
NEIGHBOUR = 1.13
NEAR = 0.16
THICKER = 0.24
Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Patch:
    """One emoji on the screen; `name` is U+FFFC when it looks like none that is known."""

    box: Box
    name: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """A part of the screen: what differs from its ground, and what no blend with ink explains."""

    part: Pixels
    ground: Floats
    strong: Mask
    coloured: Mask
    words: Mask
    solid: Mask
    corner: tuple[int, int]


def patches_in(pixels: Pixels, box: Box, lines: Sequence[Line], body: float) -> list[Patch]:
    """The emoji in a box of one ground, from the left; `lines` are the words that it holds.

    Where there are no words, what stands alone must be more like the emoji it is named.
    """
    seen = _seen(pixels, box, lines, body)
    if seen is None:
        return []
    other = (seen.strong & (1 - seen.words)) | seen.solid
    mask = cv2.morphologyEx(seen.coloured | other, cv2.MORPH_CLOSE, _square(NEAR * body))
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    found: list[Patch] = []
    for x, y, wide, high, _area in stats[1:count]:
        tight = (int(x), int(y), int(x + wide), int(y + high))
        sized = LOWEST * body <= high <= TALLEST * body and wide >= LOWEST * body
        inside = x > 1 and x + wide < mask.shape[1] - 1 and y + high < mask.shape[0] - 1
        if sized and inside:
            found += _named(seen, tight, body)
    return sorted(found, key=lambda each: (each.box[1] // max(1, round(body)), each.box[0]))


def _named(seen: _Seen, box: Box, body: float) -> list[Patch]:
    """The emoji of one patch, cut where several stand side by side; none when it is no emoji."""
    if _inside(seen.strong, box).mean() < LEAST_FULL:
        return []
    if _inside(seen.words, box).mean() > 0.5 and not _stands_out(seen, box, body):
        return []
    pieces = [_tight(seen.strong, each) for each in _cut(box)]
    names = [_name(seen, each) for each in pieces]
    if 2 * sum(map(bool, names)) < len(pieces) and not _may_be_emoji(seen, pieces, body):
        return []
    left, top = seen.corner
    return [
        Patch((x + left, y + top, right + left, bottom + top), name or UNKNOWN)
        for (x, y, right, bottom), name in zip(pieces, names, strict=True)
    ]


def _stands_out(seen: _Seen, box: Box, body: float) -> bool:
    """Whether a patch among words is high and solid as no letter is, in colours of its own."""
    high = boxes.height(box) > LOWEST_UNKNOWN * body
    solid = _inside(seen.strong, box).mean() > LEAST_SOLID
    own = (
        _inside(seen.coloured, box).mean() > LEAST_OWN
        or _inside(seen.solid, box).mean() > LEAST_SOLID
    )
    return bool(high and solid and own)


def _name(seen: _Seen, box: Box) -> str | None:
    red, green, blue = (int(level) for level in _inside(seen.ground, box).mean(axis=(0, 1)))
    limit = MOST_UNLIKE if seen.words.any() else MOST_UNLIKE_ALONE
    return glyphs().name_of(_inside(seen.part, box), (red, green, blue), limit)


def _may_be_emoji(seen: _Seen, pieces: Sequence[Box], body: float) -> bool:
    """Whether unnamed patches have an emoji's size, shape and colours."""
    return len(pieces) <= MOST_UNKNOWN and all(
        boxes.height(each) <= TALLEST_UNKNOWN * body
        and SQUAREST < boxes.width(each) / max(1, boxes.height(each)) < WIDEST
        and boxes.height(each) > LOWEST_UNKNOWN * body
        and _inside(seen.coloured, each).mean() > LEAST_COLOURED
        for each in pieces
    )


def _seen(pixels: Pixels, box: Box, lines: Sequence[Line], body: float) -> _Seen | None:
    left, top, right, bottom = box
    left, right = max(0, left + 2), min(pixels.shape[1], right - 2)
    top, bottom = max(0, top + 2), min(pixels.shape[0], bottom - 2)
    if right - left < 3 * INSET or bottom - top < 10:
        return None
    part = np.ascontiguousarray(pixels[top:bottom, left:right])
    levels = part.astype(np.float32)
    ground = _ground(levels)
    delta = levels - ground
    strong = (most(np.abs(delta)) > STRONG).astype(np.uint8)
    coloured = _off_ink(delta, ground, [ink_of(pixels, line.box) for line in lines]) & strong
    words = np.zeros_like(strong)
    for across, high, end, low in (line.box for line in lines):
        rows = slice(max(0, high - top - 4), max(0, low - top + 4))
        words[rows, max(0, across - left - 4) : max(0, end - left + 4)] = 1
    return _Seen(part, ground, strong, coloured, words, _solid(strong, body), (left, top))


def _ground(levels: Floats) -> Floats:
    """The fill drawn as a ramp between its two sides, within its round corners."""
    rows = slice(levels.shape[0] // 4, max(1, levels.shape[0] - levels.shape[0] // 4))
    inner = levels[rows]
    first = _straight(np.median(inner[:, INSET - STRIP : INSET], axis=1), rows.start, len(levels))
    last = _straight(np.median(inner[:, -INSET : STRIP - INSET], axis=1), rows.start, len(levels))
    ramp = np.linspace(0, 1, levels.shape[1], dtype=np.float32)[None, :, None]
    return np.asarray(first[:, None] * (1 - ramp) + last[:, None] * ramp, dtype=np.float32)


def _straight(side: Floats, start: int, high: int) -> Floats:
    """One side's colours as a straight ramp over every row, from those of its middle rows."""
    if len(side) < 4:
        return np.repeat(np.median(side, axis=0)[None], high, axis=0)
    half = len(side) // 2
    above, below = np.median(side[:half], axis=0), np.median(side[half:], axis=0)
    slope = (below - above) / (len(side) / 2)
    rows = np.arange(high, dtype=np.float32) - (start + len(side) / 2)
    middle = (above + below) / 2
    return np.asarray(middle[None] + rows[:, None] * slope[None], dtype=np.float32)


def _off_ink(delta: Floats, ground: Floats, inks: Sequence[Colour]) -> Mask:
    """Where no ink laid on the ground, however thinly, gives the colour; all without inks."""
    off = np.ones(delta.shape[:2], np.uint8)
    for ink in dict.fromkeys(inks):
        along = np.array(ink, dtype=np.float32) - ground
        length = np.maximum(1.0, np.einsum("ijk,ijk->ij", along, along))
        least = np.maximum(OFF_INK, OFF_INK_SHARE * np.sqrt(length))
        share = np.clip(np.einsum("ijk,ijk->ij", delta, along) / length, 0, 1.1)
        off &= (most(np.abs(delta - share[..., None] * along)) > least).astype(np.uint8)
    return off


def _solid(strong: Mask, body: float) -> Mask:
    """What is thicker than any stroke of a letter."""
    kernel = _square(THICKER * body)
    return np.asarray(cv2.morphologyEx(strong, cv2.MORPH_OPEN, kernel), dtype=np.uint8)


def _cut(box: Box) -> list[Box]:
    """A patch much wider than high, cut into the emoji that stand side by side in it."""
    wide, high = boxes.width(box), boxes.height(box)
    several = max(1, round((wide / high + 0.13) / NEIGHBOUR))
    edges = [box[0] + round(n * wide / several) for n in range(several + 1)]
    return [(one, box[1], other, box[3]) for one, other in pairwise(edges)]


def _tight(strong: Mask, box: Box) -> Box:
    rows, columns = np.nonzero(_inside(strong, box))
    if len(rows) == 0:
        return box
    left, top = box[0], box[1]
    return (
        left + int(columns.min()),
        top + int(rows.min()),
        left + int(columns.max()) + 1,
        top + int(rows.max()) + 1,
    )


def _inside(levels: Levels, box: Box) -> Levels:
    return levels[box[1] : box[3], box[0] : box[2]]


def _square(side: float) -> Mask:
    return np.ones((max(3, round(side)),) * 2, np.uint8)
