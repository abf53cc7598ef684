"""What an app lays between a chat and its bars: requests, cards of who writes, quick answers."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from vigie.kernel.conversations import Box
from vigie.reading.engines import Line, Pixels
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.canvas import WIDTH
from vigie.reading.screenshots.chrome import Chrome, Placed, full_width_edges
from vigie.reading.screenshots.levels import away_from
from vigie.reading.screenshots.words import says

LOWEST_SHARE = 0.55
TALLEST_SHARE = 0.16
BANNER_SHARE = 0.06
BORDER_SHARE = 0.04
WIDE_PANEL = 0.8
OFF_CENTRE = 0.06
ABOVE_WORDS = 6
QUICK_SHARE = 0.09
QUICK_LEAST, QUICK_MOST = 0.06, 0.17
QUICK_OBLONG = (1.15, 2.4)
QUICK_FEWEST = 3
FAR_LEFT = 0.2
UNLIKE_PAGE = 7
SAME_PX = 5
INITIALS = 2


def within_panels(pixels: Pixels, placed: Sequence[Placed], chrome: Chrome) -> Chrome:
    """The chat's rows less those of panels, whose words are kept apart for they name the app."""
    top = _under_card(placed, _under_banner(placed, chrome))
    asked, quick = _above_request(pixels, placed), _above_quick(pixels, chrome)
    bottom = quick if asked is None else min(asked, chrome.bottom)
    rows = (top, max(top, bottom))
    words = tuple(each.line.text for each in placed if _is_taken(each.line, chrome, rows))
    above = chrome.edge_above and top == chrome.top
    shown = replace(chrome, top=top, bottom=rows[1], edge_above=above, panels=words)
    return replace(shown, quick=quick < chrome.bottom)


def _is_taken(line: Line, chrome: Chrome, rows: tuple[int, int]) -> bool:
    middle = boxes.middle(line.box)[1]
    return chrome.top < middle <= rows[0] or rows[1] <= middle


def _above_request(pixels: Pixels, placed: Sequence[Placed]) -> int | None:
    """The top of a question with its buttons below it, at the bottom of a screen."""
    high = pixels.shape[0]
    low = [each for each in placed if boxes.middle(each.line.box)[1] > LOWEST_SHARE * high]
    asked = [each for each in low if says("request", each.line.text) and not _is_said(each)]
    asked = [each for each in asked if any(_is_choice_of(other, each, high) for other in low)]
    if not asked:
        return None
    first = min(asked, key=lambda each: each.line.box[1])
    top = first.line.box[1] - ABOVE_WORDS
    if first.bubble and first.region is not None:
        return min(top, first.region.box[1])
    edges = full_width_edges(pixels)
    return max((edge for edge in edges if top - BORDER_SHARE * high < edge <= top), default=top)


def _is_said(each: Placed) -> bool:
    """Whether words stand in a bubble narrower than a panel: somebody wrote them."""
    narrow = each.region is not None and boxes.width(each.region.box) < WIDE_PANEL * WIDTH
    return each.bubble and narrow


def _is_choice_of(other: Placed, asked: Placed, high: int) -> bool:
    down = other.line.box[1] - asked.line.box[1]
    return 0 < down < TALLEST_SHARE * high and says("choice", other.line.text)


def _under_banner(placed: Sequence[Placed], chrome: Chrome) -> int:
    """The bottom of a row of two buttons right below the header, such as those of a stranger."""
    choices = [
        each.line.box
        for each in placed
        if not _is_said(each) and says("choice", each.line.text) and _is_near(each.line, chrome)
    ]
    paired = [
        box
        for box in choices
        if boxes.width(box) > WIDE_PANEL * WIDTH / 2
        or any(other != box and boxes.same_row(other, box) for other in choices)
    ]
    return max([chrome.top, *(box[3] + 2 for box in paired)])


def _is_near(line: Line, chrome: Chrome) -> bool:
    return 0 < boxes.middle(line.box)[1] - chrome.top < BANNER_SHARE * max(chrome.bottom, WIDTH)


def _under_card(placed: Sequence[Placed], chrome_top: int) -> int:
    """The bottom of a card of who writes: centred lines at the head of a chat, before any turn."""
    inside = [each for each in placed if boxes.middle(each.line.box)[1] > chrome_top]
    said = [each.region for each in inside if each.bubble and each.region and not _is_face(each)]
    first = min((region.box[1] for region in said), default=10**9)
    told = [
        each.line.box[3] + 2
        for each in inside
        if each.line.box[3] <= first and _is_centred(each.line.box)
        if says("profile", each.line.text)
    ]
    return max([chrome_top, *told])


def _is_face(each: Placed) -> bool:
    """Whether a letter or two stand in the middle of a screen, as an initial above a card does."""
    return len(each.line.text) <= INITIALS and _is_centred(each.line.box)


def _is_centred(box: Box) -> bool:
    return abs(box[0] - (WIDTH - box[2])) < OFF_CENTRE * WIDTH


def _above_quick(pixels: Pixels, chrome: Chrome) -> int:
    """The top of a row of small like fills, evenly spaced above the text field."""
    start = max(0, chrome.bottom - round(QUICK_SHARE * pixels.shape[0]))
    band = pixels[start : chrome.bottom]
    if min(band.shape[:2]) < SAME_PX:
        return chrome.bottom
    red, green, blue = (int(level) for level in np.median(band[:, [2, 3, -4, -3]], axis=(0, 1)))
    mask = (away_from(band, (red, green, blue)) > UNLIKE_PAGE).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    pills = [
        (int(x), int(y) + start, int(x + wide), int(y + high) + start)
        for x, y, wide, high, _area in stats[1:count]
        if _is_pill(int(wide), int(high))
    ]
    rows = [[box for box in pills if _is_like(box, first)] for first in pills]
    row = max(rows, key=len, default=[])
    return min(box[1] for box in row) if _is_even(row) else chrome.bottom


def _is_pill(wide: int, high: int) -> bool:
    return (
        QUICK_LEAST * WIDTH < wide < QUICK_MOST * WIDTH
        and QUICK_OBLONG[0] < wide / high < QUICK_OBLONG[1]
    )


def _is_like(one: Box, other: Box) -> bool:
    """Whether two fills have one size and stand on one row."""
    edges = abs(one[1] - other[1]), abs(one[3] - other[3]), boxes.width(one) - boxes.width(other)
    return all(abs(each) <= SAME_PX for each in edges)


def _is_even(row: Sequence[Box]) -> bool:
    starts = sorted(box[0] for box in row)
    steps = np.diff(starts)
    if len(row) < QUICK_FEWEST or starts[0] > FAR_LEFT * WIDTH:
        return False
    return bool(np.ptp(steps) <= 2 * SAME_PX)
