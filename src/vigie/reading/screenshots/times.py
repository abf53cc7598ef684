"""Times written inside bubbles: they are times, not text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vigie.kernel.conversations import Box
from vigie.reading.engines import Line
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.canvas import WIDTH
from vigie.reading.screenshots.text import rows
from vigie.reading.screenshots.words import is_time

MARK = r"(?:(?:modifié|edited|modifiée)\s*)?"
NEAR_EDGE = 0.12
MOSTLY_TIMED = 0.8
TICKS = r"(?:\s[AaPp])?[\s✓√✔vVwWsS/\\.,|l‹›<>_-]{0,6}"
TIME = r"\d{1,2}[:h.]\d{2}(?:\s?[AaPp]\.?[Mm]\.?)?"
TRAILING = re.compile(rf"^(?P<text>.*?)\s*(?P<mark>{MARK})(?P<time>{TIME}){TICKS}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Timed:
    """A bubble's lines without its time."""

    lines: tuple[Line, ...]
    time: str | None = None
    edited: bool = False


def timed(bubble_lines: Sequence[Sequence[Line]], bubble_boxes: Sequence[Box]) -> list[Timed]:
    """Takes the time out of each bubble; a time at the end of words only if bubbles show times."""
    alone = [_alone(lines) for lines in bubble_lines]
    ended = [_ends(lines, box) for lines, box in zip(bubble_lines, bubble_boxes, strict=True)]
    shown = sum(each is not None for each in alone)
    near = [each if is_near else None for each, is_near in ended]
    usual = shown + sum(each is not None for each in near) > 0.6 * len(alone) and len(alone) > 1
    usual = usual and (shown > 0 or len(alone) > 2)
    timely = shown + sum(each is not None for each, _ in ended)
    usual = usual or (timely > MOSTLY_TIMED * len(alone) and len(alone) > 2)
    return [
        first or (last if usual and last else Timed(tuple(lines)))
        for lines, first, (last, _) in zip(bubble_lines, alone, ended, strict=True)
    ]


def _alone(lines: Sequence[Line]) -> Timed | None:
    """The time when it is a line of its own on the last row."""
    ordered = rows(lines)
    if not ordered or sum(map(len, ordered)) < 2:
        return None
    last = ordered[-1][-1]
    found = TRAILING.match(last.text)
    if found is None or found["text"] or not is_time(found["time"]):
        return None
    others = [line for line in lines if line is not last]
    tallest = max(boxes.height(line.box) for line in others)
    if boxes.height(last.box) > 0.97 * tallest and len(ordered[-1]) < 2:
        return None
    return Timed(tuple(others), found["time"], bool(found["mark"]))


def _ends(lines: Sequence[Line], box: Box) -> tuple[Timed | None, bool]:
    """The time read together with the words before it, and whether it is near the right edge."""
    ordered = rows(lines)
    found = TRAILING.match(ordered[-1][-1].text) if ordered else None
    if found is None:
        return None, False
    last = ordered[-1][-1]
    others = [line for line in lines if line is not last]
    if found["text"]:
        others.append(Line(found["text"], last.box, last.score))
    near = box[2] - last.box[2] <= NEAR_EDGE * WIDTH
    return Timed(tuple(others), found["time"], bool(found["mark"])), near
