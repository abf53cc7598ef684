"""Words hidden by a stroke, a block or a blur before the screenshot was sent."""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from vigie.kernel.conversations import Box
from vigie.reading.engines import Pixels
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.levels import away_from

UNLIKE = 24
SMEARED = 7
THICKER = 0.36
LEAST_BLOT = 0.28
LEAST_SMEAR = 0.3
PALEST_LETTERS = 135
LOWEST, NARROWEST = 0.7, 1.9
EVEN = 14
LEAST_EVEN = 0.75


def is_hidden(pixels: Pixels, box: Box, body: float, apart: Sequence[Box] = ()) -> bool:
    """Whether most of a bubble's inside is a blot thicker than letters, or words made unclear.

    What lies in the boxes set `apart`, as a time does, is not looked at.
    """
    if boxes.height(box) < LOWEST * body or boxes.width(box) < NARROWEST * body:
        return False
    part = pixels[box[1] : box[3], box[0] : box[2]]
    away = away_from(part, _border_colour(part))
    for left, top, right, bottom in apart:
        rows = slice(max(0, top - box[1] - 2), max(0, bottom - box[1] + 2))
        away[rows, max(0, left - box[0] - 2) : max(0, right - box[0] + 2)] = 0
    return _is_blot(part, away, body) or _is_smeared(away)


def _border_colour(part: Pixels) -> tuple[int, int, int]:
    """The commonest colour just inside the edges."""
    inset = max(2, min(part.shape[:2]) // 10)
    ring = np.concatenate(
        [part[inset, inset:-inset], part[-inset - 1, inset:-inset], part[inset:-inset, inset]]
    )
    red, green, blue = (int(level) for level in np.median(ring, axis=0))
    return red, green, blue


def _is_blot(part: Pixels, away: npt.NDArray[np.uint8], body: float) -> bool:
    """Whether solid ink of one colour, unlike the fill, covers much of a part."""
    side = max(5, round(THICKER * body))
    solid = cv2.morphologyEx(
        (away > UNLIKE).astype(np.uint8), cv2.MORPH_OPEN, np.ones((side, side), np.uint8)
    )
    if solid.mean() < LEAST_BLOT:
        return False
    ink = part[solid > 0]
    red, green, blue = (int(level) for level in np.median(ink, axis=0))
    return bool((away_from(ink[None], (red, green, blue)) < EVEN).mean() > LEAST_EVEN)


def _is_smeared(away: npt.NDArray[np.uint8]) -> bool:
    """Whether something pale lies on much of the fill, nowhere with the contrast of letters."""
    inner = away[3:-3, 6:-6]
    if inner.size < 100 or (inner > SMEARED).mean() < LEAST_SMEAR:
        return False
    return bool(np.percentile(inner, 99) < PALEST_LETTERS)
