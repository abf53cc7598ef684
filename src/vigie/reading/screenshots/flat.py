"""Chats without bubbles or bars: a name, perhaps a time, then lines in one column."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import median

import numpy as np

from vigie.kernel.conversations import Side
from vigie.reading.engines import Line, Pixels
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.bars import Said
from vigie.reading.screenshots.headings import heading_in, parted_from_time
from vigie.reading.screenshots.ink import apart, ink_of
from vigie.reading.screenshots.marks import kind_marked
from vigie.reading.screenshots.paragraphs import paragraphs, pitch_of
from vigie.reading.screenshots.text import rows
from vigie.reading.screenshots.words import Colour, is_time, says

LONGEST_LABEL = 28
OTHER_INK = 50
INDENT, AFTER_NAME = 9, 50
LAST_LETTER = 0x2190


@dataclass(frozen=True, slots=True)
class _Spread:
    """How text is laid out: the width of the page and the step between rows, in pixels."""

    wide: int
    pitch: float


@dataclass(slots=True)
class _Block:
    """What one person writes below their name, until the next name."""

    author: str | None = None
    time: str | None = None
    labelled: bool = False
    quoted: str = ""
    held: list[Line] = field(default_factory=list)


def said_flat(pixels: Pixels, lines: Sequence[Line], title: str | None = None) -> list[Said]:
    """The turns among lines of plain page; a coloured or timed short line is who speaks.

    `title` is who speaks where only a time can be read.
    """
    spread = _Spread(pixels.shape[1], pitch_of(lines))
    body, column = _body_ink(pixels, lines), _column(lines)
    ordered = rows(lines)
    said: list[Said] = []
    block = _Block()
    for place, row in enumerate(ordered):
        last = place == len(ordered) - 1
        marks = [line for line in row if kind_marked([line])]
        words = [line for line in row if line not in marks]
        label = words and _label_of(pixels, words, (body, column, title), last=last)
        if label:
            said += _turns(block, spread)
            block = _Block(*label, labelled=True, held=marks)
        elif block.labelled and not block.held and not last and _is_quote(row, column):
            block.quoted += " ".join(line.text for line in row)
        else:
            block.held += [line for line in row if not is_time(line.text)]
    return said + _turns(block, spread)


def _label_of(
    pixels: Pixels, row: Sequence[Line], page: tuple[Colour, int, str | None], *, last: bool
) -> tuple[str | None, str | None] | None:
    """Who speaks and when, if a row says but that on a page of this ink, column and title."""
    body, column, title = page
    return _label(pixels, row, body, last=last) or _bare_time(row, column, title, last=last)


def _column(lines: Sequence[Line]) -> int:
    """The left edge of most lines."""
    return round(median([line.box[0] for line in lines] or [0]))


def _bare_time(
    row: Sequence[Line], column: int, title: str | None, *, last: bool
) -> tuple[str | None, str | None] | None:
    """The time of a row whose name cannot be read, as it is too pale."""
    alone = len(row) == 1 and is_time(row[0].text) and not last
    return (title, row[0].text) if alone and row[0].box[0] > column + AFTER_NAME else None


def _is_quote(row: Sequence[Line], column: int) -> bool:
    """Whether a row stands a little in from the column, as words that are answered do."""
    return INDENT < row[0].box[0] - column < AFTER_NAME and any(
        each.isalpha() for each in row[0].text
    )


def _turns(block: _Block, spread: _Spread) -> list[Said]:
    mine = block.author is not None and says("me", block.author)
    made: list[Said] = []
    for side, group in _by_alignment(block.held, spread.wide):
        right_edge = max((line.box[2] for line in group), default=0)
        edge = max(right_edge, round(0.9 * spread.wide)) if block.labelled else right_edge
        shown: Side = "right" if mine else side
        author = None if mine else block.author
        made += [
            Said(tuple(each), shown, author, block.time, sure=block.labelled)
            for each in paragraphs(group, edge, spread.pitch)
        ]
    return [replace(made[0], quoted=block.quoted), *made[1:]] if made else []


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
    timed = heading_in(text)
    name = timed.name if timed else text
    if not 1 < len(name) <= LONGEST_LABEL or row[0].box[0] > pixels.shape[1] / 3:
        return None
    if last and not timed:
        return None
    if says("deleted", text) or not any(each.isalpha() for each in name):
        return None
    coloured = apart(ink_of(pixels, row[0].box), body) > OTHER_INK
    if timed and (coloured or parted_from_time(pixels, row, timed)):
        return name, timed.time
    if len(row) == 1 and coloured and not any(ord(each) > LAST_LETTER for each in name):
        return name, None
    return None


def _body_ink(pixels: Pixels, lines: Sequence[Line]) -> Colour:
    """The commonest ink, lines weighing what they hold."""
    inks = [
        ink_of(pixels, line.box) for line in lines for _ in range(1 + boxes.width(line.box) // 80)
    ]
    if not inks:
        return (0, 0, 0)
    red, green, blue = (int(level) for level in np.median(np.array(inks), axis=0))
    return red, green, blue
