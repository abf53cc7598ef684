"""Replies whose quoted words hang above the bubble, in a paler one of their own."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from rapidfuzz import fuzz

from vigie.kernel.conversations import Turn
from vigie.reading.engines import Line, Pixels
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.bubbles import Bubble
from vigie.reading.screenshots.drafts import behind_bar
from vigie.reading.screenshots.emoji import follows_emoji
from vigie.reading.screenshots.ink import apart
from vigie.reading.screenshots.words import says

SAME_WORDS = 85
COLUMN = 10
HOLLOW = 5


def without_hanging_quotes(
    pixels: Pixels, bubbles: Sequence[Bubble], loose: Sequence[Line], body: float
) -> list[Bubble]:
    """The bubbles, each pale one that hangs on the next counted as what the next quotes."""
    captions = [line for line in loose if says("caption", line.text)]
    hollow = [each.box for each in bubbles if _is_hollow(pixels, each)]
    ordered = sorted(bubbles, key=lambda each: each.box[1])
    kept: list[Bubble] = []
    held: Bubble | None = None
    for place, bubble in enumerate(ordered):
        after = ordered[place + 1] if place + 1 < len(ordered) else None
        if after is not None and (
            _hangs(bubble, after, captions, ordered, body)
            or (bubble.box in hollow and after.box not in hollow and _is_under(bubble, after, body))
        ):
            held = bubble
            continue
        if held is not None:
            bubble = replace(bubble, quoted=(*bubble.quoted, *held.lines))
            held = None
        kept.append(bubble)
    return kept


def _is_hollow(pixels: Pixels, bubble: Bubble) -> bool:
    """Whether a bubble is but an outline on the page."""
    page = np.median(pixels[bubble.box[1] : bubble.box[3], [2, 3, -4, -3]], axis=(0, 1))
    return bool(np.abs(page - np.array(bubble.fill)).max() < HOLLOW)


def _is_under(bubble: Bubble, after: Bubble, body: float) -> bool:
    """Whether small words, no notice, stand right above a bubble of the same side."""
    small = all(boxes.height(line.box) < 0.93 * body for line in bubble.lines)
    near = after.box[1] - bubble.box[3] <= 0.5 * body and after.side == bubble.side
    return small and near and bool(bubble.lines) and not says("deleted", bubble.text)


def _hangs(
    bubble: Bubble,
    after: Bubble,
    captions: Sequence[Line],
    bubbles: Sequence[Bubble],
    body: float,
) -> bool:
    gap = after.box[1] - bubble.box[3]
    if bubble.side == "centre" or gap > 0.5 * body:
        return False
    headed = any(
        -6 <= bubble.box[1] - line.box[3] < body and line.box[0] < bubble.box[2]
        for line in captions
    )
    if headed:
        return True
    alone = sum(apart(bubble.fill, each.fill) < 5 for each in bubbles) < 2
    small = all(boxes.height(line.box) < 0.93 * body for line in bubble.lines)
    return gap <= 1 and alone and small and bool(bubble.lines)


def answered(turns: Sequence[Turn], quoted: Sequence[str]) -> tuple[Turn, ...]:
    """The turns with `reply_to` set where the quoted words are those of an earlier turn."""
    return tuple(
        replace(turn, reply_to=_earlier(turns[:place], words)) if words else turn
        for place, (turn, words) in enumerate(zip(turns, quoted, strict=True))
    )


def _earlier(turns: Sequence[Turn], words: str) -> int | None:
    for turn in reversed(turns):
        if len(turn.text) > 3 and fuzz.partial_ratio(turn.text, words) >= SAME_WORDS:
            return turn.n
    return None


def without_inner_quotes(
    pixels: Pixels, bubbles: Sequence[Bubble], lines: Sequence[Line], after: int
) -> tuple[list[Bubble], list[Line]]:
    """A chat without bubbles, less the words quoted behind a bar within its column of text.

    `after` is the right edge of the bars that run along the turns themselves, 0 without any.
    """
    column = Counter(line.box[0] // COLUMN for line in lines).most_common(1)
    inside = after + 3 if after else COLUMN * column[0][0] - 4 if column else 0
    kept = [
        line
        for line in lines
        if says("call", line.text)
        or not (behind_bar(pixels, line, inside) or follows_emoji(pixels, line))
    ]
    return [each for each in bubbles if not _is_block(pixels, each, inside)], kept


def _is_block(pixels: Pixels, bubble: Bubble, inside: int) -> bool:
    """Whether a fill starts right after a thin bar, as a block of quoted words does."""
    left, top, _, bottom = bubble.box
    if not inside - COLUMN <= left <= inside + 3 * COLUMN or left < 16:
        return False
    rows = slice(top + (bottom - top) // 4, max(top + 1, bottom - (bottom - top) // 4))
    strip = np.median(pixels[rows, left - 16 : left].astype(np.int16), axis=0)
    page = strip[0]
    unlike_page = np.abs(strip - page).max(axis=1) > 40
    unlike_fill = np.abs(strip - np.array(bubble.fill, dtype=np.int16)).max(axis=1) > 40
    return bool(3 <= int((unlike_page & unlike_fill).sum()) <= 12)
