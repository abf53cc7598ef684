"""Drawings kept among lines of text, so that who speaks is told for both in the same way."""

from collections.abc import Sequence
from typing import cast

from vigie.kernel.conversations import TurnKind
from vigie.reading.engines import Line, Pixels
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.emojis import lines_with_emoji
from vigie.reading.screenshots.wordless import Drawn

MARK = "\ue000"
FARTHEST_EMOJI = 7
ROOM = 0.25
ALONE = 1.35


def marked(drawn: Drawn) -> Line:
    """A drawing as a line: its emoji, else a mark that says its kind."""
    return Line(drawn.text or MARK + drawn.kind, drawn.box, 1.0)


def kind_marked(lines: Sequence[Line]) -> TurnKind | None:
    """The kind that a drawing's mark says; None of words."""
    words = lines[0].text if lines else ""
    return cast("TurnKind", words.removeprefix(MARK)) if words.startswith(MARK) else None


def stands_alone(line: Line, size: float) -> bool:
    """Whether a line is a drawing, or emoji drawn too large to go on with the words before."""
    wordless = not any(each.isalnum() for each in line.text) and any(
        ord(each) > 0x2190 for each in line.text
    )
    return line.text.startswith(MARK) or (wordless and boxes.height(line.box) > ALONE * size)


def told(pixels: Pixels, lines: Sequence[Line], body: float) -> list[Line]:
    """The lines of a page without bubbles, each with the emoji in it and right after it."""
    return [_told(pixels, line, lines, body) for line in lines]


def _told(pixels: Pixels, line: Line, lines: Sequence[Line], body: float) -> Line:
    left, top, right, bottom = line.box
    after = [
        each.box[0] for each in lines if each.box[0] >= right and boxes.same_row(each.box, line.box)
    ]
    end = min([right + round(FARTHEST_EMOJI * body), pixels.shape[1] - 4, *after])
    room = round(ROOM * body)
    around = (max(0, left - 14), top - room, max(end, right + 2), bottom + room)
    parts = sorted(lines_with_emoji(pixels, around, [line], body), key=lambda each: each.box[0])
    text = " ".join(each.text for each in parts)
    return Line(text, line.box, line.score) if parts else line


def apart_from_lines(drawn: Sequence[Drawn], lines: Sequence[Line]) -> list[Drawn]:
    """The drawings less the emoji that stand on the row of a line, which that line holds."""
    return [
        each
        for each in drawn
        if not each.text or not any(boxes.same_row(each.box, line.box) for line in lines)
    ]
