"""Where two screenshots show the same turns: which ones, and how far apart the two begin."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz, process

from vigie.kernel.conversations import Turn

SAME_WORDS = 86
FEWEST_CHARS = 8
ALONE_CHARS = 12
LONG_CHARS = 20
CUT_CHARS = 4
MOST_MISSED = 2
LEAST_SHARED = 0.6
FEWEST_SHORT = 3
SHORT_CHARS = 9
SLACK = 3
DIAGONALS = 3
NEIGHBOURS = 60
ROWS_AT_ONCE = 500
Pair = tuple[int, int]
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Turns that two screenshots share, as pairs of positions in order.

    `weight` orders overlaps by what they prove; `telling` counts the characters of turns too long
    to be the same by chance.
    """

    one: int
    other: int
    pairs: tuple[Pair, ...]
    weight: int
    telling: int

    @property
    def offset(self) -> int:
        """At which turn of the one the other begins, going by the pair in the middle."""
        first, second = self.pairs[len(self.pairs) // 2]
        return first - second


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """A text without what engines get wrong most: case, accents, spaces and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if char.isalnum()) or text.strip()


def overlaps(shots: Sequence[Sequence[Turn]]) -> Iterator[Overlap]:
    """Every overlap between screenshots given in any order."""
    for (one, other), offsets in _votes(shots).items():
        tried = [_along(shots[one], shots[other], offset) for offset in _likely(offsets)]
        best = max(tried, key=lambda each: _weight(shots[one], shots[other], each), default=())
        found = _judged(shots, one, other, best)
        if found is not None:
            yield found


def _likely(offsets: Counter[int]) -> list[int]:
    """The offsets that enough words speak for, none beside another."""
    found: list[int] = []
    for offset, _ in offsets.most_common():
        votes = sum(offsets[offset + near] for near in range(-SLACK, SLACK + 1))
        if votes >= FEWEST_CHARS and all(abs(offset - each) > 1 for each in found):
            found.append(offset)
        if len(found) == DIAGONALS:
            break
    return found


def _weight(before: Sequence[Turn], after: Sequence[Turn], pairs: Sequence[Pair]) -> int:
    return sum(likeness(before[i], after[j]) for i, j in pairs)


def _votes(shots: Sequence[Sequence[Turn]]) -> dict[Pair, Counter[int]]:
    """For each two screenshots with like words, how far apart those stand in them."""
    where: dict[str, list[Place]] = defaultdict(list)
    for shot, turns in enumerate(shots):
        for n, turn in enumerate(turns):
            if turn.text:
                where[folded(turn.text)].append((shot, n))
    votes: dict[Pair, Counter[int]] = defaultdict(Counter)
    for one, other in _like_texts(list(where)):
        for first, second in _met(where[one], where[other]):
            (shot, n), (later, m) = min(first, second), max(first, second)
            votes[shot, later][n - m] += min(len(one), LONG_CHARS)
    return votes


def _like_texts(texts: list[str]) -> Iterator[tuple[str, str]]:
    """Texts that are the same, or as good as; short ones only when they are the same."""
    yield from ((text, text) for text in texts)
    long = [text for text in texts if len(text) >= FEWEST_CHARS]
    for start in range(0, len(long), ROWS_AT_ONCE):
        some = long[start : start + ROWS_AT_ONCE]
        like = process.cdist(
            some, long, scorer=fuzz.ratio, score_cutoff=SAME_WORDS, dtype=np.uint8, workers=1
        )
        for row, column in zip(*np.nonzero(like), strict=True):
            if start + int(row) < int(column):
                yield some[row], long[column]


def _met(ones: Sequence[Place], others: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    """Places in different screenshots, each with so many neighbours at most."""
    for at, first in enumerate(ones):
        near = others[max(0, at - NEIGHBOURS) : at + NEIGHBOURS]
        for second in near:
            if first[0] != second[0] and (ones is not others or first < second):
                yield first, second


def _along(one: Sequence[Turn], other: Sequence[Turn], offset: int) -> tuple[Pair, ...]:
    """The like turns in order that weigh most, none far from where the offset puts it."""
    weights: dict[Pair, int] = {}
    alike: set[Pair] = set()
    for i in reversed(range(len(one))):
        nearest = max(0, i - offset - SLACK)
        for j in reversed(range(nearest, min(len(other), i - offset + SLACK + 1))):
            skipped = max(weights.get((i + 1, j), 0), weights.get((i, j + 1), 0))
            worth = likeness(one[i], other[j])
            met = worth + weights.get((i + 1, j + 1), 0)
            weights[i, j] = max(skipped, met)
            if worth and met >= skipped:
                alike.add((i, j))
    return tuple(_walked(weights, alike))


def _walked(weights: Mapping[Pair, int], alike: Set[Pair]) -> Iterator[Pair]:
    """The pairs of the heaviest way from the first cell that has one."""
    place = max(weights, key=lambda each: (weights[each], -each[0], -each[1]), default=(0, 0))
    while weights.get(place):
        i, j = place
        if place in alike:
            yield place
            place = i + 1, j + 1
        else:
            place = max(((i + 1, j), (i, j + 1)), key=lambda each: weights.get(each, 0))


def likeness(one: Turn, other: Turn) -> int:
    """What it weighs that two turns are the same; nothing when they are not."""
    if one.kind != other.kind:
        return 0
    first, second = folded(one.text), folded(other.text)
    if not first or not second:
        return int(first == second and one.kind != "text" and one.side == other.side)
    shorter = min(len(first), len(second))
    if not _same_words(first, second, cut=one.partial or other.partial):
        return 0
    if one.side != other.side and shorter < ALONE_CHARS:
        return 0
    return min(shorter, LONG_CHARS) + 2


@lru_cache(maxsize=200_000)
def _same_words(first: str, second: str, *, cut: bool) -> bool:
    if fuzz.ratio(first, second) >= SAME_WORDS:
        return True
    shorter = min(len(first), len(second))
    within = shorter >= CUT_CHARS if cut else shorter > LONG_CHARS
    return within and fuzz.partial_ratio(first, second) >= SAME_WORDS


def _judged(
    shots: Sequence[Sequence[Turn]], one: int, other: int, pairs: tuple[Pair, ...]
) -> Overlap | None:
    """The overlap, when it runs from an end to an end, misses little and is not there by chance."""
    before, after = shots[one], shots[other]
    if not pairs or _missed(before, after, pairs) is None:
        return None
    lengths = [
        min(len(folded(before[i].text)), len(folded(after[j].text)))
        for i, j in pairs
        if fuzz.ratio(folded(before[i].text), folded(after[j].text)) >= SAME_WORDS
    ]
    telling = sum(length for length in lengths if length >= FEWEST_CHARS)
    unbroken = len(lengths) == len(pairs) and _missed(before, after, pairs) == 0
    if not telling and unbroken and len(pairs) >= FEWEST_SHORT and sum(lengths) >= SHORT_CHARS:
        telling = sum(lengths)
    weight = _weight(before, after, pairs)
    return Overlap(one, other, pairs, weight, telling) if telling else None


def _missed(before: Sequence[Turn], after: Sequence[Turn], pairs: Sequence[Pair]) -> int | None:
    """How many turns of the stretch that both show are in one alone; None when too many are."""
    (first, second), (last, later) = pairs[0], pairs[-1]
    ahead = min(_whole(before[:first]), _whole(after[:second]))
    behind = min(_whole(before[last + 1 :]), _whole(after[later + 1 :]))
    stretch = max(last - first, later - second) + 1 + ahead + behind
    if max(ahead, behind) > MOST_MISSED or len(pairs) < LEAST_SHARED * stretch:
        return None
    return stretch - len(pairs)


def _whole(turns: Sequence[Turn]) -> int:
    """How many of the turns no edge cuts; one that is cut may be read as anything."""
    return sum(not turn.partial for turn in turns)
