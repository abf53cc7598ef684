"""A second engine reads each turn on its own; where it disagrees, a person is asked to look.

An engine's score does not say when it errs; two engines built otherwise seldom err alike. They
are compared by letters and digits alone: spaces, accents and punctuation are not what they doubt.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from vigie.kernel.conversations import Box, Turn
from vigie.reading.engines import Pixels
from vigie.reading.screenshots.canvas import WIDTH
from vigie.reading.screenshots.ink import ink_of, largest_channel
from vigie.reading.screenshots.shapes import ScreenReading
from vigie.reading.vocabulary import known_words

Grey = npt.NDArray[np.uint8]
Reader = Callable[[Grey], str]
MARGIN = 12
LARGER = 1.4
OFF_INK = 48
MOST_LEFT = 4
AROUND = 8
SMALLEST = 8
VIVID = 90
THICK = 5
FAINT = 40
LEAST_FAR = 60
LEAST_INK = 0.004
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


def checked(pixels: Pixels, reading: ScreenReading, second: Reader) -> ScreenReading:
    """The reading with `check` also on the turns that a second engine reads otherwise."""
    turns = tuple(_checked(pixels, turn, reading.turns, second) for turn in reading.turns)
    return replace(reading, turns=turns)


def _checked(pixels: Pixels, turn: Turn, turns: tuple[Turn, ...], second: Reader) -> Turn:
    if turn.check or turn.box is None or turn.kind != "text" or not plain(turn.text):
        return turn
    block = _block(pixels, turn.box)
    if min(block.shape) < SMALLEST:
        return turn
    beside = [turn.sent_at_raw or "", turn.author or ""]
    if turn.reply_to is not None:
        beside += [turns[turn.reply_to].text, turns[turn.reply_to].author or ""]
    return replace(turn, check=not agree(turn.text, second(block), beside))


def agree(text: str, other: str, beside: Sequence[str] = ()) -> bool:
    """Whether another reading of a bubble says the same, with little that is not explained.

    `beside` is what else is written in the bubble: its time, its author, what it answers. A word
    of the list that the other engine took for no word at all is no disagreement.
    """
    words, whole = [plain(each) for each in text.split()], plain(other)
    for each in filter(None, map(plain, beside)):
        whole = whole.replace(each, "", 1) if each not in plain(text) else whole
    heard, stray = _heard(words, whole)
    excused = [_is_excused(*pair) for pair in zip(words, heard, strict=True) if pair[0] != pair[1]]
    return len(stray) <= MOST_LEFT and all(excused) and 2 * len(excused) <= len(words)


def _is_excused(word: str, heard: str) -> bool:
    return word in known_words() and heard not in known_words()


def _heard(words: Sequence[str], whole: str) -> tuple[list[str], str]:
    """What the other reading has in the place of each word, and what it has between them."""
    said = "".join(words)
    owner = [n for n, word in enumerate(words) for _ in word]
    heard, stray = [""] * len(words), ""
    for step in Levenshtein.opcodes(said, whole):
        letters = whole[step.dest_start : step.dest_end]
        if step.tag == "insert":
            before, after = owner[step.src_start - 1 : step.src_start], owner[step.src_start :][:1]
            if before == after and before:
                heard[before[0]] += letters
            else:
                stray += letters
            continue
        for place, letter in zip(range(step.src_start, step.src_end), letters, strict=False):
            heard[owner[place]] += letter
    return heard, stray


def plain(text: str) -> str:
    """Letters and digits only, small and without accents."""
    flat = unicodedata.normalize("NFKD", text).casefold().translate(LIGATURES)
    return "".join(each for each in flat if each.isascii() and each.isalnum())


def _block(pixels: Pixels, box: Box) -> Grey:
    """A turn in dark letters on white at one size, without emoji and the bubble's corners."""
    around = round(AROUND * pixels.shape[1] / WIDTH)
    left, top = max(0, box[0] - around), max(0, box[1] - around)
    right, bottom = box[2] + around, box[3] + around
    part = np.ascontiguousarray(pixels[top:bottom, left:right])
    if min(part.shape[:2]) < SMALLEST:
        return np.zeros((0, 0), np.uint8)
    scale = LARGER * WIDTH / pixels.shape[1]
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    drawn = np.asarray(cv2.resize(part, None, fx=scale, fy=scale, interpolation=how), np.uint8)
    dark = _inked(drawn, max(1, round(around * scale)))
    dark[_at_edge(dark)] = 0
    edges = (MARGIN,) * 4
    return 255 - np.asarray(cv2.copyMakeBorder(dark, *edges, cv2.BORDER_CONSTANT), np.uint8)


def _inked(part: Pixels, around: int) -> Grey:
    """How far each pixel lies from the ground towards the ink, 0 to 255, by what is inside."""
    inside = np.ascontiguousarray(part[around:-around, around:-around])
    ground = np.median(inside.reshape(-1, 3), axis=0).astype(np.float32)
    levels = part.astype(np.float32) - ground
    along = _ink(inside, ground) - ground
    share = (levels @ along / max(1.0, float(along @ along))).clip(0, 1)
    off = (np.abs(levels - share[..., None] * along).max(axis=2) > OFF_INK).astype(np.uint8)
    thick = cv2.morphologyEx(off, cv2.MORPH_OPEN, np.ones((THICK, THICK), np.uint8))
    share[cv2.dilate(thick, np.ones((2 * THICK, 2 * THICK), np.uint8)) > 0] = 0
    return np.asarray(255 * share, dtype=np.uint8)


def _at_edge(dark: Grey) -> npt.NDArray[np.bool_]:
    """What is dark and reaches the edge: the page behind a bubble's round corners."""
    _, numbers = cv2.connectedComponents((dark > FAINT).astype(np.uint8))
    border = np.concatenate([numbers[0], numbers[-1], numbers[:, 0], numbers[:, -1]])
    return np.asarray(np.isin(numbers, border[border > 0]), dtype=np.bool_)


def _ink(part: Pixels, ground: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The colour of the letters: most of what is far from the ground and less vivid than emoji."""
    far = np.abs(part - ground).max(axis=2)
    least = 255 - largest_channel(255 - part)
    dull = (largest_channel(part) - least < VIVID) & (far > LEAST_FAR)
    if dull.mean() < LEAST_INK:
        return np.array(ink_of(part, (0, 0, part.shape[1], part.shape[0])), np.float32)
    return np.asarray(np.median(part[dull & (far >= far[dull].max() / 2)], axis=0), np.float32)
