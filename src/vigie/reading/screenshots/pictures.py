"""What is drawn without words: pictures, stickers, voice notes."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from vigie.kernel.conversations import Box, Side, TurnKind
from vigie.reading.engines import Pixels
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.ink import largest_channel

DIFFERENT = 14
MOST_COVERED = 0.6


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing in the chat, its kind guessed from its shape alone."""

    box: Box
    kind: TurnKind
    side: Side


def pictures_of(pixels: Pixels, taken: Sequence[Box], top: int, bottom: int) -> list[Picture]:
    """The drawings between two rows that no box of `taken` explains."""
    if bottom - top < 40:
        return []
    wide = pixels.shape[1]
    mask = _unlike_page(pixels[top:bottom])
    if mask.mean() > MOST_COVERED:
        return []
    for left, high, right, low in taken:
        mask[max(0, high - top - 3) : max(0, low - top + 3), max(0, left - 3) : right + 3] = 0
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((15, 15), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(opened)
    found = []
    for x, y, w, h, area in stats[1:count]:
        box = (int(x), int(y) + top, int(x + w), int(y + h) + top)
        kind = _kind(box, int(area), wide)
        if kind is not None:
            side: Side = "left" if box[0] <= wide - box[2] else "right"
            found.append(Picture(box, kind, side))
    return found


def _kind(box: Box, area: int, wide: int) -> TurnKind | None:
    across, high = boxes.width(box), boxes.height(box)
    if across > 0.94 * wide:
        return None
    full = area / boxes.area(box)
    if across > 0.22 * wide and high > 0.14 * wide and full > 0.8:
        return "image"
    if 0.11 * wide < across < 0.45 * wide and 0.7 < across / high < 1.5:
        return "sticker"
    return None


def _unlike_page(part: Pixels) -> npt.NDArray[np.uint8]:
    """Where a row differs from the page, drawn as a ramp between its two outer edges."""
    wide = part.shape[1]
    first = np.median(part[:, :6], axis=1, keepdims=True)
    last = np.median(part[:, -6:], axis=1, keepdims=True)
    ramp = np.linspace(0, 1, wide)[None, :, None]
    page = (first * (1 - ramp) + last * ramp).astype(np.uint8)
    off = largest_channel(np.asarray(cv2.absdiff(part, page), dtype=np.uint8))
    return np.asarray(off > DIFFERENT, dtype=np.uint8)
