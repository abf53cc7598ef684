"""Chats without bubbles where a thin coloured bar runs along each turn, as in Snapchat."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from vigie.kernel.conversations import Box, Side
from vigie.reading.engines import Line, Pixels
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.bubbles import Bubble
from vigie.reading.screenshots.ink import apart, ink_of
from vigie.reading.screenshots.levels import saturations
from vigie.reading.screenshots.paragraphs import inner_pitch, paragraphs, pitch_of
from vigie.reading.screenshots.voices import SAME_VOICE, Named, voices
from vigie.reading.screenshots.words import Colour

THICKEST = 10
SHORTEST = 18
SATURATED = 50
FARTHEST_LABEL = 0.15
LETTER_SHARE = 0.75
LEAST_BESIDE = 0.45
LEAST_FULL = 0.6
NAME_GAP = 24
BEFORE = 12
NAME_INDENT = 16
LEAST_WIDTH = 0.85
SHADE_WIDTH = 0.8
FARTHEST_WORDS = 0.8


@dataclass(frozen=True, slots=True)
class Bar:
    """One thin upright bar and its colour."""

    box: Box
    colour: Colour


@dataclass(frozen=True, slots=True)
class Said:
    """A turn without a bubble: who, on which side, in which lines; `sure` of the side."""

    lines: tuple[Line, ...]
    side: Side
    author: str | None = None
    time: str | None = None
    sure: bool = True
    quoted: str = ""


def bars_of(
    pixels: Pixels, bubbles: Sequence[Bubble], lines: Sequence[Line], top: int, bottom: int
) -> list[Bar]:
    """The bars at the left of the chat, in no bubble and no letter; at least two line up.

    There are none unless they explain the chat: most lines stand beside a bar or name one.
    """
    free = [
        box
        for box in _upright(pixels[top:bottom, : pixels.shape[1] // 6], top)
        if not any(boxes.share_inside(box, each.box) > 0.5 for each in bubbles)
        and not any(_is_letter(box, line) for line in lines)
    ]
    lined = [box for box in free if sum(abs(box[0] - other[0]) <= 4 for other in free) >= 2]
    outer = [box for box in lined if not any(_is_before(other, box) for other in lined)]
    bars = [Bar(box, _colour(pixels, box)) for box in outer]
    beside = sum(any(_beside(line, bar) for bar in bars) for line in lines)
    names = sum(any(_names(line, bar) for bar in bars) for line in lines)
    return bars if beside >= LEAST_BESIDE * (len(lines) - names) else []


def unshaded(
    bubbles: Sequence[Bubble], bars: Sequence[Bar], wide: int
) -> tuple[list[Bubble], list[Bubble]]:
    """The bubbles, and apart those that are but the shade of a saved turn from its bar on."""
    shades = [
        each
        for each in bubbles
        if boxes.width(each.box) > SHADE_WIDTH * wide
        and any(_starts_at(each.box, bar.box) for bar in bars)
    ]
    return [each for each in bubbles if each not in shades], shades


def _starts_at(shade: Box, bar: Box) -> bool:
    shared = min(shade[3], bar[3]) - max(shade[1], bar[1])
    near = bar[0] - BEFORE <= shade[0] <= bar[2] + BEFORE
    return near and shared > 0.8 * boxes.height(shade)


def _upright(part: Pixels, top: int) -> list[Box]:
    """The thin upright strokes of a coloured ink in the left of a chat that begins at `top`."""
    if not part.size:
        return []
    mask = (saturations(part) > SATURATED).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    return [
        (int(x), int(y) + top, int(x + w), int(y + h) + top)
        for x, y, w, h, area in stats[1:count]
        if w <= THICKEST and h >= SHORTEST and h > 2.5 * w and area > LEAST_FULL * w * h
    ]


def _is_before(other: Box, box: Box) -> bool:
    """Whether another bar runs at the left of this one, which then marks a quote."""
    shared = min(other[3], box[3]) - max(other[1], box[1])
    return other[0] < box[0] - 4 and shared > 0.6 * boxes.height(box)


def said_along(
    pixels: Pixels,
    bars: Sequence[Bar],
    lines: Sequence[Line],
    title: str | None = None,
    shades: Sequence[Box] = (),
) -> list[Said]:
    """The turns beside the bars, in order; a coloured line above a bar is who speaks."""
    lines = [line for line in lines if not _is_aside(line, pixels.shape[1])]
    edge = max([LEAST_WIDTH * pixels.shape[1], *(line.box[2] for line in lines)])
    ordered = sorted(bars, key=lambda bar: bar.box[1])
    own = [[line for line in lines if _beside(line, bar)] for bar in ordered]
    pitch = inner_pitch(own) or pitch_of(lines)
    taken = {id(line) for each in own for line in each}
    labels = [line for line in lines if id(line) not in taken and line.box[0] < pixels.shape[1] / 3]
    named, spoken = [], []
    for bar, beside in zip(ordered, own, strict=True):
        first = min(beside, key=lambda line: line.box[1], default=None)
        inside = first is not None and len(beside) > 1 and _coloured_like(pixels, first, bar)
        label = first if inside else _label_above(labels, bar)
        spoken.append([_without_stroke(line) for line in beside if not inside or line is not first])
        named.append(Named(bar.colour, label.text if label else None))
    return [
        Said(tuple(group), voice.side, voice.author, sure=voice.sure)
        for voice, rest in zip(voices(named, title), spoken, strict=True)
        for part in _by_shade(rest, shades)
        for group in paragraphs(part, round(edge), pitch)
    ]


def _is_aside(line: Line, wide: int) -> bool:
    """Whether emoji stand at the far right of a row, as reactions to its turn do."""
    wordless = not any(each.isalnum() for each in line.text)
    return wordless and line.box[0] > FARTHEST_WORDS * wide


def _by_shade(lines: Sequence[Line], shades: Sequence[Box]) -> list[list[Line]]:
    """The lines of one bar, those on each shade apart: a shade is that of one turn."""
    parts: list[list[Line]] = []
    before: Box | None = None
    for line in sorted(lines, key=lambda each: boxes.middle(each.box)[1]):
        on = next((box for box in shades if boxes.share_inside(line.box, box) > 0.5), None)
        if not parts or on != before:
            parts.append([])
        parts[-1].append(line)
        before = on
    return parts


def _without_stroke(line: Line) -> Line:
    """A line less the upright stroke that an engine reads in the bar before it."""
    return Line(line.text.removeprefix("|").lstrip() or line.text, line.box, line.score)


def _is_letter(box: Box, line: Line) -> bool:
    """Whether a stroke is one of a line's letters: an engine's box may begin on a true bar."""
    inside = boxes.share_inside(box, line.box) > 0.5
    return inside and boxes.height(box) < LETTER_SHARE * boxes.height(line.box)


def apart_from_bars(lines: Sequence[Line], bars: Sequence[Bar], wide: int) -> list[Line]:
    """The lines that are neither beside a bar nor a name above one: separators, mostly."""
    return [
        line
        for line in lines
        if line.box[0] > FARTHEST_LABEL * wide and not any(_beside(line, bar) for bar in bars)
    ]


def _beside(line: Line, bar: Bar) -> bool:
    middle = boxes.middle(line.box)[1]
    return bar.box[1] - 4 <= middle <= bar.box[3] + 4 and line.box[0] >= bar.box[0] - BEFORE


def _names(line: Line, bar: Bar) -> bool:
    """Whether a line stands right above a bar, at its edge, as a name does."""
    gap = bar.box[1] - line.box[3]
    return -NAME_GAP / 2 <= gap < NAME_GAP and abs(line.box[0] - bar.box[0]) < NAME_INDENT


def _label_above(labels: Sequence[Line], bar: Bar) -> Line | None:
    """The nearest label above a bar, however many turns of the same voice lie between."""
    above = [line for line in labels if line.box[3] <= bar.box[1] + 8]
    return max(above, key=lambda line: line.box[3], default=None)


def _coloured_like(pixels: Pixels, line: Line, bar: Bar) -> bool:
    return apart(ink_of(pixels, line.box), bar.colour) < SAME_VOICE


def _colour(pixels: Pixels, box: Box) -> Colour:
    part = pixels[box[1] : box[3], box[0] : box[2]].reshape(-1, 3)
    red, green, blue = (int(level) for level in np.median(part, axis=0))
    return red, green, blue
