"""The working copy of a screenshot: one width for every phone, and the way back."""

from dataclasses import dataclass

import cv2
import numpy as np

from vigie.kernel.conversations import Box
from vigie.reading.engines import Pixels

WIDTH = 720


@dataclass(frozen=True, slots=True)
class Canvas:
    """`pixels` is `WIDTH` pixels wide; one of them is `scale` pixels of the original.

    `sharpest` is the original or, of a smaller one, this copy: what letters are read on.
    """

    pixels: Pixels
    sharpest: Pixels
    scale: float
    original_width: int
    original_height: int

    @property
    def width(self) -> int:
        """Width in working pixels."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Height in working pixels."""
        return int(self.pixels.shape[0])

    def working(self, box: Box) -> Box:
        """The box of something on `sharpest` in working pixels."""
        scale = self.sharpest.shape[1] / self.width
        left, top, right, bottom = (round(edge / scale) for edge in box)
        return left, top, right, bottom

    def original(self, box: Box) -> Box:
        """The same box in pixels of the original, inside it."""
        left, top, right, bottom = (round(edge * self.scale) for edge in box)
        wide, high = self.original_width, self.original_height
        return max(0, left), max(0, top), min(wide, right), min(high, bottom)


def canvas_of(pixels: Pixels) -> Canvas:
    """A copy at the working width, smoothed when it shrinks."""
    height, width = pixels.shape[:2]
    scale = width / WIDTH
    size = (WIDTH, max(1, round(height / scale)))
    how = cv2.INTER_AREA if scale > 1 else cv2.INTER_CUBIC
    drawn = cv2.resize(np.ascontiguousarray(pixels), size, interpolation=how)
    small = np.asarray(drawn, dtype=np.uint8)
    return Canvas(small, pixels if scale > 1 else small, scale, width, height)
