"""What is seen on a screenshot before it is understood: lines, areas, bars, bubbles."""

from dataclasses import dataclass, replace
from statistics import median

from vigie.reading.engines import Engine, Line, Pixels
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.bubbles import (
    Bubble,
    bubbles_of,
    has_outline,
    is_count,
    is_mostly_bare,
    is_reaction,
)
from vigie.reading.screenshots.canvas import Canvas
from vigie.reading.screenshots.chrome import Chrome, Placed, chrome_of
from vigie.reading.screenshots.discs import without_discs
from vigie.reading.screenshots.emoji import without_emoji
from vigie.reading.screenshots.emojis import with_emoji
from vigie.reading.screenshots.missed import missed
from vigie.reading.screenshots.panels import within_panels
from vigie.reading.screenshots.regions import Areas
from vigie.reading.screenshots.sides import sided
from vigie.reading.screenshots.splits import parted
from vigie.reading.screenshots.text import cleaned
from vigie.reading.screenshots.wordless import Drawn, overlaid, wordless
from vigie.reading.screenshots.words import is_time

FRAGMENT = 0.78
LARGEST_LETTER = 3.5


@dataclass(frozen=True, slots=True)
class Seen:
    """The chat's bubbles with their sides, the lines on its page, and the bars around it."""

    pixels: Pixels
    chrome: Chrome
    bubbles: tuple[Bubble, ...]
    loose: tuple[Line, ...]
    body: float
    drawn: tuple[Drawn, ...] = ()


def see(canvas: Canvas, engine: Engine) -> Seen:
    """Reads the lines, then finds the areas behind them."""
    pixels = canvas.pixels
    read = lines_of(canvas, engine)
    lines = [kept for line in read if (kept := without_emoji(pixels, line)) is not None]
    areas = Areas(pixels, lines)
    placed = without_discs([_placed(areas, line) for line in lines])
    chrome = within_panels(pixels, placed, chrome_of(pixels, placed))
    inside = [each for each in placed if _in_chat(each.line, chrome)]
    body = float(median([boxes.height(each.line.box) for each in inside] or [30]))
    whole = [each for each in inside if not _is_fragment(each.line, chrome, body)]
    whole = [each for each in whole if not _is_shape(each.line, body)]
    grown, loose = bubbles_of(pixels, whole)
    found = [part for each in grown for part in parted(pixels, each)]
    bubbles = [each for each in found if _is_said(pixels, each, body)]
    loose += [line for each in found if each not in bubbles for line in each.lines]
    rows = (chrome.top, chrome.bottom)
    drawn = wordless(pixels, bubbles, loose, rows, body)
    bubbles += missed(pixels, found, rows, body, engine, [each.box for each in drawn])
    loose = [line for line in loose if not overlaid(line.box, drawn)]
    bubbles = [each for each in bubbles if not overlaid(each.box, drawn)]
    shown = [_clipped(each, chrome) for each in bubbles if not is_reaction(each, bubbles, body)]
    told = [with_emoji(pixels, each, body) for each in sided(shown, canvas.width, body)]
    return Seen(pixels, chrome, tuple(told), tuple(loose), body, tuple(drawn))


def lines_of(canvas: Canvas, engine: Engine) -> list[Line]:
    """The cleaned lines of a screenshot, read at its own size and placed on the canvas."""
    read = [replace(line, box=canvas.working(line.box)) for line in engine.lines(canvas.sharpest)]
    return [kept for line in read if (kept := cleaned(line)) is not None]


def _placed(areas: Areas, line: Line) -> Placed:
    region = areas.behind(line)
    return Placed(line, region, areas.is_bubble(region))


def _in_chat(line: Line, chrome: Chrome) -> bool:
    return chrome.top < boxes.middle(line.box)[1] < chrome.bottom


def _is_fragment(line: Line, chrome: Chrome, body: float) -> bool:
    """Whether a line is only the upper or the lower part of letters cut by a bar."""
    touching = line.box[1] < chrome.top + 6 or line.box[3] > chrome.bottom - 6
    return touching and boxes.height(line.box) < FRAGMENT * body


def _is_shape(line: Line, body: float) -> bool:
    """Whether a letter or two are far larger than words: what an engine reads in a drawing."""
    return len(line.text) <= 2 and boxes.height(line.box) > LARGEST_LETTER * body


def _is_said(pixels: Pixels, bubble: Bubble, body: float) -> bool:
    """Whether an area is a turn's: no time, no count of reactions, no letter in a picture."""
    if _is_time(bubble, body) or is_count(pixels, bubble, body) or is_mostly_bare(bubble, body):
        return False
    return has_outline(pixels, bubble)


def _is_time(bubble: Bubble, body: float) -> bool:
    """Whether a supposed bubble is but a small time beside or below another."""
    small = all(boxes.height(line.box) < 0.93 * body for line in bubble.lines)
    return small and len(bubble.lines) == 1 and is_time(bubble.text)


def _clipped(bubble: Bubble, chrome: Chrome) -> Bubble:
    left, top, right, bottom = bubble.box
    return replace(bubble, box=(left, max(top, chrome.top), right, min(bottom, chrome.bottom)))
