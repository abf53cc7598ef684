"""What is to be read apart in one picture, upright and flat, with the way back to its pixels."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from statistics import fmean

from vigie.kernel.conversations import Box, Turn
from vigie.kernel.registry import Sample
from vigie.reading.cautions import PHOTOGRAPH, TOO_POOR
from vigie.reading.engines import Engine, Line, Pixels
from vigie.reading.screenshots.collages import parts_of_collage
from vigie.reading.screenshots.photos import is_photo, upright
from vigie.reading.screenshots.shapes import ScreenReading

FEWEST_LINES = 3
LEAST_SCORE = 0.95
Read = Callable[[Pixels, Engine], ScreenReading]


@dataclass(frozen=True, slots=True)
class Part:
    """One screen in a picture; `original` leads a box of its pixels back to the picture's."""

    pixels: Pixels
    original: Callable[[Box], Box]
    photo: bool = False


@dataclass(slots=True)
class _Heard:
    """An engine, and how sure it was of each line of some length that it read."""

    engine: Engine
    name: str = "heard"
    samples: tuple[Sample, ...] = ()
    scores: list[float] = field(default_factory=list)

    def lines(self, pixels: Pixels) -> tuple[Line, ...]:
        read = self.engine.lines(pixels)
        self.scores += [line.score for line in read if len(line.text) > 2]
        return read


def read_parts(pixels: Pixels, engine: Engine, read: Read) -> ScreenReading:
    """The reading of every screen of a picture as one, boxes in the picture's own pixels."""
    parts = parts_of(pixels)
    readings = []
    for part in parts:
        heard = _Heard(engine)
        reading = read(part.pixels, heard)
        readings.append(_judged(reading, heard.scores) if part.photo else reading)
    return together(parts, readings)


def _judged(reading: ScreenReading, scores: Sequence[float]) -> ScreenReading:
    """A photograph's reading with its warning; nothing of one that is too poor to be read.

    The engine's scores say nothing of one line, but all fall when a whole picture is blurred.
    """
    if len(scores) < FEWEST_LINES or fmean(scores) < LEAST_SCORE:
        return ScreenReading((), warnings=(TOO_POOR,))
    return replace(reading, warnings=(PHOTOGRAPH, *reading.warnings))


def parts_of(pixels: Pixels) -> tuple[Part, ...]:
    """The screens of a picture in the order they are read: one, or the two of a collage."""
    if is_photo(pixels):
        seen = upright(pixels)
        return (Part(seen.pixels, seen.original, photo=True),)
    boxes = parts_of_collage(pixels) or ((0, 0, pixels.shape[1], pixels.shape[0]),)
    return tuple(
        Part(pixels[top:bottom, left:right], _moved(left, top))
        for left, top, right, bottom in boxes
    )


def _moved(across: int, down: int) -> Callable[[Box], Box]:
    def original(box: Box) -> Box:
        left, top, right, bottom = box
        return left + across, top + down, right + across, bottom + down

    return original


def together(parts: Sequence[Part], readings: Sequence[ScreenReading]) -> ScreenReading:
    """The readings of a picture's parts as one, boxes in the picture's own pixels."""
    turns: list[Turn] = []
    for part, reading in zip(parts, readings, strict=True):
        turns += [_placed(turn, part, len(turns)) for turn in reading.turns]
    platforms = [each.platform for each in readings if each.platform != "unknown"]
    warnings = [warning for each in readings for warning in each.warnings]
    return ScreenReading(
        tuple(turns),
        next((each.title for each in readings if each.title), None),
        platforms[0] if platforms else "unknown",
        tuple(dict.fromkeys(warnings)),
    )


def _placed(turn: Turn, part: Part, before: int) -> Turn:
    return replace(
        turn,
        n=turn.n + before,
        reply_to=None if turn.reply_to is None else turn.reply_to + before,
        box=None if turn.box is None else part.original(turn.box),
    )
