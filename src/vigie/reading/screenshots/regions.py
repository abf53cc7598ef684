"""The plain area behind each line of text: a bubble, or the page itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from vigie.kernel.conversations import Box
from vigie.reading.engines import Line, Pixels
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.ink import like
from vigie.reading.screenshots.levels import most
from vigie.reading.screenshots.words import Colour

WAYS = ((2, False), (5, True), (4, False), (8, False))
MOST_REGIONS = 250
MOST_PARTS = 100_000
MOSTLY = 0.8
WIDEST = 0.94
TALLEST = 0.6
LEAST_FULL = 0.72
THINNEST = 19
NEAR_GROUND = 12
LEAST_GROUND = 0.45
Mask = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Region:
    """An area of one fill or smooth gradient; `fill` is its colour behind the text.

    `full` is the share of its box that its outline holds, 0..1: 1 for a rectangle.
    """

    number: int
    box: Box
    fill: Colour
    full: float


class Areas:
    """The areas behind lines, grown in several ways; the first that has a bubble's shape wins.

    Smooth gradients first, then one flat fill, then steeper and noisier gradients.
    """

    def __init__(self, pixels: Pixels, lines: Sequence[Line]) -> None:
        smooth = np.asarray(cv2.medianBlur(np.ascontiguousarray(pixels), 3), dtype=np.uint8)
        words = np.zeros(pixels.shape[:2], np.uint8)
        for left, top, right, bottom in (line.box for line in lines):
            words[max(0, top) : bottom, max(0, left) : right] = 1
        self._floods = [
            _Flood(smooth, words, step, place * MOST_REGIONS, flat=flat)
            for place, (step, flat) in enumerate(WAYS)
        ]
        self._high, self._wide = pixels.shape[:2]

    def behind(self, line: Line) -> Region | None:
        """The bubble behind a line, else whatever area is there, if any holds most of it."""
        found = None
        for flood in self._floods:
            region = flood.behind(line)
            if self.is_bubble(region):
                return region
            body = flood.body(region, line) if region else None
            if self.is_bubble(body) and not self._at_edge(body):
                return body
            found = found or region
        return found

    def _at_edge(self, region: Region | None) -> bool:
        """Whether an area reaches the side of the screen, as pieces of the page do."""
        return region is None or region.box[0] <= 2 or region.box[2] >= self._wide - 2

    def is_bubble(self, region: Region | None) -> bool:
        """Whether an area is neither the page nor a bar, and has the outline of a bubble."""
        if region is None or region.full < LEAST_FULL:
            return False
        left, _, right, _ = region.box
        if left <= 1 and right >= self._wide - 1:
            return False
        wide, high = boxes.width(region.box), boxes.height(region.box)
        return bool(wide <= WIDEST * self._wide and high <= TALLEST * self._high)


class _Flood:
    """Areas grown from seeds; `flat` compares with the seed, else each pixel with the next."""

    def __init__(self, smooth: Pixels, words: Mask, step: int, first: int, *, flat: bool) -> None:
        self._smooth, self._words, self._first = smooth, words, first
        self._levels = (step, step, step)
        self._mode = 4 | cv2.FLOODFILL_MASK_ONLY | (cv2.FLOODFILL_FIXED_RANGE if flat else 0)
        self._numbers: Mask = np.zeros((smooth.shape[0] + 2, smooth.shape[1] + 2), np.uint8)
        self._regions: list[Region] = []
        self._bodies: dict[int, tuple[Numbers, list[Region]]] = {}

    def behind(self, line: Line) -> Region | None:
        seed = _seed(self._smooth, line.box)
        known = int(self._numbers[seed[1] + 1, seed[0] + 1])
        region = self._regions[known - 1] if known else self._grow(seed)
        if region is None or boxes.share_inside(line.box, region.box) < MOSTLY:
            return None
        return region

    def body(self, region: Region, line: Line) -> Region | None:
        """The thick part of an area that holds a line, without the strokes that leak from it."""
        if region.number not in self._bodies:
            self._bodies[region.number] = self._parts(region)
        numbers, parts = self._bodies[region.number]
        number = _number_at(numbers, region.box, boxes.middle(line.box))
        if not number or boxes.share_inside(line.box, parts[number - 1].box) < MOSTLY:
            return None
        return replace(parts[number - 1], fill=self._colour(_seed(self._smooth, line.box)))

    def _parts(self, region: Region) -> tuple[Numbers, list[Region]]:
        mark = region.number - self._first
        left, top, right, bottom = region.box
        mine = self._numbers[top + 1 : bottom + 1, left + 1 : right + 1]
        inner: Mask = (mine == mark).astype(np.uint8)
        part = inner | self._words[top:bottom, left:right]
        opened = cv2.morphologyEx(
            np.asarray(part, dtype=np.uint8),
            cv2.MORPH_OPEN,
            np.ones((THINNEST, THINNEST), np.uint8),
        )
        count, numbers, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=4)
        parts = [
            Region(
                region.number * MOST_PARTS + n,
                (left + int(x), top + int(y), left + int(x + wide), top + int(y + high)),
                region.fill,
                float(area) / float(wide * high),
            )
            for n, (x, y, wide, high, area) in enumerate(stats[1:count])
        ]
        return np.asarray(numbers, dtype=np.int32), parts

    def _colour(self, seed: tuple[int, int]) -> Colour:
        red, green, blue = (int(level) for level in self._smooth[seed[1], seed[0]])
        return red, green, blue

    def _grow(self, seed: tuple[int, int]) -> Region | None:
        mark = len(self._regions) + 1
        if mark > MOST_REGIONS:
            return None
        _, _, _, (left, top, wide, high) = cv2.floodFill(
            self._smooth,
            self._numbers,
            seed,
            (0, 0, 0),
            self._levels,
            self._levels,
            self._mode | (mark << 8),
        )
        box = (left, top, left + wide, top + high)
        region = Region(self._first + mark, box, self._colour(seed), self._full(box, mark))
        self._regions.append(region)
        return region

    def _full(self, box: Box, mark: int) -> float:
        left, top, right, bottom = box
        part = (self._numbers[top + 1 : bottom + 1, left + 1 : right + 1] == mark).astype(np.uint8)
        outlines, _ = cv2.findContours(part, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        inside = sum(cv2.contourArea(outline) for outline in outlines)
        return float(inside) / max(1, (right - left - 1) * (bottom - top - 1))


def _number_at(numbers: Numbers, box: Box, middle: tuple[float, float]) -> int:
    """The number at a point of the screen, in numbers that begin at the corner of a box."""
    x, y = int(middle[0]) - box[0], int(middle[1]) - box[1]
    return int(numbers[min(max(0, y), len(numbers) - 1), min(max(0, x), numbers.shape[1] - 1)])


def _seed(smooth: Pixels, box: Box) -> tuple[int, int]:
    """The pixel of the line's commonest colour that lies deepest in it."""
    high, wide = smooth.shape[:2]
    left, top = min(max(0, box[0] - 2), wide - 1), min(max(0, box[1] - 1), high - 1)
    part = smooth[top : max(top + 1, min(high, box[3] + 1)), left : max(left + 1, box[2] + 2)]
    depth = cv2.distanceTransform(np.pad(_plain(part), 1), cv2.DIST_C, 3)[1:-1, 1:-1]
    y, x = np.unravel_index(int(np.argmax(depth)), depth.shape)
    return left + int(x), top + int(y)


def _plain(part: Pixels) -> Mask:
    """Where a line has its ground: its commonest colour, or a gradient's colour by column."""
    coarse = (part >> 3).astype(np.int32)
    keys = (coarse[:, :, 0] << 10) | (coarse[:, :, 1] << 5) | coarse[:, :, 2]
    counts = np.bincount(keys.ravel())
    levels = part.astype(np.int16)
    ground = levels[keys == int(counts.argmax())].mean(axis=0)
    near = like(part, ground, NEAR_GROUND) > 0
    if near.mean() < LEAST_GROUND:
        edges = np.concatenate([levels[:2], levels[-2:]])
        near = most(np.abs(levels - np.median(edges, axis=0)[None, :, :])) <= NEAR_GROUND
    return np.asarray(near, dtype=np.uint8)
