"""Reactions: small emoji in a pill on the lower edge of a turn."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from vigie.kernel.conversations import Box
from vigie.reading.engines import Pixels
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.drafts import Draft
from vigie.reading.screenshots.glyphs import MOST_UNLIKE_ALONE, glyphs
from vigie.reading.screenshots.levels import away_from, saturations
from vigie.reading.screenshots.words import Colour

VIVID = 55
UNLIKE = 34
ABOVE, BELOW = 0.75, 1.25
TOP_ABOVE, TOP_BELOW = 0.85, 0.42
BESIDE = 1.2
LOWEST, TALLEST = 0.4, 1.1
SQUAREST, WIDEST = 0.62, 1.5
RING = 3
MOST = 4


def with_reactions(
    pixels: Pixels, drafts: Sequence[Draft], body: float, *, bubbled: bool
) -> tuple[list[Draft], list[Box]]:
    """The drafts with the reactions on their lower edges, and the places of these.

    Where turns are not `bubbled` reactions stand wholly below the words.
    """
    above = ABOVE if bubbled else 0.0
    told: list[Draft] = []
    spots: list[Box] = []
    for draft in drafts:
        others = [each.box for each in drafts if each is not draft]
        found = (
            () if draft.side == "centre" else reactions_to(pixels, draft.box, others, body, above)
        )
        fresh = [(name, spot) for name, spot in found if spot not in spots]
        spots += [spot for _, spot in fresh]
        told.append(replace(draft, reactions=tuple(name for name, _ in fresh)))
    return told, spots


def reactions_to(
    pixels: Pixels, box: Box, others: Sequence[Box], body: float, above: float = ABOVE
) -> tuple[tuple[str, Box], ...]:
    """The emoji named on the lower edge of a turn, with their places; `others` are other turns."""
    low = (box[3] - above * body, box[3] + BELOW * body)
    high = (box[1] - TOP_ABOVE * body, box[1] + TOP_BELOW * body)
    found = _between(pixels, box, others, body, low)
    return found or (_between(pixels, box, others, body, high) if above else ())


def _between(
    pixels: Pixels, box: Box, others: Sequence[Box], body: float, rows: tuple[float, float]
) -> tuple[tuple[str, Box], ...]:
    """The small emoji named between two rows, at the width of a turn."""
    left, right = max(0, round(box[0] - BESIDE * body)), round(box[2] + BESIDE * body)
    top, bottom = max(0, round(rows[0])), max(0, round(rows[1]))
    part = pixels[top:bottom, left:right]
    if min(part.shape[:2]) < 8:
        return ()
    mask = (saturations(part) > VIVID).astype(np.uint8)
    for fill in _large_fills(pixels, box):
        mask &= (away_from(part, fill) > UNLIKE).astype(np.uint8)
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(closed)
    found = []
    for x, y, wide, high, _area in stats[1:count]:
        spot = (left + int(x), top + int(y), left + int(x + wide), top + int(y + high))
        if _is_small_emoji(spot, body) and not any(
            _well_inside(spot, each, body) for each in others
        ):
            name = _name(pixels, spot)
            if name is not None:
                found.append((name, spot))
    return tuple(sorted(found, key=lambda each: each[1][0])[:MOST])


def _is_small_emoji(spot: Box, body: float) -> bool:
    wide, high = boxes.width(spot), boxes.height(spot)
    return LOWEST * body <= high <= TALLEST * body and SQUAREST < wide / high < WIDEST


def _well_inside(spot: Box, other: Box, body: float) -> bool:
    """Whether a spot is among the words of another turn rather than on its edge."""
    x, y = boxes.middle(spot)
    return other[0] < x < other[2] and other[1] + 0.4 * body < y < other[3] - 0.45 * body


def _large_fills(pixels: Pixels, box: Box) -> list[Colour]:
    """The colours of the turn and of the page around it."""
    high, wide = pixels.shape[:2]
    row = min(high - 1, max(0, (box[1] + box[3]) // 2))
    columns = [min(wide - 1, max(0, edge)) for edge in (box[0] + 6, box[2] - 7, 3, wide - 4)]
    return [(int(r), int(g), int(b)) for r, g, b in (pixels[row, column] for column in columns)]


def _name(pixels: Pixels, spot: Box) -> str | None:
    """The emoji at a spot, on the colour that runs around it."""
    left, top, right, bottom = spot
    around = pixels[max(0, top - RING) : bottom + RING, max(0, left - RING) : right + RING]
    ring = np.concatenate([around[0], around[-1], around[:, 0], around[:, -1]])
    red, green, blue = (int(level) for level in np.median(ring, axis=0))
    ground = (red, green, blue)
    unlike = away_from(around, ground) > UNLIKE
    rows, columns = np.nonzero(unlike)
    if len(rows) == 0:
        return None
    tight = around[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    return glyphs().name_of(tight, ground, MOST_UNLIKE_ALONE)
