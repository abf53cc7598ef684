"""PDQ: 256 bits that stay nearly the same when a picture is made smaller or compressed again.

Written from Meta's published description: luminance, two passes of a box filter each way (Jarosz),
a grid of 64 by 64, the lowest 16 by 16 terms of its cosine transform but the constant one, and each
against their median. A crop gives other bits: this finds reposts, and never a part of a picture.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grid = NDArray[np.float32]
    Pixels = NDArray[np.uint8]

BITS = 256
BITS_BYTES = BITS // 8
LONGEST_SIDE = 512
LEAST_QUALITY = 50
SAME_WITHIN = 31
"""Of 256 bits: what differs at most between two copies of one picture."""

_GRID = 64
_TERMS = 16
_PASSES = 2
_LUMA = (0.299, 0.587, 0.114)
_GRADIENTS_PER_POINT = 90


@dataclass(frozen=True, slots=True)
class PictureHash:
    """The 256 bits of a picture, and from 0 to 100 how much there is in it to tell it by."""

    bits: bytes
    quality: int


def picture_hash(pixels: "Pixels") -> PictureHash:
    """The hash of height x width x 3 pixels, 8-bit RGB, of at least one pixel."""
    import numpy as np

    grid = _grid(_luminance(_shrunk(pixels)))
    basis = _basis()
    terms = basis @ grid @ basis.T
    lower_median = np.partition(terms, BITS // 2 - 1, axis=None)[BITS // 2 - 1]
    above = (terms > lower_median).reshape(-1)
    return PictureHash(np.packbits(above[::-1]).tobytes(), _quality(grid))


def distance(one: bytes, other: bytes) -> int:
    """How many of the 256 bits differ."""
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count()


def _shrunk(pixels: "Pixels") -> "Pixels":
    """At most 512 pixels a side; its shape does not matter, as the grid is square."""
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    size = min(width, LONGEST_SIDE), min(height, LONGEST_SIDE)
    if size == (width, height):
        return pixels
    shrunk = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return np.asarray(shrunk, np.uint8)


def _luminance(pixels: "Pixels") -> "Grid":
    import numpy as np

    return np.asarray(pixels, np.float32) @ np.asarray(_LUMA, np.float32)


def _grid(luminance: "Grid") -> "Grid":
    """64 by 64 points of the picture, each the mean of what lies around it."""
    import numpy as np

    height, width = luminance.shape
    return np.asarray(_smoothing(height) @ luminance @ _smoothing(width).T, np.float32)


@lru_cache(maxsize=64)
def _smoothing(length: int) -> "Grid":
    """The matrix from a line of pixels to its 64 points: the box filter twice, then every nth."""
    import numpy as np

    window = -(-length // (2 * _GRID))
    after = (window + 2) // 2
    places = np.arange(length)
    reach = places[None, :] - places[:, None]
    box = ((reach < after) & (reach >= after - window)).astype(np.float64)
    box /= box.sum(axis=1, keepdims=True)
    points = ((np.arange(_GRID) + 0.5) * length / _GRID).astype(np.intp)
    return np.asarray(np.linalg.matrix_power(box, _PASSES)[points], np.float32)


@lru_cache(maxsize=1)
def _basis() -> "Grid":
    """The cosine terms 1 to 16 over 64 points."""
    import numpy as np

    term, point = np.arange(1, _TERMS + 1)[:, None], np.arange(_GRID)[None, :]
    cosines = np.cos(np.pi / (2 * _GRID) * term * (2 * point + 1))
    return np.asarray(np.sqrt(2 / _GRID) * cosines, np.float32)


def _quality(grid: "Grid") -> int:
    import numpy as np

    steps = (np.trunc(np.diff(grid, axis=axis) * 100 / 255) for axis in (0, 1))
    total = int(sum(np.abs(each).sum() for each in steps))
    return min(100, total // _GRADIENTS_PER_POINT)
