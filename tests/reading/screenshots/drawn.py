"""Screens drawn with rectangles, and an engine that reads what was put on them."""

from dataclasses import dataclass, field

import numpy as np

from vigie.kernel.conversations import Box
from vigie.kernel.registry import Sample
from vigie.reading.engines import Line, Pixels

WIDE, HIGH = 720, 1500
PAGE, LEFT, RIGHT, BAR = (255, 255, 255), (225, 225, 225), (10, 120, 250), (180, 180, 180)
INK_HIGH = 30


@dataclass
class Screen:
    """A screen 720 pixels wide; lines of text are dark strips the engine knows the words of."""

    pixels: Pixels = field(default_factory=lambda: np.full((HIGH, WIDE, 3), 255, np.uint8))
    lines_drawn: list[Line] = field(default_factory=list)
    name: str = "drawn"
    samples: tuple[Sample, ...] = ()

    def fill(self, box: Box, colour: tuple[int, int, int]) -> "Screen":
        """A rectangle of one colour."""
        self.pixels[box[1] : box[3], box[0] : box[2]] = colour
        return self

    def text(
        self, words: str, left: int, top: int, ink: tuple[int, int, int] = (20, 20, 20)
    ) -> "Screen":
        """A line of words: a comb of strokes, 12 pixels a letter."""
        right = left + 12 * len(words)
        self.pixels[top + 6 : top + INK_HIGH - 6, left:right:6] = ink
        self.pixels[top + 6 : top + INK_HIGH - 6, left + 1 : right : 6] = ink
        self.lines_drawn.append(Line(words, (left, top, right, top + INK_HIGH), 0.9))
        return self

    def bubble(self, words: str, side: str, top: int) -> "Screen":
        """A bubble of one line, 60 pixels high, at its side."""
        wide = 12 * len(words) + 40
        left = 20 if side == "left" else WIDE - 20 - wide
        self.fill((left, top, left + wide, top + 60), LEFT if side == "left" else RIGHT)
        return self.text(words, left + 20, top + 15)

    def lines(self, pixels: Pixels) -> tuple[Line, ...]:
        """The lines drawn, whatever the image, placed on it as on a larger copy."""
        times = max(1, pixels.shape[1] // WIDE)
        return tuple(_enlarged(each, times) for each in self.lines_drawn)


def _enlarged(line: Line, times: int) -> Line:
    left, top, right, bottom = (edge * times for edge in line.box)
    return Line(line.text, (left, top, right, bottom), line.score)
