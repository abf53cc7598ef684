"""Two bubbles of one fill that a page of nearly that colour made look like one."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from vigie.reading.engines import Line, Pixels
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.bubbles import Bubble
from vigie.reading.screenshots.levels import away_from
from vigie.reading.screenshots.text import rows

UNLIKE_FILL = 4
SAME_FILL = 6
LEAST_PLAIN = 0.5
LEAST_ACROSS = 0.88
FEWEST_ROWS = 2
BESIDE_INSET = slice(3, 12)
LEAST_BESIDE = 0.5


def parted(pixels: Pixels, bubble: Bubble) -> list[Bubble]:
    """The bubble, or the several that rows without its fill part it into."""
    lines = [*bubble.lines, *bubble.quoted]
    ordered = rows(lines)
    if len(ordered) < 2:
        return [bubble]
    left, top, right, bottom = bubble.box
    away = away_from(pixels[top:bottom, left:right], bubble.fill)
    if (away < SAME_FILL).mean() < LEAST_PLAIN:
        return [bubble]
    usual = float(np.median(np.median(away, axis=1)))
    other = away > UNLIKE_FILL + usual
    beside = np.concatenate([other[:, BESIDE_INSET], other[:, ::-1][:, BESIDE_INSET]], axis=1)
    bare = (other.mean(axis=1) > LEAST_ACROSS) & (beside.mean(axis=1) > LEAST_BESIDE)
    cuts = [cut for one, other in pairwise(ordered) if (cut := _cut(bare, one, other, top))]
    return _pieces(bubble, cuts) if cuts else [bubble]


def _cut(
    bare: npt.NDArray[np.bool_], one: Sequence[Line], other: Sequence[Line], top: int
) -> int | None:
    """The row that parts two rows of words, if the fill is missing between them."""
    start = max(line.box[3] for line in one) - top - 6
    end = min(line.box[1] for line in other) - top + 6
    found = np.flatnonzero(bare[max(0, start) : max(0, end)])
    return top + max(0, start) + int(np.median(found)) if len(found) >= FEWEST_ROWS else None


def _pieces(bubble: Bubble, cuts: Sequence[int]) -> list[Bubble]:
    edges = [bubble.box[1], *cuts, bubble.box[3]]
    made = []
    for top, bottom in pairwise(edges):
        box = (bubble.box[0], top, bubble.box[2], bottom)
        lines, quoted = (
            tuple(line for line in each if top <= boxes.middle(line.box)[1] < bottom)
            for each in (bubble.lines, bubble.quoted)
        )
        made.append(replace(bubble, box=box, lines=lines, quoted=quoted))
    return [each for each in made if each.lines or each.quoted]
