"""The colour that a line of text is written in."""

import numpy as np

from vigie.kernel.conversations import Box
from vigie.reading.engines import Pixels
from vigie.reading.screenshots.words import Colour


def ink_of(pixels: Pixels, box: Box) -> Colour:
    """The colour farthest from the ground of a line: the mean of its most contrasted pixels."""
    part = pixels[max(0, box[1]) : box[3], max(0, box[0]) : box[2]].reshape(-1, 3).astype(np.int16)
    if not len(part):
        return (0, 0, 0)
    ground = np.median(part, axis=0)
    far = np.abs(part - ground).max(axis=1)
    chosen = part[far >= max(1.0, 0.75 * float(far.max()))]
    red, green, blue = (int(level) for level in (chosen.mean(axis=0) if len(chosen) else ground))
    return red, green, blue


def apart(one: Colour, other: Colour) -> int:
    """How far two colours are: the largest difference of a channel, 0..255."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def saturation(colour: Colour) -> int:
    """How coloured a colour is: its largest channel less its smallest, 0..255."""
    return max(colour) - min(colour)
