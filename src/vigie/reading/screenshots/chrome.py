"""What surrounds the chat: status bar, header and title above, text field and keyboard below."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from vigie.kernel.conversations import Box
from vigie.reading.engines import Line, Pixels
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.canvas import WIDTH
from vigie.reading.screenshots.ink import apart, saturation
from vigie.reading.screenshots.levels import most
from vigie.reading.screenshots.regions import Region
from vigie.reading.screenshots.times import TRAILING
from vigie.reading.screenshots.words import Name, is_time, says

HEADER_SHARE = 0.24
NAMELESS_SHARE = 0.15
LOOSE_HEADER_SHARE = 0.15
PHONE_DIGITS = 8
NARROWEST_FIELD = 0.45
VIVID = 60
SAME_FILL = 12
SAME_EDGE = 8
LEAST_TITLE = 0.76
NOT_NAMES: tuple[Name, ...] = ("pinned", "presence", "me", "receipt")
AROUND_NAME = re.compile(r"^[<‹←«(|\s]+(?=\w)|(?<=[\w.])(?:\s+[^\w\s.)!?]+|\s*[>›»]+)$")
STATUS = re.compile(r".*(\d ?%|\b[2345]G\b|LTE|\d{1,2}:\d{2}).*")


@dataclass(frozen=True, slots=True)
class Placed:
    """A line and the area behind it, when there is one."""

    line: Line
    region: Region | None
    bubble: bool


@dataclass(frozen=True, slots=True)
class Chrome:
    """The rows between which the chat lies, the title, and the words of what lies around it."""

    top: int
    bottom: int
    title: str | None = None
    prompt: str | None = None
    edge_above: bool = False
    edge_below: bool = False
    subtitles: tuple[str, ...] = ()
    panels: tuple[str, ...] = ()
    quick: bool = False


def full_width_edges(pixels: Pixels) -> list[int]:
    """The rows where nearly every column changes colour: the borders of bars."""
    levels = np.ascontiguousarray(pixels[:, ::4])
    if levels.shape[0] < 3:
        return []
    change = most(cv2.absdiff(levels[2:], levels[:-2])) > 3
    strong = change.mean(axis=1) > 0.85
    return [int(row) + 1 for row in np.flatnonzero(strong)]


def chrome_of(pixels: Pixels, placed: Sequence[Placed]) -> Chrome:
    """Finds the bars above and below the chat."""
    edges = full_width_edges(pixels)
    bottom, prompt, edge_below = _bottom(pixels, placed, edges)
    body = [each for each in placed if boxes.middle(each.line.box)[1] < bottom]
    top, title, edge_above = _top(pixels, body, edges)
    top = min(top, bottom)
    above = tuple(each.line.text for each in body if boxes.middle(each.line.box)[1] < top)
    return Chrome(top, bottom, title, prompt, edge_above, edge_below, above)


def _top(
    pixels: Pixels, placed: Sequence[Placed], edges: Sequence[int]
) -> tuple[int, str | None, bool]:
    high = pixels.shape[0]
    first = min(
        (
            each.region.box[1]
            for each in placed
            if each.bubble and each.region and not _is_unread(each, high)
        ),
        default=high,
    )
    limit = min(HEADER_SHARE * high, first + 4)
    last = max((edge for edge in edges if 0.03 * high < edge <= limit), default=None)
    floor = LOOSE_HEADER_SHARE * high if last is None else last
    above = [
        each.line
        for each in placed
        if boxes.middle(each.line.box)[1] < min(floor, first) and not each.bubble
    ]
    title = _title(above, high)
    if last is not None and (title or last < NAMELESS_SHARE * high):
        return last, _named(title), True
    if title is None:
        return _below_status(above, high), None, False
    under = [
        each for each in above if 0 < each.box[1] - title.box[1] < 2.2 * boxes.height(title.box)
    ]
    small = [
        each
        for each in under
        if boxes.height(each.box) < 0.95 * boxes.height(title.box) or says("presence", each.text)
    ]
    return max(each.box[3] for each in [title, *small]) + 2, _named(title), False


def _is_unread(each: Placed, high: int) -> bool:
    """Whether a bubble is but the count of other unread chats, beside a header's arrow."""
    across, down = boxes.middle(each.line.box)
    return each.line.text.isdecimal() and across < 0.25 * WIDTH and down < NAMELESS_SHARE * high


def _starts_chat(line: Line, high: int) -> bool:
    """Whether a line is a date or the owner's label, which stand below any header."""
    dated = says("date", line.text) and not is_time(line.text)
    timed = TRAILING.match(line.text)
    name = timed["text"].strip() if timed else line.text
    return says("me", name) or (dated and not _in_status(line, high))


def _named(title: Line | None) -> str | None:
    """A title's words without the arrow before them or what is left of a drawing after."""
    return AROUND_NAME.sub("", title.text) if title else None


def _title(lines: Sequence[Line], high: int) -> Line | None:
    started = [each.box[1] for each in lines if _starts_chat(each, high)]
    kept = [
        each
        for each in lines
        if each.box[1] < min(started, default=high)
        and not _in_status(each, high)
        and _is_name(each.text)
        and not any(says(name, each.text) for name in NOT_NAMES)
    ]
    if not kept:
        return None
    tallest = max(boxes.height(each.box) for each in kept)
    return min(
        (each for each in kept if boxes.height(each.box) > LEAST_TITLE * tallest),
        key=lambda each: each.box[1],
    )


def _is_name(text: str) -> bool:
    letters = sum(each.isalpha() for each in text)
    digits = sum(each.isdigit() for each in text)
    return (letters > 1 or digits >= PHONE_DIGITS) and not says("date", text) and not is_time(text)


def _in_status(line: Line, high: int) -> bool:
    middle = boxes.middle(line.box)[1]
    return middle < 0.015 * high or (middle < 0.06 * high and STATUS.match(line.text) is not None)


def _below_status(lines: Sequence[Line], high: int) -> int:
    status = [each.box[3] for each in lines if _in_status(each, high) and STATUS.match(each.text)]
    return max(status, default=0)


def _bottom(
    pixels: Pixels, placed: Sequence[Placed], edges: Sequence[int]
) -> tuple[int, str | None, bool]:
    high = pixels.shape[0]
    floor = _keyboard_top(placed, high)
    low = [
        each
        for each in placed
        if floor - 0.16 * high < boxes.middle(each.line.box)[1] < floor
        and boxes.middle(each.line.box)[1] > 0.3 * high
    ]
    field = max(
        (each for each in low if says("placeholder", each.line.text)),
        key=lambda each: each.line.box[1],
        default=None,
    ) or _draft(low, placed, floor, high)
    if field is None:
        return _under(edges, floor, high), None, floor < high
    top = field.line.box[1] - 4
    if field.bubble and field.region is not None:
        top = min(top, field.region.box[1])
    near = [edge for edge in edges if top - 0.05 * high < edge <= top + 2]
    prompt = field.line.text if says("placeholder", field.line.text) else None
    return max(near, default=top), prompt, bool(near)


def _under(edges: Sequence[int], floor: int, high: int) -> int:
    """Without a text field: the border of an empty bar, if one is there."""
    near = [edge for edge in edges if floor - 0.1 * high < edge <= floor]
    return min(near, default=floor)


def _draft(low: Sequence[Placed], placed: Sequence[Placed], floor: int, high: int) -> Placed | None:
    """A text field that holds other words: the last fill, seen nowhere else, hugging the floor."""
    for each in low:
        region = each.region
        if region is None or not each.bubble or floor - region.box[3] > 0.06 * high:
            continue
        others = [
            other.region
            for other in placed
            if other.bubble and other.region is not None and other.region != region
        ]
        wide = boxes.width(region.box) > NARROWEST_FIELD * WIDTH
        plain = saturation(region.fill) < VIVID and len(others) > 2
        if wide and plain and not any(_is_sibling(other, region) for other in others):
            return each
    return None


def _is_sibling(one: Region, other: Region) -> bool:
    """Whether two areas share a fill or an edge, as two bubbles of one voice do."""
    if apart(one.fill, other.fill) < SAME_FILL:
        return True
    return any(abs(one.box[side] - other.box[side]) < SAME_EDGE for side in (0, 2))


def _has_neighbour(key: Box, keys: Sequence[Box]) -> bool:
    """Whether a key is wide as a row, or has others on its row, as a short answer has not."""
    return boxes.width(key) > NARROWEST_FIELD * WIDTH or any(
        other != key and boxes.same_row(key, other) for other in keys
    )


def _keyboard_top(placed: Sequence[Placed], high: int) -> int:
    """The top of the keyboard, or the bottom of the screen when there is none."""
    keys = [
        each.line.box
        for each in placed
        if boxes.middle(each.line.box)[1] > 0.45 * high and says("key", each.line.text)
    ]
    keys = [box for box in keys if _has_neighbour(box, keys)]
    rows = {round(boxes.middle(box)[1] / (0.02 * high)) for box in keys}
    if len(keys) < 6 or len(rows) < 3:
        return high
    return min(box[1] for box in keys) - round(0.015 * high)
