"""Engines: optical character recognition, one file each; pixels in, lines of text out."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from vigie.kernel.conversations import Box
from vigie.kernel.registry import Registry, Sample

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; `box` is left, top, right, bottom in pixels.

    `score` orders an engine's own readings; it is no probability and must not be shown as one.
    """

    text: str
    box: Box
    score: float


class Engine(Protocol):
    """Reads every line of text in an image (height x width x 3, 8-bit RGB)."""

    name: str
    samples: tuple[Sample, ...]

    def lines(self, pixels: Pixels) -> tuple[Line, ...]:
        """The lines found, in no promised order; none of a blank image."""
        ...


engines: Registry[Engine] = Registry("vigie.reading.engines")
