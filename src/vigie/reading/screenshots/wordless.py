"""What is drawn in the chat without words: pictures, voice notes, stickers, hidden turns, emoji."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from vigie.kernel.conversations import Box, TurnKind
from vigie.reading.engines import Line, Pixels
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.bubbles import Bubble
from vigie.reading.screenshots.cutouts import is_cut_out
from vigie.reading.screenshots.glyphs import UNKNOWN
from vigie.reading.screenshots.hidden import is_hidden
from vigie.reading.screenshots.ink import apart
from vigie.reading.screenshots.levels import away_from, most, saturations
from vigie.reading.screenshots.patches import patches_in
from vigie.reading.screenshots.waves import is_wave
from vigie.reading.screenshots.words import Colour, is_time

DIFFERENT = 14
MOST_COVERED = 0.6
OPENED = 15
BROADEST = 0.94
MOST_WORDS = 0.12
LARGE_WIDE, LARGE_HIGH = 0.2, 0.13
LEAST_FULL = 0.75
LEAST_EVEN = 0.8
OTHER_INK = 24
MOST_EMOJI = 6
FARTHEST_IN = 42
TALLEST_EMOJI = 3.4
LOWEST_EMOJI = 0.75
TALLEST_STICKER = 7.0
VIVID = 50
CLOSED = 0.3
LEAST_COVERED = 0.6
WIDEST_FACE = 0.15
ROUND = 0.07
NEAR_EDGE, NEAR_FACE = 0.06, 0.07
BESIDE = 0.4
TALLER = 1.6
PLAY_SHARE = 0.32
CENTRED = 0.08
PLAY_BRIGHT = 215
Mask = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Something drawn; `text` holds its emoji when it is but emoji."""

    box: Box
    kind: TurnKind
    text: str = ""


def wordless(
    pixels: Pixels,
    bubbles: Sequence[Bubble],
    lines: Sequence[Line],
    rows: tuple[int, int],
    body: float,
) -> list[Drawn]:
    """The drawings between two rows that no bubble explains; `lines` may lie on them."""
    taken, fills = [each.box for each in bubbles], [each.fill for each in bubbles]
    top, bottom = rows
    if bottom - top < 40:
        return []
    mask = _unlike_page(pixels[top:bottom])
    if mask.mean() > MOST_COVERED:
        return []
    for left, high, right, low in taken:
        mask[max(0, high - top - 3) : max(0, low - top + 3), max(0, left - 3) : right + 3] = 0
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((OPENED, OPENED), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(opened, ltype=cv2.CV_16U)
    parts = [
        ((int(x), int(y) + top, int(x + w), int(y + h) + top), int(area))
        for x, y, w, h, area in stats[1:count]
    ]
    said, others = [*taken, *(line.box for line in lines)], [box for box, _ in parts]
    parts = [each for each in parts if not _is_face(*each, said, others, pixels.shape[1])]
    found = [_drawn(pixels, *part, lines, fills, body) for part in _gathered(parts, body)]
    drawn = [each for each in found if each is not None and _lines_up(each, taken)]
    return drawn + _colourful(pixels, mask, [each.box for each in drawn], said, top, body)


def _colourful(
    pixels: Pixels,
    mask: Mask,
    taken: Sequence[Box],
    said: Sequence[Box],
    top: int,
    body: float,
) -> list[Drawn]:
    """Emoji too thin to be found by their outlines: coloured parts that have a name."""
    shown = mask.copy()
    for left, high, right, low in taken:
        shown[max(0, high - top) : max(0, low - top), max(0, left) : right] = 0
    shown &= (saturations(pixels[top : top + len(mask)]) > VIVID).astype(np.uint8)
    side = max(5, round(CLOSED * body))
    closed = cv2.morphologyEx(shown, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(closed, ltype=cv2.CV_16U)
    parts = [
        ((int(x), int(y) + top, int(x + w), int(y + h) + top), int(area))
        for x, y, w, h, area in stats[1:count]
        if LOWEST_EMOJI * body < h < TALLEST_EMOJI * body and w > LOWEST_EMOJI * body
    ]
    parts = [each for each in parts if not _is_face(*each, said, (), pixels.shape[1])]
    named = [(box, _emoji(pixels, box, body)) for box, _ in _gathered(parts, body)]
    return [Drawn(box, "text", text) for box, text in named if text]


def _lines_up(drawn: Drawn, taken: Sequence[Box]) -> bool:
    """Whether what is hidden begins or ends about where the bubbles of the chat do."""
    if drawn.kind != "masked" or not taken:
        return True
    start, end = min(box[0] for box in taken), max(box[2] for box in taken)
    return drawn.box[0] - start < FARTHEST_IN or end - drawn.box[2] < FARTHEST_IN


def _gathered(parts: Sequence[tuple[Box, int]], body: float) -> list[tuple[Box, int]]:
    """The parts, those of an emoji's height that stand side by side as one."""
    kept: list[tuple[Box, int]] = []
    for box, area in sorted(parts, key=lambda each: (each[0][0], each[0][1])):
        near = [
            n
            for n, (other, _) in enumerate(kept)
            if boxes.same_row(other, box)
            and -4 <= box[0] - other[2] < BESIDE * boxes.height(box)
            and max(boxes.height(box), boxes.height(other)) < TALLEST_EMOJI * body
            and abs(boxes.height(box) - boxes.height(other)) < BESIDE * boxes.height(box)
        ]
        if near:
            other, before = kept[near[0]]
            kept[near[0]] = boxes.around([other, box]), before + area
        else:
            kept.append((box, area))
    return kept


def _is_face(box: Box, area: int, said: Sequence[Box], others: Sequence[Box], wide: int) -> bool:
    """Whether a part stands for who speaks: compact, at the edge, right beside what is said.

    A disc may also stand beside another drawing, anything else beside a larger one.
    """
    across, high = boxes.width(box), boxes.height(box)
    round_ = 0.88 < across / high < 1.14 and abs(area / boxes.area(box) - np.pi / 4) < ROUND
    compact = 0.85 < across / high < 1.18
    if not compact or across > WIDEST_FACE * wide or min(box[0], wide - box[2]) > NEAR_EDGE * wide:
        return False
    at_left = box[0] < wide - box[2]
    beside = [each for each in others if round_ or boxes.height(each) > TALLER * high]
    gaps = [
        other[0] - box[2] if at_left else box[0] - other[2]
        for other in (*said, *beside)
        if min(other[3], box[3] + high // 2) > max(other[1], box[1] - high // 2)
    ]
    return any(2 <= gap < NEAR_FACE * wide for gap in gaps)


def overlaid(box: Box, drawn: Sequence[Drawn]) -> bool:
    """Whether words lie on a picture, as its time or its length does."""
    pictures = [each.box for each in drawn if each.kind in ("image", "video", "audio")]
    return any(boxes.share_inside(box, each) > 0.8 for each in pictures)


def _drawn(
    pixels: Pixels,
    box: Box,
    area: int,
    lines: Sequence[Line],
    fills: Sequence[Colour],
    body: float,
) -> Drawn | None:
    wide, high = boxes.width(box), boxes.height(box)
    if wide > BROADEST * pixels.shape[1] or high < 0.6 * body:
        return None
    mine = [line for line in lines if boxes.share_inside(line.box, box) > 0.5]
    if is_wave(pixels, box) and all(_is_number(line) for line in mine):
        return Drawn(box, "audio")
    if sum(boxes.area(line.box) for line in mine) > MOST_WORDS * boxes.area(box):
        return None
    small = high < TALLEST_STICKER * body
    emoji = _emoji(pixels, box, body) if small and not mine else ""
    if emoji and high <= TALLEST_EMOJI * body:
        return Drawn(box, "text", emoji)
    if emoji:
        return Drawn(box, "sticker")
    if not mine and _is_block(pixels, box, fills, body):
        return Drawn(box, "masked")
    kind = _kind(pixels, box, area, mine, body)
    return Drawn(box, kind) if kind else None


def _is_block(pixels: Pixels, box: Box, fills: Sequence[Colour], body: float) -> bool:
    """Whether a part is all of one ink that no bubble has."""
    if min(boxes.height(box), boxes.width(box) / 1.2) < body or boxes.height(box) > 6 * body:
        return False
    ink = _middle(pixels, box)
    part = pixels[box[1] : box[3], box[0] : box[2]]
    even = (away_from(part, ink) < DIFFERENT).mean() > LEAST_EVEN
    return bool(even) and all(apart(ink, fill) > OTHER_INK for fill in fills)


def _middle(pixels: Pixels, box: Box) -> Colour:
    part = pixels[box[1] : box[3], box[0] : box[2]]
    red, green, blue = (int(level) for level in np.median(part.reshape(-1, 3), axis=0))
    return red, green, blue


def _is_number(line: Line) -> bool:
    return sum(each.isalpha() for each in line.text) <= 3


def _emoji(pixels: Pixels, box: Box, body: float) -> str:
    """The emoji that a drawing is made of; empty unless they are all of it."""
    left, top, right, bottom = box
    room = round(0.5 * body)
    around = (left - room, top - room // 2, right + room, bottom + room // 2)
    size = max(body, boxes.height(box) / TALLEST_EMOJI)
    bare = patches_in(pixels, around, (), size)
    covered = sum(boxes.width(each.box) for each in bare) >= LEAST_COVERED * boxes.width(box)
    found = bare if covered else patches_in(pixels, box, (), body)
    named = [each for each in found if each.name != UNKNOWN]
    if not 0 < len(named) <= MOST_EMOJI or 3 * len(named) < 2 * len(found):
        return ""
    if not (covered or _is_plain(pixels, box)):
        return ""
    return "".join(each.name for each in found)


def _kind(
    pixels: Pixels, box: Box, area: int, lines: Sequence[Line], body: float
) -> TurnKind | None:
    across, high, wide = boxes.width(box), boxes.height(box), pixels.shape[1]
    full = area / boxes.area(box)
    cut_out = 0.7 < across / high < 1.5 and is_cut_out(pixels, box)
    if cut_out and abs(box[0] + box[2] - wide) < CENTRED * wide:
        return None
    large = not cut_out and across > LARGE_WIDE * wide and high > LARGE_HIGH * wide
    if large and full > LEAST_FULL and not _is_plain(pixels, box):
        return "video" if _is_film(pixels, box, lines) else "image"
    if not lines and is_hidden(pixels, box, body):
        return "masked"
    squarish = 0.7 < across / high < 1.5
    if 0.11 * wide < across < 0.45 * wide and squarish and (cut_out or not _is_plain(pixels, box)):
        return "sticker"
    return None


def _is_plain(pixels: Pixels, box: Box) -> bool:
    """Whether one colour fills most of a box."""
    part = pixels[box[1] : box[3], box[0] : box[2]]
    return bool((away_from(part, _middle(pixels, box)) < DIFFERENT).mean() > 0.6)


def _is_film(pixels: Pixels, box: Box, lines: Sequence[Line]) -> bool:
    """Whether a picture has the sign to play it in its middle, or its length written on it."""
    if any(is_time(line.text) and line.box[0] < box[0] + boxes.width(box) / 3 for line in lines):
        return True
    x, y = (int(each) for each in boxes.middle(box))
    half = max(8, round(PLAY_SHARE * min(boxes.width(box), boxes.height(box)) / 2))
    part = pixels[y - half : y + half, x - half : x + half]
    bright = (part.min(axis=2) > PLAY_BRIGHT).astype(np.uint8)
    count, _, stats, centres = cv2.connectedComponentsWithStats(bright)
    return any(_is_triangle(stats[n], centres[n], half) for n in range(1, count))


def _is_triangle(stats: Sequence[int], centre: Sequence[float], half: int) -> bool:
    """Whether a bright shape is a triangle that points to the right, near the middle."""
    x, _, wide, high, area = stats
    sized = 0.25 * half < wide < 1.7 * half and 0.6 < wide / high < 1.4
    leans = centre[0] < x + 0.46 * wide
    return bool(sized and leans and 0.4 < area / (wide * high) < 0.68)


def _unlike_page(part: Pixels) -> Mask:
    """Where a row differs from the page, drawn as a ramp between its two outer edges."""
    wide = part.shape[1]
    first = np.median(part[:, :6], axis=1).astype(np.float32)
    last = np.median(part[:, -6:], axis=1).astype(np.float32)
    if _steady(first) and _steady(last):
        red, green, blue = (
            int(level) for level in np.median(np.concatenate([first, last]), axis=0)
        )
        off = away_from(part, (red, green, blue))
    else:
        ramp = np.linspace(0, 1, wide, dtype=np.float32)[None, :, None]
        page = (first[:, None] * (1 - ramp) + last[:, None] * ramp).astype(np.uint8)
        off = most(cv2.absdiff(np.ascontiguousarray(part), page))
    return np.asarray(off > DIFFERENT, dtype=np.uint8)


def _steady(side: npt.NDArray[np.float32]) -> bool:
    """Whether one colour runs down nearly all of a side of the page."""
    away = most(np.abs(side - np.median(side, axis=0)))
    return bool((away < DIFFERENT / 2).mean() > 0.9)
