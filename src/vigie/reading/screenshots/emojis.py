"""Emoji put among the words where they stand, as the engine reads none of them."""

from collections.abc import Sequence
from dataclasses import replace

from vigie.kernel.conversations import Box
from vigie.reading.engines import Line, Pixels
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.bubbles import Bubble
from vigie.reading.screenshots.patches import Patch, patches_in

SIDE_BY_SIDE = 0.5


def with_emoji(pixels: Pixels, bubble: Bubble, body: float) -> Bubble:
    """The bubble with its emoji among its lines, those of what it quotes left out."""
    top = max((line.box[3] for line in bubble.quoted), default=bubble.box[1])
    box = (bubble.box[0], top, bubble.box[2], bubble.box[3])
    return replace(bubble, lines=lines_with_emoji(pixels, box, bubble.lines, body))


def lines_with_emoji(
    pixels: Pixels, box: Box, lines: Sequence[Line], body: float
) -> tuple[Line, ...]:
    """The lines of a box of one ground with its emoji as lines of their own, words cut at them."""
    shown = list(lines)
    for run in runs(patches_in(pixels, box, lines, body)):
        shown = [part for line in shown for part in _cut(line, run)] + [run]
    return tuple(shown)


def runs(patches: Sequence[Patch]) -> list[Line]:
    """Emoji that stand side by side, as one line each."""
    found: list[Line] = []
    for patch in patches:
        before = found[-1] if found else None
        if before is not None and _continues(before.box, patch.box):
            whole = boxes.around([before.box, patch.box])
            found[-1] = Line(before.text + patch.name, whole, 1.0)
        else:
            found.append(Line(patch.name, patch.box, 1.0))
    return found


def _continues(before: Box, after: Box) -> bool:
    gap = after[0] - before[2]
    return boxes.same_row(before, after) and -4 <= gap < SIDE_BY_SIDE * boxes.height(after)


def _cut(line: Line, run: Line) -> list[Line]:
    """A line cut in two where emoji stand in it."""
    left, top, right, bottom = line.box
    start, end = run.box[0], run.box[2]
    wide = right - left - (end - start)
    if (
        not boxes.same_row(line.box, run.box)
        or min(end, right) - max(start, left) <= 0
        or wide <= 0
    ):
        return [line]
    place = _place(line.text, (start - left) / wide)
    before, after = line.text[:place].strip(), line.text[place:].strip()
    parts = [
        (before, (left, top, max(left + 1, start), bottom)),
        (after, (end, top, max(right, end + 1), bottom)),
    ]
    return [Line(text, box, line.score) for text, box in parts if text]


def _place(text: str, share: float) -> int:
    """The place nearest to a share of the text where two words part, or an end."""
    wanted = round(max(0.0, min(1.0, share)) * len(text))
    spaces = [0, *(n for n, each in enumerate(text) if each == " "), len(text)]
    return min(spaces, key=lambda n: abs(n - wanted))
