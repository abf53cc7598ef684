"""The colour that a line of text is written in."""

import cv2
import numpy as np
import numpy.typing as npt

from vigie.kernel.conversations import Box
from vigie.reading.engines import Pixels
from vigie.reading.screenshots.levels import most
from vigie.reading.screenshots.words import Colour


def ink_of(pixels: Pixels, box: Box) -> Colour:
    """The colour farthest from the ground of a line: the mean of its most contrasted pixels."""
    part = pixels[max(0, box[1]) : box[3], max(0, box[0]) : box[2]].reshape(-1, 3).astype(np.int16)
    if not len(part):
        return (0, 0, 0)
    ground = np.median(part, axis=0)
    far = most(np.abs(part - ground))
    chosen = part[far >= max(1.0, 0.75 * float(far.max()))]
    red, green, blue = (int(level) for level in (chosen.mean(axis=0) if len(chosen) else ground))
    return red, green, blue


def apart(one: Colour, other: Colour) -> int:
    """How far two colours are: the largest difference of a channel, 0..255."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def saturation(colour: Colour) -> int:
    """How coloured a colour is: its largest channel less its smallest, 0..255."""
    return max(colour) - min(colour)


def like(pixels: Pixels, colour: npt.ArrayLike, most: float) -> npt.NDArray[np.uint8]:
    """Where no channel of a pixel is more than `most` from a colour: 255 there, 0 elsewhere."""
    middle = np.asarray(colour, dtype=np.float64)
    lowest, highest = np.ceil(middle - most).clip(0, 255), np.floor(middle + most).clip(0, 255)
    return np.asarray(cv2.inRange(pixels, lowest, highest), dtype=np.uint8)


def largest_channel(pixels: Pixels) -> npt.NDArray[np.uint8]:
    """The largest of the three channels of each pixel."""
    one, two, three = cv2.split(pixels)
    return np.asarray(cv2.max(cv2.max(one, two), three), dtype=np.uint8)
