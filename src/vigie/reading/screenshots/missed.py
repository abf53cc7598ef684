"""Short answers that the engine overlooked: fills like the other bubbles', read again closer."""

from collections.abc import Sequence

import cv2
import numpy as np

from vigie.kernel.conversations import Box
from vigie.reading.engines import Engine, Line, Pixels
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.bubbles import Bubble
from vigie.reading.screenshots.ink import apart, like
from vigie.reading.screenshots.text import cleaned
from vigie.reading.screenshots.words import Colour

SAME_FILL = 7
SAME_EDGE = 8
LEAST_FULL = 0.6
NARROWEST, WIDEST = 1.2, 7.0
LOWEST, TALLEST = 1.2, 3.0
THIN = 9
MOST = 3
CLOSER = 2
MARGIN = 40
INSIDE = 0.8


def missed(
    pixels: Pixels,
    bubbles: Sequence[Bubble],
    rows: tuple[int, int],
    body: float,
    engine: Engine,
    taken: Sequence[Box] = (),
) -> list[Bubble]:
    """The bubbles in which only a closer look finds words; `rows` are the chat's, in pixels.

    No bubble is looked for in a box of `taken`.
    """
    filled = [*taken, *(each.box for each in bubbles)]
    empty = _wordless(pixels, bubbles, filled, rows, body)[:MOST]
    read = [Bubble(box, fill, _closer(pixels, box, fill, engine)) for box, fill in empty]
    return [each for each in read if each.lines]


def _wordless(
    pixels: Pixels,
    bubbles: Sequence[Bubble],
    taken: Sequence[Box],
    rows: tuple[int, int],
    body: float,
) -> list[tuple[Box, Colour]]:
    """The small fills of a bubble's colour that line up with the bubbles of that colour."""
    found: list[tuple[Box, Colour]] = []
    for fill in _fills(bubbles):
        alike = [each.box for each in bubbles if apart(each.fill, fill) < SAME_FILL]
        parts = _parts(pixels, fill, rows, taken, body)
        found += [(box, fill) for box in parts if any(_lined_up(box, each) for each in alike)]
    return found


def _fills(bubbles: Sequence[Bubble]) -> list[Colour]:
    fills: list[Colour] = []
    for bubble in bubbles:
        if not any(apart(bubble.fill, each) < SAME_FILL for each in fills):
            fills.append(bubble.fill)
    return fills


def _parts(
    pixels: Pixels, fill: Colour, rows: tuple[int, int], taken: Sequence[Box], body: float
) -> list[Box]:
    """The areas of one colour in the chat, out of the boxes taken, of a short bubble's size."""
    top, bottom = rows
    mask = like(pixels[top:bottom], fill, SAME_FILL - 1)
    for left, high, right, low in taken:
        mask[max(0, high - top) : max(0, low - top), max(0, left) : right] = 0
    if not mask.any():
        return []
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((THIN, THIN), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(opened, ltype=cv2.CV_16U)
    return [
        (int(x), int(y) + top, int(x + w), int(y + h) + top)
        for x, y, w, h, area in stats[1:count]
        if NARROWEST * body <= w <= WIDEST * body
        and LOWEST * body <= h <= TALLEST * body
        and LEAST_FULL * w * h < area
    ]


def _lined_up(box: Box, other: Box) -> bool:
    return abs(box[0] - other[0]) < SAME_EDGE or abs(box[2] - other[2]) < SAME_EDGE


def _closer(pixels: Pixels, box: Box, fill: Colour, engine: Engine) -> tuple[Line, ...]:
    """The lines of one fill, drawn larger on a ground of its colour."""
    left, top, right, bottom = box
    drawn = cv2.resize(
        np.ascontiguousarray(pixels[top:bottom, left:right]), None, fx=CLOSER, fy=CLOSER
    )
    framed = cv2.copyMakeBorder(
        drawn, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_CONSTANT, value=fill
    )
    read = [cleaned(line) for line in engine.lines(np.asarray(framed, dtype=np.uint8))]
    placed = [_moved(line, box) for line in read if line is not None]
    return tuple(line for line in placed if boxes.share_inside(line.box, box) > INSIDE)


def _moved(line: Line, box: Box) -> Line:
    """A line read on the larger drawing, at its place in the screenshot."""
    left, top, right, bottom = ((edge - MARGIN) // CLOSER for edge in line.box)
    moved = (left + box[0], top + box[1], right + box[0], bottom + box[1])
    return Line(line.text, moved, line.score)
