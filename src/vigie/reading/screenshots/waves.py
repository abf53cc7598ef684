"""Voice notes: a row of thin strokes of many heights, beside a sign to play them."""

import cv2
import numpy as np

from vigie.kernel.conversations import Box
from vigie.reading.engines import Pixels
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.levels import away_from

FEWEST_STROKES = 9
THICKEST = 9
LOWEST = 3
CONTRAST = 28
LEAST_HEIGHTS = 3
EVEN = 0.35
NARROWEST = 90
TALLEST = 190


def is_wave(pixels: Pixels, box: Box) -> bool:
    """Whether a box holds the drawn waves of a voice note."""
    if boxes.width(box) < NARROWEST or boxes.height(box) > TALLEST:
        return False
    part = pixels[box[1] : box[3], box[0] : box[2]]
    red, green, blue = (int(level) for level in np.median(part.reshape(-1, 3), axis=0))
    strokes = (away_from(part, (red, green, blue)) > CONTRAST).astype(np.uint8)
    count, _, stats, centres = cv2.connectedComponentsWithStats(strokes)
    thin = [
        n
        for n in range(1, count)
        if stats[n][2] <= THICKEST
        and stats[n][3] >= LOWEST
        and stats[n][4] > 0.55 * stats[n][2] * stats[n][3]
    ]
    if len(thin) < FEWEST_STROKES:
        return False
    row = float(np.median([centres[n][1] for n in thin]))
    level = [n for n in thin if abs(centres[n][1] - row) < 4]
    heights = {int(stats[n][3]) // 3 for n in level}
    starts = np.sort([centres[n][0] for n in level])
    steps = np.diff(starts)
    even = (
        len(steps) > 0
        and float(np.mean(np.abs(steps - np.median(steps)) < EVEN * np.median(steps) + 1)) > 0.7
    )
    return len(level) >= FEWEST_STROKES and len(heights) >= LEAST_HEIGHTS and even
