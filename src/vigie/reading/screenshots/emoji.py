"""Emoji leave no letters: what an engine reads in their colours is taken out of its line."""

import re

import numpy as np
import numpy.typing as npt

from vigie.kernel.conversations import Box
from vigie.reading.engines import Line, Pixels
from vigie.reading.screenshots.ink import ink_of, saturation
from vigie.reading.screenshots.levels import most, saturations
from vigie.reading.screenshots.words import says

OFF_INK = 48
COLOURED_ROWS = 0.22
COLOURED_COLUMNS = 0.5
TOKEN = re.compile(r"\S*[a-zà-ÿ](?=[A-Z]{1,3}$)|\S+")
LONGEST_GARBAGE = 4
EMOJI_WIDTH = 0.7
VIVID = 90
LONGEST_COUNT = 3


def without_emoji(pixels: Pixels, line: Line) -> Line | None:
    """The line less its short words that stand on emoji; None when nothing is left."""
    if (
        len(line.text) <= 2
        and saturation(ink_of(pixels, line.box)) > VIVID
        and not (line.text.isdigit() or line.text.islower() or says("me", line.text))
    ):
        return None
    coloured = _coloured_columns(pixels, line.box)
    if not coloured.any():
        return line
    kept = _kept(line.text, coloured, line.box[3] - line.box[1])
    return Line(kept, line.box, line.score) if kept else None


def follows_emoji(pixels: Pixels, line: Line) -> bool:
    """Whether a line is but a number right after something colourful: a count of reactions."""
    left, top, _, bottom = line.box
    high = bottom - top
    before = pixels[max(0, top) : bottom, max(0, left - high) : max(0, left - 2)]
    if not line.text.isdigit() or len(line.text) > LONGEST_COUNT or not before.size:
        return False
    return bool((saturations(before) > VIVID).mean() > COLOURED_ROWS)


def _kept(text: str, coloured: npt.NDArray[np.bool_], high: int) -> str:
    step = len(coloured) / max(1, len(text))
    dropped: list[tuple[int, int]] = []
    for found in TOKEN.finditer(text):
        start, end = found.span()
        first = int(start * step)
        if end == len(text) and start:
            first = min(first, int(len(coloured) - EMOJI_WIDTH * high))
        part = coloured[max(0, first) : max(first + 1, int(end * step))]
        if end - start <= LONGEST_GARBAGE and part.mean() > COLOURED_COLUMNS:
            dropped.append((start, end))
    for start, end in reversed(dropped):
        text = text[:start] + " " + text[end:]
    return " ".join(text.split())


def _coloured_columns(pixels: Pixels, box: Box) -> npt.NDArray[np.bool_]:
    """The columns with colours that lie on no blend of the line's ink and ground."""
    part = pixels[max(0, box[1]) : box[3], max(0, box[0]) : box[2]].astype(np.float32)
    if part.shape[0] < 4 or part.shape[1] < 4:
        return np.zeros(1, dtype=np.bool_)
    ground = np.median(np.concatenate([part[:2], part[-2:]]), axis=0)
    ink = np.array(ink_of(pixels, box), dtype=np.float32)
    along = ink - ground
    length = np.maximum(1.0, (along**2).sum(axis=1))
    share = (((part - ground) * along).sum(axis=2) / length).clip(0, 1)
    off = most(np.abs(part - ground - share[..., None] * along)) > OFF_INK
    return np.asarray(off.mean(axis=0) > COLOURED_ROWS, dtype=np.bool_)
