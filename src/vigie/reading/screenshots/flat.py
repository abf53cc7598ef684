"""Chats without bubbles or bars: a name, perhaps a time, then lines in one column."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vigie.kernel.conversations import Side
from vigie.reading.engines import Line, Pixels
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.bars import Said
from vigie.reading.screenshots.ink import apart, ink_of
from vigie.reading.screenshots.paragraphs import paragraphs, pitch_of
from vigie.reading.screenshots.text import rows
from vigie.reading.screenshots.times import TRAILING
from vigie.reading.screenshots.words import Colour, is_time, says

LONGEST_LABEL = 28
OTHER_INK = 50
FADED_INK = 40


@dataclass(frozen=True, slots=True)
class _Spread:
    """How text is laid out: the width of the page and the step between rows, in pixels."""

    wide: int
    pitch: float


def said_flat(pixels: Pixels, lines: Sequence[Line]) -> list[Said]:
    """The turns among lines of plain page; a coloured or timed short line is who speaks."""
    spread = _Spread(pixels.shape[1], pitch_of(lines))
    body = _body_ink(pixels, lines)
    ordered = rows(lines)
    said: list[Said] = []
    author: str | None = None
    time: str | None = None
    held: list[Line] = []
    labelled = False
    for place, row in enumerate(ordered):
        label = _label(pixels, row, body, last=place == len(ordered) - 1)
        if label is None:
            held += [line for line in row if not is_time(line.text)]
            continue
        said += _turns(held, author, time, spread, labelled=labelled)
        held, labelled = [], True
        author, time = label
    return said + _turns(held, author, time, spread, labelled=labelled)


def _turns(
    lines: Sequence[Line], author: str | None, time: str | None, spread: _Spread, *, labelled: bool
) -> list[Said]:
    mine = author is not None and says("me", author)
    made = []
    for side, group in _by_alignment(lines, spread.wide):
        right_edge = max((line.box[2] for line in group), default=0)
        edge = max(right_edge, round(0.9 * spread.wide)) if labelled else right_edge
        shown: Side = "right" if mine else side
        made += [
            Said(tuple(each), shown, None if mine else author, time, labelled)
            for each in paragraphs(group, edge, spread.pitch)
        ]
    return made


def _by_alignment(lines: Sequence[Line], wide: int) -> list[tuple[Side, list[Line]]]:
    """Runs of rows hugging the same margin."""
    runs: list[tuple[Side, list[Line]]] = []
    for row in rows(lines):
        before, after = row[0].box[0], wide - row[-1].box[2]
        side: Side = "right" if before > 0.25 * wide and after < 0.5 * before else "left"
        if not runs or runs[-1][0] != side:
            runs.append((side, []))
        runs[-1][1].extend(row)
    return runs


def _label(
    pixels: Pixels, row: Sequence[Line], body: Colour, *, last: bool
) -> tuple[str, str | None] | None:
    """The name and the time of a row that only says who speaks."""
    text = " ".join(line.text for line in row)
    timed = TRAILING.match(text)
    name = timed["text"] if timed else text
    if last or not 1 < len(name) <= LONGEST_LABEL or row[0].box[0] > pixels.shape[1] / 3:
        return None
    if says("deleted", text):
        return None
    coloured = apart(ink_of(pixels, row[0].box), body) > OTHER_INK
    if timed and (len(row) > 1 or coloured or _fades(pixels, row[0])):
        return name.strip(), timed["time"]
    if len(row) == 1 and coloured:
        return name, None
    return None


def _fades(pixels: Pixels, line: Line) -> bool:
    """Whether a line ends in another ink than it begins in, as a name before its time does."""
    left, top, right, bottom = line.box
    third = (right - left) // 3
    first, last = (left, top, left + third, bottom), (right - third, top, right, bottom)
    return apart(ink_of(pixels, first), ink_of(pixels, last)) > FADED_INK


def _body_ink(pixels: Pixels, lines: Sequence[Line]) -> Colour:
    """The commonest ink, lines weighing what they hold."""
    inks = [
        ink_of(pixels, line.box) for line in lines for _ in range(1 + boxes.width(line.box) // 80)
    ]
    if not inks:
        return (0, 0, 0)
    red, green, blue = (int(level) for level in np.median(np.array(inks), axis=0))
    return red, green, blue
