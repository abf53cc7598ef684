"""Differences of colour over many pixels, without the slow reductions over three channels."""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from vigie.reading.engines import Pixels
from vigie.reading.screenshots.words import Colour

Levels = npt.NDArray[Any]
Bytes = npt.NDArray[np.uint8]


def most(levels: Levels) -> Levels:
    """The largest of the three channels, the last axis."""
    return np.maximum(np.maximum(levels[..., 0], levels[..., 1]), levels[..., 2])


def least(levels: Levels) -> Levels:
    """The smallest of the three channels, the last axis."""
    return np.minimum(np.minimum(levels[..., 0], levels[..., 1]), levels[..., 2])


def saturations(pixels: Levels) -> Levels:
    """How coloured each pixel is: its largest channel less its smallest."""
    return most(pixels) - least(pixels)


def away_from(pixels: Pixels, colour: Colour) -> Bytes:
    """How far each pixel is from one colour: the largest difference of a channel, 0..255."""
    plain = np.empty_like(pixels)
    plain[...] = np.array(colour, dtype=np.uint8)
    return np.asarray(most(cv2.absdiff(np.ascontiguousarray(pixels), plain)), dtype=np.uint8)
