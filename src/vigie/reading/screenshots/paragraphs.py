"""Turns without bubbles: lines of one column, parted by gaps, by labels and by short lines."""

from collections.abc import Sequence

from vigie.reading.engines import Line
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.text import rows

WIDER_GAP = 1.22


def paragraphs(lines: Sequence[Line], right_edge: int) -> list[list[Line]]:
    """Groups of lines that one person wrote in one go; `right_edge` is where text must wrap."""
    ordered = rows(lines)
    pitch = _pitch(ordered)
    groups: list[list[Line]] = []
    before: list[Line] | None = None
    for row in ordered:
        if before is None or _parts(before, row, pitch, right_edge):
            groups.append([])
        groups[-1].extend(row)
        before = row
    return groups


def _pitch(ordered: Sequence[Sequence[Line]]) -> float:
    """The least usual distance between two rows of one text, in pixels."""
    steps = sorted(_step(one, other) for one, other in zip(ordered, ordered[1:], strict=False))
    usual = [step for step in steps if step > 0]
    return usual[len(usual) // 5] if usual else 0.0


def _step(one: Sequence[Line], other: Sequence[Line]) -> float:
    return boxes.middle(other[0].box)[1] - boxes.middle(one[0].box)[1]


def _parts(before: Sequence[Line], row: Sequence[Line], pitch: float, right_edge: int) -> bool:
    if _step(before, row) > WIDER_GAP * max(pitch, boxes.height(before[0].box)):
        return True
    return _would_fit(before[-1], row[0], right_edge)


def _would_fit(before: Line, after: Line, right_edge: int) -> bool:
    """Whether the next line's first word had room on the line before: no wrap, so a new turn."""
    letter = boxes.width(after.box) / max(1, len(after.text))
    word = after.text.split(" ", 1)[0]
    return before.box[2] + (len(word) + 3.5) * letter < right_edge
