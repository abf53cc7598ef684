"""Lines that lie on the page itself: separators, labels, receipts, and turns without bubbles."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from vigie.kernel.conversations import Box
from vigie.reading.engines import Line
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.bubbles import Bubble
from vigie.reading.screenshots.words import is_time, says

BELOW = 8
SMALL = 0.87
FACE = 2.5
SHORT_NAME_CHARS = 16
MARK_CHARS = 3
Role = Literal["separator", "label", "receipt", "time", "caption", "text"]


@dataclass(frozen=True, slots=True)
class Loose:
    """One line on the page and what it is there for."""

    line: Line
    role: Role


def body_height(bubbles: Sequence[Bubble], loose: Sequence[Line]) -> float:
    """The height of a line of ordinary text, in working pixels."""
    sizes = [
        boxes.height(line.box) for each in bubbles for line in each.lines if len(line.text) > 5
    ]
    return float(median(sizes or [boxes.height(line.box) for line in loose] or [30]))


def roles(lines: Sequence[Line], bubbles: Sequence[Bubble], wide: int) -> list[Loose]:
    """What each line on the page is, from its words, its place and its size."""
    body = body_height(bubbles, lines)
    column = _column(lines)
    return [Loose(line, _role(line, bubbles, body, column, wide)) for line in lines]


def _role(
    line: Line, bubbles: Sequence[Bubble], body: float, column: int | None, wide: int
) -> Role:
    small = boxes.height(line.box) < SMALL * body
    if is_time(line.text) and (not _centred(line.box, wide) or _beside(line, bubbles)):
        return "time"
    if _beside(line, bubbles) and (small or not any(each.isalpha() for each in line.text)):
        return "receipt"
    if _centred(line.box, wide) and not _in_column(line, column, wide):
        return "separator"
    if says("receipt", line.text):
        return "receipt"
    if says("caption", line.text):
        return "caption"
    if bubbles and len(line.text) <= MARK_CHARS and not any(each.isalpha() for each in line.text):
        return "receipt"
    if bubbles and _heads(line, bubbles, body) and (small or _is_short_name(line.text)):
        return "label"
    return "receipt" if bubbles and small else "text"


def _is_short_name(text: str) -> bool:
    """Whether words as large as the rest can still be but a name, or a handle."""
    if len(text) > SHORT_NAME_CHARS or len(text.split()) > 2:
        return False
    handle = " " not in text and any(each.isdigit() or each in "._" for each in text[:-1])
    return text[:1].isupper() or handle


def _beside(line: Line, bubbles: Sequence[Bubble]) -> bool:
    """Whether a bubble stands on the line's row, as one does beside its time."""
    middle = boxes.middle(line.box)[1]
    return any(bubble.box[1] < middle < bubble.box[3] + BELOW for bubble in bubbles)


def _column(lines: Sequence[Line]) -> int | None:
    """The left edge that at least three lines share, when they do."""
    starts = [line.box[0] for line in lines]
    shared = {start: sum(abs(start - other) < 8 for other in starts) for start in starts}
    best = max(shared, key=lambda start: shared[start], default=None)
    return best if best is not None and shared[best] >= 3 else None


def _in_column(line: Line, column: int | None, wide: int) -> bool:
    return column is not None and abs(line.box[0] - column) < 8 and column < 0.25 * wide


def _centred(box: Box, wide: int) -> bool:
    before, after = box[0], wide - box[2]
    return abs(before - after) < 0.06 * wide and min(before, after) > 0.06 * wide


def _heads(line: Line, bubbles: Sequence[Bubble], body: float) -> bool:
    """Whether a short line stands right above a left bubble, at its edge or its face's."""
    if len(line.text) > 30:
        return False
    return any(
        0 <= bubble.box[1] - line.box[3] + 6 < 1.2 * body
        and -FACE * body <= line.box[0] - bubble.box[0] < 3 * body
        and bubble.side == "left"
        for bubble in bubbles
    )
