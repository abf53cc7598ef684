"""Turns without bubbles: lines of one column, parted by gaps, by labels and by short lines."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from vigie.reading.engines import Line
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.marks import stands_alone
from vigie.reading.screenshots.text import rows

WIDER_GAP = 1.17
WIDER_GAP_BEFORE_CAPITAL = 1.06
TIGHTEST_LEAD = 0.9
LOOSEST_LEAD = 1.3
LOOSEST_INNER_LEAD = 1.8
LEAD = 1.15
LOOSE_LEAD = 1.17
EVEN = 1.12


def pitch_of(lines: Sequence[Line]) -> float:
    """The usual distance between two rows of one text, in pixels: the least that is common."""
    ordered = rows(lines)
    size = median([boxes.height(line.box) for line in lines] or [30])
    steps = sorted(
        step
        for one, other in pairwise(ordered)
        if TIGHTEST_LEAD * size < (step := _step(one, other)) < LOOSEST_LEAD * size
    )
    return steps[len(steps) // 8] if steps else 1.15 * size


def inner_pitch(blocks: Sequence[Sequence[Line]]) -> float | None:
    """The least distance between two rows of one block, in pixels; None without two such rows.

    Rows that are all as far apart, and far, may each be a turn: less is then said.
    """
    size = median([boxes.height(line.box) for block in blocks for line in block] or [30])
    steps = [
        step
        for block in blocks
        for one, other in pairwise(rows(block))
        if TIGHTEST_LEAD * size < (step := _step(one, other)) < LOOSEST_INNER_LEAD * size
    ]
    least = min(steps, default=None)
    if least is None or least < LOOSE_LEAD * size or max(steps) > EVEN * least:
        return least
    return least / EVEN


def paragraphs(lines: Sequence[Line], right_edge: int, pitch: float) -> list[list[Line]]:
    """Groups of lines that one person wrote in one go; `right_edge` is where text must wrap."""
    groups: list[list[Line]] = []
    before: list[Line] | None = None
    for row in rows(lines):
        if before is None or _parts(before, row, pitch, right_edge):
            groups.append([])
        groups[-1].extend(row)
        before = row
    return groups


def _step(one: Sequence[Line], other: Sequence[Line]) -> float:
    return boxes.middle(other[0].box)[1] - boxes.middle(one[0].box)[1]


def _parts(before: Sequence[Line], row: Sequence[Line], pitch: float, right_edge: int) -> bool:
    if any(stands_alone(line, pitch / LEAD) for line in (*before, *row)):
        return True
    starts = row[0].text[:1].isupper()
    wider = WIDER_GAP_BEFORE_CAPITAL if starts else WIDER_GAP
    return _step(before, row) > wider * pitch or _would_fit(before[-1], row[0], right_edge)


def _would_fit(before: Line, after: Line, right_edge: int) -> bool:
    """Whether the next line's first word had room on the line before: no wrap, so a new turn."""
    letter = boxes.width(after.box) / max(1, len(after.text))
    word = after.text.split(" ", 1)[0]
    return before.box[2] + (len(word) + 3.5) * letter < right_edge
