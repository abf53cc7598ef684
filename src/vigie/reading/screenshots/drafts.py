"""A turn in the making, from a bubble: author, quote, time and words told apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from vigie.kernel.conversations import Box, Side, TurnKind
from vigie.reading.engines import Line, Pixels
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.bubbles import Bubble
from vigie.reading.screenshots.headings import Heading, without_headings
from vigie.reading.screenshots.hidden import is_hidden
from vigie.reading.screenshots.ink import apart, ink_of, saturation
from vigie.reading.screenshots.levels import away_from, most
from vigie.reading.screenshots.text import joined, rows, without_edited
from vigie.reading.screenshots.times import Timed, timed
from vigie.reading.screenshots.waves import is_wave
from vigie.reading.screenshots.words import says

LONGEST_LABEL = 30
THICKEST_BAR = 12
TINTED = 20
OFF_CENTRE = 0.06
NARROWEST_VOICE = 140
MOST_LETTERS = 3
USUAL_LINE = 34.0
UNLIKE_FILL = 12
ICONS = re.compile(r"^[^\w«\"']+(?=\w)|\s[\u2190-\U0010ffff]+$")


@dataclass(frozen=True, slots=True)
class Draft:
    """A turn before it is numbered; its box is in working pixels."""

    box: Box
    side: Side
    text: str = ""
    kind: TurnKind = "text"
    author: str | None = None
    time: str | None = None
    quoted: str = ""
    edited: bool = False
    forwarded: bool = False
    check: bool = False
    reactions: tuple[str, ...] = ()


def drafts_of(pixels: Pixels, bubbles: Sequence[Bubble]) -> list[Draft]:
    """One draft per bubble."""
    parted = [_without_quote(pixels, _as_notice(pixels, each)) for each in bubbles]
    spoken = [each for each in parted if each.side != "centre"]
    told = without_headings(pixels, spoken)
    bare = [bubble for bubble, _ in told]
    times = timed([each.lines for each in bare], [each.box for each in bare])
    made = [
        _draft(pixels, bubble, found, heading)
        for (bubble, heading), found in zip(told, times, strict=True)
    ]
    return made + [_notice(each) for each in parted if each.side == "centre"]


def kind_of(text: str) -> TurnKind:
    """What a text says about its turn: an app's own notice, or plain words."""
    words = without_icons(text)
    if says("deleted", words):
        return "deleted"
    return "call" if says("call", words) else "text"


def without_icons(text: str) -> str:
    """The text without what is drawn before or after it, as beside an app's own notice."""
    return ICONS.sub("", text)


def _draft(pixels: Pixels, whole: Bubble, found: Timed, heading: Heading | None) -> Draft:
    bubble = replace(whole, lines=found.lines)
    label, lines = _label(pixels, bubble) if heading is None else (heading.name, found.lines)
    forwarded = len(lines) > 1 and says("caption", lines[0].text)
    text, edited = without_edited(joined(lines[1:] if forwarded else lines))
    kind = kind_of(text)
    text = text if kind == "text" else without_icons(text)
    waves = sum(map(str.isalpha, text)) <= MOST_LETTERS and is_wave(pixels, bubble.box)
    if waves or (is_voice(text) and boxes.width(bubble.box) > NARROWEST_VOICE):
        kind, text = "audio", ""
    elif sum(map(str.isalpha, text)) <= MOST_LETTERS and _is_hidden(pixels, whole, lines):
        kind, text = "masked", ""
    touching = any(_touches(line, bubble) for line in bubble.lines)
    return Draft(
        bubble.box,
        bubble.side or "left",
        text,
        kind,
        label,
        heading.time if heading else found.time,
        joined(bubble.quoted),
        found.edited or edited,
        forwarded,
        check=not bubble.sure or touching,
    )


def _is_hidden(pixels: Pixels, bubble: Bubble, lines: Sequence[Line]) -> bool:
    """Whether a bubble of next to no words holds a blot; what is not of its words is no blot."""
    if bubble.quoted:
        return False
    others = [line.box for line in bubble.lines if line not in lines]
    return is_hidden(pixels, bubble.box, USUAL_LINE, others)


def is_voice(text: str) -> bool:
    """Whether words are but a duration, beside what an engine makes of drawn waves."""
    if sum(each.isalpha() for each in text) > MOST_LETTERS:
        return False
    lasts = re.search(r"\b\d{1,2}:[0-5]\d\b|\b0:0", text) is not None
    return lasts or "|" in text or "::" in text


def _as_notice(pixels: Pixels, bubble: Bubble) -> Bubble:
    """A bubble in the middle of a screen that holds an app's own words, which has no side."""
    off = abs(bubble.box[0] - (pixels.shape[1] - bubble.box[2]))
    own = says("notice", joined(bubble.lines)) and off < OFF_CENTRE * pixels.shape[1]
    return replace(bubble, side="centre") if own else bubble


def _notice(bubble: Bubble) -> Draft:
    return Draft(bubble.box, "centre", joined(bubble.lines), "system", check=not bubble.sure)


def _touches(line: Line, bubble: Bubble) -> bool:
    """Whether a line sticks out of its bubble, as a line of two bubbles would."""
    return line.box[0] < bubble.box[0] - 4 or line.box[2] > bubble.box[2] + 4


def _label(pixels: Pixels, bubble: Bubble) -> tuple[str | None, list[Line]]:
    """The sender's name when the first row of a left bubble has an ink of its own."""
    ordered = rows(bubble.lines)
    lines = [line for row in ordered for line in row]
    if bubble.side != "left" or len(lines) < 2 or (len(ordered) < 2 and not bubble.quoted):
        return None, lines
    first, rest = lines[0], lines[1:]
    ink = ink_of(pixels, first.box)
    others = [ink_of(pixels, line.box) for line in rest]
    coloured = saturation(ink) > TINTED and all(apart(ink, other) > 55 for other in others)
    if coloured and len(first.text) <= LONGEST_LABEL:
        return first.text, rest
    return None, lines


def _without_quote(pixels: Pixels, bubble: Bubble) -> Bubble:
    """The bubble with the lines that stand behind an upright bar counted as quoted."""
    marked = [
        line for line in bubble.lines if behind_bar(pixels, line, _fill_start(pixels, bubble, line))
    ]
    if not marked or len(marked) == len(bubble.lines):
        return bubble
    kept = tuple(line for line in bubble.lines if line not in marked)
    return replace(bubble, lines=kept, quoted=(*bubble.quoted, *marked))


def _fill_start(pixels: Pixels, bubble: Bubble, line: Line) -> int:
    """The first column of a bubble's own colour at a line: its tail may make its box wider."""
    start, end = bubble.box[0] + 5, line.box[0]
    part = pixels[line.box[1] + 3 : line.box[3] - 3, start:end]
    if not part.size:
        return start
    like = (away_from(part, bubble.fill) < UNLIKE_FILL).mean(axis=0) > 0.5
    return start + int(like.argmax()) if like.any() else start


def behind_bar(pixels: Pixels, line: Line, inside: int) -> bool:
    """Whether a thin bar unlike the ground runs down the left of a line, right of `inside`."""
    left, top, _, bottom = line.box
    start, end = max(inside, left - 34), left - 1
    part = pixels[top + 3 : bottom - 3, start : max(start, end)].astype(np.int16)
    if part.shape[0] < 6 or part.shape[1] < 8:
        return False
    ground = np.median(part[:, -3:], axis=1, keepdims=True)
    far = (most(np.abs(part - ground)) > 32).mean(axis=0) > 0.95
    return bool(far.any()) and int(far.sum()) <= THICKEST_BAR and not far[-3:].any()
