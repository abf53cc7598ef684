"""Several screenshots of one conversation become one: their turns overlap, in any order given.

Words that two screenshots repeat put them together and in order. Where nothing overlaps, the same
title keeps them together, in the order of their numbered names, or else as they were given; a
scroll that is known to go up from the rest turns that order round.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz import fuzz

from vigie.kernel.conversations import Platform, Turn
from vigie.reading.cautions import GAP
from vigie.reading.screenshots.shapes import ScreenReading
from vigie.reading.stitching.merged import merged, starts
from vigie.reading.stitching.overlaps import ALONE_CHARS, Overlap, folded, overlaps

SAME_TITLE = 86
LEAST_OF_TITLE = 3

_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Placed:
    """One screenshot read; the name of its file and its page order what nothing else does."""

    reading: ScreenReading
    file: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class StitchedShots:
    """One conversation over several screenshots; `images` are their positions, in its order."""

    turns: tuple[Turn, ...]
    title: str | None
    platform: Platform
    images: tuple[int, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """Screenshots held together by the words that they repeat, in order."""

    shots: tuple[int, ...]
    turns: tuple[Turn, ...]
    title: str | None
    platforms: frozenset[Platform]
    files: frozenset[str]


def stitch(series: Sequence[Placed | ScreenReading]) -> tuple[StitchedShots, ...]:
    """Each conversation of a series of screenshots, without repeated turns.

    A screenshot goes with those whose words it repeats, unless their titles differ; else with the
    ones of the same title and platform, or of the same recording; else it is another conversation.
    """
    placed = [each if isinstance(each, Placed) else Placed(each) for each in series]
    readings = [each.reading for each in placed]
    found = sorted(overlaps([each.turns for each in readings]), key=_strength)
    groups, used = _held_together(readings, found)
    pieces = [_piece(group, placed, used) for group in groups]
    ordered = _in_order(pieces, placed)
    return tuple(_conversation(each, readings) for each in _conversations(ordered))


def _strength(overlap: Overlap) -> tuple[int, int, int]:
    return -overlap.weight, overlap.one, overlap.other


def _held_together(
    readings: Sequence[ScreenReading], found: Sequence[Overlap]
) -> tuple[list[list[int]], list[Overlap]]:
    """Which screenshots are held together by overlaps, and the overlaps that do it."""
    home = list(range(len(readings)))
    groups = {n: [n] for n in home}
    titles = {n: reading.title for n, reading in enumerate(readings)}
    used = []
    for overlap in found:
        one, other = home[overlap.one], home[overlap.other]
        if not _titles_agree(titles[one], titles[other]):
            continue
        if overlap.telling < ALONE_CHARS and (titles[one] is None or titles[other] is None):
            continue
        used.append(overlap)
        if one == other:
            continue
        titles[one] = titles[one] or titles[other]
        for shot in groups[other]:
            home[shot] = one
        groups[one] += groups.pop(other)
    return [sorted(group) for group in groups.values()], used


def _titles_agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or _same_title(one, other)


def _same_title(one: str, other: str) -> bool:
    """Whether two titles are one, slips and what an app adds to a name apart."""
    first, second = folded(one), folded(other)
    if min(len(first), len(second)) >= LEAST_OF_TITLE and (
        first.startswith(second) or second.startswith(first)
    ):
        return True
    return fuzz.ratio(first, second) >= SAME_TITLE


def _piece(group: Sequence[int], placed: Sequence[Placed], used: Sequence[Overlap]) -> _Piece:
    mine = set(group)
    held = [each for each in used if each.one in mine and each.other in mine]
    turns = {shot: placed[shot].reading.turns for shot in group}
    begin = starts(turns, held)
    titles = [placed[shot].reading.title for shot in group]
    return _Piece(
        tuple(sorted(group, key=lambda shot: (begin[shot], shot))),
        merged(turns, held),
        next((title for title in titles if title is not None), None),
        frozenset(placed[shot].reading.platform for shot in group) - {"unknown"},
        frozenset(placed[s].file for s in group if placed[s].page is not None),
    )


def _in_order(pieces: Sequence[_Piece], placed: Sequence[Placed]) -> list[_Piece]:
    """The pieces as they were taken, or the other way round where most were taken scrolling up."""
    rank = _ranks(placed)
    steps = [
        1 if rank[after] > rank[before] else -1
        for piece in pieces
        for before, after in pairwise(piece.shots)
    ]
    upwards = sum(steps) < 0
    return sorted(pieces, key=lambda piece: min(rank[s] for s in piece.shots), reverse=upwards)


def _ranks(placed: Sequence[Placed]) -> list[int]:
    """When each was taken, by the numbers in names that differ in nothing else, or as given."""
    shapes = {_DIGITS.sub("0", each.file) for each in placed}
    keys = [([int(n) for n in _DIGITS.findall(each.file)], each.page or 0) for each in placed]
    order = list(range(len(placed)))
    if len(shapes) == 1:
        order.sort(key=lambda n: keys[n])
    return [rank for _, rank in sorted((n, rank) for rank, n in enumerate(order))]


def _conversations(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """The pieces of each conversation, in the order given."""
    found: list[list[_Piece]] = []
    for piece in pieces:
        home = [each for each in found if any(_together(other, piece) for other in each)]
        if home:
            home[-1].append(piece)
        else:
            found.append([piece])
    return found


def _together(one: _Piece, other: _Piece) -> bool:
    if one.title is None or other.title is None:
        return bool(one.files & other.files)
    return _same_title(one.title, other.title) and len(one.platforms | other.platforms) < 2


def _conversation(pieces: Sequence[_Piece], readings: Sequence[ScreenReading]) -> StitchedShots:
    turns: list[Turn] = []
    for piece in pieces:
        turns += [_moved(turn, len(turns)) for turn in piece.turns]
    images = tuple(shot for piece in pieces for shot in piece.shots)
    platforms = frozenset(each for piece in pieces for each in piece.platforms)
    warnings = [warning for shot in images for warning in readings[shot].warnings]
    if sum(bool(piece.turns) for piece in pieces) > 1:
        warnings.append(GAP)
    return StitchedShots(
        tuple(turns),
        next((piece.title for piece in pieces if piece.title is not None), None),
        next(iter(platforms)) if len(platforms) == 1 else "unknown",
        images,
        tuple(warnings),
    )


def _moved(turn: Turn, by: int) -> Turn:
    answers = None if turn.reply_to is None else turn.reply_to + by
    return replace(turn, n=turn.n + by, reply_to=answers)
