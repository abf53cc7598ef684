"""A page cut across into bands, so that blank rows and margins cost nothing."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from vigie.kernel.conversations import Box
from vigie.reading.engines import Pixels

STEP = 20
TALLEST = 352
SHORTEST = 96
MARGIN = 20
OVERLAP = 40
OUTLINES = 4


@dataclass(frozen=True, slots=True)
class Band:
    """A part of a page to look at, in pixels; lines whose middle is in `rows` are its own."""

    box: Box
    rows: tuple[int, int]


def bands_of(pixels: Pixels) -> list[Band]:
    """The bands that hold every edge of a page, cut between lines where a blank row allows it."""
    edges = _edges(pixels)
    busy = edges.sum(axis=1)
    found: list[Band] = []
    start = 0
    while (first := _next_busy(busy, start)) is not None:
        end, clean = _end(busy, first)
        found.append(_band(edges, first, end, start, clean=clean))
        start = end
    return found


def _edges(pixels: Pixels) -> npt.NDArray[np.bool_]:
    """Where a pixel differs from the one on its left."""
    step = cv2.absdiff(pixels[:, 1:], pixels[:, :-1])
    channels = cv2.split(step)
    return np.asarray(cv2.max(cv2.max(channels[0], channels[1]), channels[2]) > STEP)


def _next_busy(busy: npt.NDArray[np.int_], start: int) -> int | None:
    later = np.flatnonzero(busy[start:])
    return int(later[0]) + start if len(later) else None


def _end(busy: npt.NDArray[np.int_], first: int) -> tuple[int, bool]:
    """Where a band that starts at a row ends, and whether it cuts through outlines at most."""
    if first + TALLEST >= len(busy):
        return len(busy), True
    window = busy[first + SHORTEST : first + TALLEST]
    least = int(window.min())
    place = int(np.flatnonzero(window == least)[-1])
    return first + SHORTEST + place, least <= OUTLINES


def _band(edges: npt.NDArray[np.bool_], first: int, end: int, start: int, *, clean: bool) -> Band:
    high, wide = edges.shape[0], edges.shape[1] + 1
    below = min(high, end + (MARGIN if clean else OVERLAP))
    above = max(0, first - (MARGIN if first > start else OVERLAP))
    columns = np.flatnonzero(edges[above:below].any(axis=0))
    left, right = max(0, int(columns[0]) - MARGIN), min(wide, int(columns[-1]) + MARGIN)
    return Band((left, above, right, below), (start, end))
