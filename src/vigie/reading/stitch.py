"""Several screenshots of one conversation become one: their turns overlap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from vigie.kernel.conversations import Platform, Turn
from vigie.reading.screenshots.shapes import ScreenReading

SAME_WORDS = 88
FEWEST_CHARS = 8
LONG_CHARS = 20
MOST_MISSED = 2
LEAST_SHARED = 0.6
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class StitchedShots:
    """One conversation over several screenshots; `images` are the positions of its shots."""

    turns: tuple[Turn, ...]
    title: str | None
    platform: Platform
    images: tuple[int, ...]
    warnings: tuple[str, ...] = ()


def stitch(readings: Sequence[ScreenReading]) -> tuple[StitchedShots, ...]:
    """Each conversation of a series of screenshots given in order, without repeated turns.

    A screenshot goes with the conversation whose words it repeats, else with the last one of
    the same title and platform; with neither it starts another conversation.
    """
    found: list[StitchedShots] = []
    for place, reading in enumerate(readings):
        shot = StitchedShots(
            reading.turns, reading.title, reading.platform, (place,), reading.warnings
        )
        home = _home(found, shot)
        if home is None:
            found.append(shot)
        else:
            found[home] = _joined(found[home], shot)
    return tuple(
        replace(each, turns=tuple(replace(turn, n=n) for n, turn in enumerate(each.turns)))
        for each in found
    )


def _home(found: Sequence[StitchedShots], shot: StitchedShots) -> int | None:
    """The conversation that a screenshot continues."""
    alike = [place for place, each in enumerate(found) if _titles_agree(each, shot)]
    repeated = [place for place in alike if overlap(found[place].turns, shot.turns)]
    if repeated:
        return repeated[-1]
    named = [
        place
        for place in alike
        if shot.title is not None
        and _same_title(found[place].title, shot.title)
        and len(_platforms(found[place], shot)) < 2
    ]
    return named[-1] if named else None


def _titles_agree(one: StitchedShots, shot: StitchedShots) -> bool:
    return one.title is None or shot.title is None or _same_title(one.title, shot.title)


def _platforms(one: StitchedShots, shot: StitchedShots) -> set[Platform]:
    """What the two were taken for; an app is told from few signs, repeated words say more."""
    return {one.platform, shot.platform} - {"unknown"}


def _same_title(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one == other
    return fuzz.ratio(one.casefold(), other.casefold()) >= SAME_WORDS


def overlap(before: Sequence[Turn], after: Sequence[Turn]) -> tuple[Pair, ...]:
    """The turns that `after` repeats from `before`, as pairs of positions in order.

    Empty unless the repeated stretch ends `before` or nearly, begins `after` or nearly, misses
    few turns, and holds a turn long enough not to be the same by chance.
    """
    first = max(0, len(before) - len(after) - MOST_MISSED)
    pairs = _longest(before[first:], after)
    found = tuple((one + first, other) for one, other in pairs)
    if not any(_tells(before[one], after[other]) for one, other in found):
        return ()
    stretch = max(len(before) - found[0][0], found[-1][1] + 1)
    untouched = min(len(before) - 1 - found[-1][0], len(after) - 1 - found[-1][1])
    if found[0][1] > MOST_MISSED or untouched > MOST_MISSED:
        return ()
    return found if len(found) >= LEAST_SHARED * stretch else ()


def _longest(before: Sequence[Turn], after: Sequence[Turn]) -> list[Pair]:
    """The longest run of like turns in the same order, gaps allowed."""
    best: list[list[int]] = [[0] * (len(after) + 1) for _ in range(len(before) + 1)]
    alike = [[_alike(one, other) for other in after] for one in before]
    for i in reversed(range(len(before))):
        for j in reversed(range(len(after))):
            skipped = max(best[i + 1][j], best[i][j + 1])
            best[i][j] = max(skipped, best[i + 1][j + 1] + 1) if alike[i][j] else skipped
    pairs: list[Pair] = []
    i = j = 0
    while i < len(before) and j < len(after):
        if alike[i][j] and best[i][j] == best[i + 1][j + 1] + 1:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _alike(one: Turn, other: Turn) -> bool:
    if one.side != other.side:
        return False
    if one.kind != other.kind:
        return False
    cut = one.partial or other.partial or min(len(one.text), len(other.text)) > LONG_CHARS
    compare = fuzz.partial_ratio if cut and one.text and other.text else fuzz.ratio
    return compare(one.text, other.text) >= SAME_WORDS


def _tells(one: Turn, other: Turn) -> bool:
    """Whether two turns are long and alike enough not to be the same by chance."""
    shorter = min(len(one.text), len(other.text))
    return shorter >= FEWEST_CHARS and fuzz.ratio(one.text, other.text) >= SAME_WORDS


def _joined(one: StitchedShots, shot: StitchedShots) -> StitchedShots:
    """Two runs of turns as one, each repeated turn kept from where it is whole."""
    turns = list(one.turns)
    places: dict[int, int] = {}
    added = 0
    known = {other: mine for mine, other in overlap(one.turns, shot.turns)}
    last = max(known, default=-1)
    for position, turn in enumerate(shot.turns):
        if position in known:
            place = known[position] + added
            turns[place] = _whole(turns[place], turn)
        elif position < last:
            place = max((places[each] for each in places), default=-1) + 1
            turns.insert(place, turn)
            added += 1
        else:
            place = len(turns)
            turns.append(turn)
        places[position] = place
    fresh = {id(turn) for turn in shot.turns}
    moved = [_moved(turn, n, places if id(turn) in fresh else None) for n, turn in enumerate(turns)]
    platforms = _platforms(one, shot)
    return StitchedShots(
        tuple(moved),
        one.title if one.title is not None else shot.title,
        platforms.pop() if len(platforms) == 1 else "unknown",
        (*one.images, *shot.images),
        (*one.warnings, *shot.warnings),
    )


def _whole(one: Turn, other: Turn) -> Turn:
    """The same turn seen twice: the one that no edge cuts."""
    cut = one.partial or len(one.text) < len(other.text) * SAME_WORDS / 100
    if cut and not other.partial:
        return replace(other, reply_to=one.reply_to)
    return one


def _moved(turn: Turn, n: int, places: Mapping[int, int] | None) -> Turn:
    """The turn at its new place, what it answers to following when it is from the new shot."""
    if turn.reply_to is None or places is None:
        return replace(turn, n=n)
    return replace(turn, n=n, reply_to=places.get(turn.reply_to))
