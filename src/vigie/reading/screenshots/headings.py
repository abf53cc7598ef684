"""Who wrote and when, said in one row above the words: "Name 14:32", "Name Today at 9:36 AM"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vigie.kernel.conversations import Box
from vigie.reading.engines import Line, Pixels
from vigie.reading.screenshots.bubbles import Bubble
from vigie.reading.screenshots.ink import apart, ink_of
from vigie.reading.screenshots.text import rows
from vigie.reading.screenshots.words import says

FADED_INK = 40
OTHER_INK = 20
LONGEST_NAME = 32
TIME_WIDTH, NAME_WIDTH = 0.75, 0.8
FEWEST_HEADED = 2
LONGEST_TIME_WORDS = 6
GLUED = re.compile(r"(?<=[^\W\d])(?=\d{1,2}[:h]\d{2}\s?(?:[ap]\.?m\.?)?$)", re.IGNORECASE)
BETWEEN = " ·•,|-–—"


@dataclass(frozen=True, slots=True)
class Heading:
    """The name and the time of a row that says but them."""

    name: str
    time: str


def heading_in(text: str) -> Heading | None:
    """The name and the time that a row ends in, the longest time that can be; None without both."""
    words = GLUED.sub(" ", text).split()
    for start in range(max(1, len(words) - LONGEST_TIME_WORDS), len(words)):
        name, time = (" ".join(each).strip(BETWEEN) for each in (words[:start], words[start:]))
        if name and len(name) <= LONGEST_NAME and says("sent", time):
            return Heading(name, time)
    return None


def without_headings(
    pixels: Pixels, bubbles: Sequence[Bubble]
) -> list[tuple[Bubble, Heading | None]]:
    """The bubbles without the rows that say who wrote them and when.

    A first row of two inks is a heading; where most bubbles begin like one, all such rows are.
    """
    found = [_heading_of(each) for each in bubbles]
    tall = [_goes_on(each) for each in bubbles]
    headed = sum(goes_on and each is not None for each, goes_on in zip(found, tall, strict=True))
    usual = headed >= FEWEST_HEADED and headed > sum(tall) / 2
    told: list[tuple[Bubble, Heading | None]] = []
    for bubble, heading, goes_on in zip(bubbles, found, tall, strict=True):
        first = rows(bubble.lines)[0] if heading else []
        if heading and (usual or (goes_on and parted_from_time(pixels, first, heading))):
            kept = tuple(line for line in bubble.lines if line not in first)
            told.append((replace(bubble, lines=kept), heading))
        else:
            told.append((bubble, None))
    return told


def parted_from_time(pixels: Pixels, row: Sequence[Line], heading: Heading) -> bool:
    """Whether a name and its time differ: read apart in unlike inks, or fading into one another."""
    if len(row) < 2:
        return _fades(pixels, row[0], heading)
    unlike = apart(ink_of(pixels, row[0].box), ink_of(pixels, row[-1].box)) > OTHER_INK
    return unlike and says("sent", row[-1].text.strip(BETWEEN))


def _goes_on(bubble: Bubble) -> bool:
    """Whether words or a quote follow the first row of a bubble."""
    return len(rows([*bubble.lines, *bubble.quoted])) > 1


def _below_quote(row: Sequence[Line], bubble: Bubble) -> bool:
    """Whether a row answers words quoted above it, so that it is no heading."""
    return any(line.box[1] < row[0].box[1] for line in bubble.quoted)


def _heading_of(bubble: Bubble) -> Heading | None:
    """What the first row of a bubble would say of its turn, were it a heading."""
    ordered = rows(bubble.lines)
    if bubble.side == "centre" or not ordered or _below_quote(ordered[0], bubble):
        return None
    found = heading_in(" ".join(line.text for line in ordered[0]))
    return found if found and any(map(str.isalpha, found.name)) else None


def _fades(pixels: Pixels, line: Line, heading: Heading) -> bool:
    """Whether a line ends in another ink than it begins in, as a name before its time does."""
    left, top, right, bottom = line.box
    timed = len(heading.time) / (len(heading.name) + len(heading.time))
    end = round(TIME_WIDTH * timed * (right - left))
    start = round(NAME_WIDTH * (1 - timed) * (right - left))
    first: Box = (left, top, left + start, bottom)
    last: Box = (right - end, top, right, bottom)
    return apart(ink_of(pixels, first), ink_of(pixels, last)) > FADED_INK
