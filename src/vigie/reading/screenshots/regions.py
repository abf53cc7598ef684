"""The plain area behind each line of text: a bubble, or the page itself."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from vigie.kernel.conversations import Box
from vigie.reading.engines import Line, Pixels
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.words import Colour

STEPS = (2, 4)
MOST_REGIONS = 250
Mask = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Region:
    """An area of one fill or smooth gradient; `fill` is its colour behind the text."""

    number: int
    box: Box
    area: int
    fill: Colour

    @property
    def fullness(self) -> float:
        """The share of its box that it covers, 0..1."""
        return self.area / max(1, boxes.area(self.box))


class Flood:
    """Grows areas from seeds; an area stops where neighbours differ by more than a few levels."""

    def __init__(self, pixels: Pixels) -> None:
        self.smooth = cv2.medianBlur(np.ascontiguousarray(pixels), 3)
        high, wide = pixels.shape[:2]
        self.numbers: Mask = np.zeros((high + 2, wide + 2), np.uint8)
        self.regions: dict[int, Region] = {}

    def behind(self, line: Line) -> Region | None:
        """The area behind a line, or None when no area holds most of it."""
        seed = self._seed(line.box)
        known = int(self.numbers[seed[1] + 1, seed[0] + 1])
        if known:
            return self.regions.get(known)
        for step in STEPS:
            region = self._grow(seed, step)
            if region is None or boxes.share_inside(line.box, region.box) > 0.8:
                break
            self.numbers[self.numbers == region.number] = 0
            region = None
        if region is not None:
            self.regions[region.number] = region
        return region

    def _grow(self, seed: tuple[int, int], step: int) -> Region | None:
        number = max(self.regions, default=0) + 1
        if number > MOST_REGIONS:
            return None
        flags = 4 | (number << 8) | cv2.FLOODFILL_MASK_ONLY
        levels = (step, step, step)
        area, _, _, (left, top, wide, high) = cv2.floodFill(
            self.smooth, self.numbers, seed, (0, 0, 0), levels, levels, flags
        )
        red, green, blue = (int(level) for level in self.smooth[seed[1], seed[0]])
        return Region(number, (left, top, left + wide, top + high), int(area), (red, green, blue))

    def _seed(self, box: Box) -> tuple[int, int]:
        """The pixel of the line's commonest colour that lies deepest in it."""
        high, wide = self.smooth.shape[:2]
        left, top = max(0, box[0] - 2), max(0, box[1] - 1)
        right, bottom = min(wide, box[2] + 2), min(high, box[3] + 1)
        part = self.smooth[top:bottom, left:right]
        plain = _plain(part)
        depth = cv2.distanceTransform(np.pad(plain, 1), cv2.DIST_C, 3)[1:-1, 1:-1]
        y, x = np.unravel_index(int(np.argmax(depth)), depth.shape)
        return left + int(x), top + int(y)


def _plain(part: Pixels) -> Mask:
    coarse = (part >> 3).astype(np.int32)
    keys = (coarse[:, :, 0] << 10) | (coarse[:, :, 1] << 5) | coarse[:, :, 2]
    commonest = int(np.bincount(keys.ravel()).argmax())
    best = part[keys == commonest].astype(np.int16).mean(axis=0)
    near = np.abs(part.astype(np.int16) - best).max(axis=2) <= 12
    return near.astype(np.uint8)
