"""Several screenshots of one conversation become one: their turns overlap."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from vigie.kernel.conversations import Platform, Turn
from vigie.reading.screenshots.shapes import ScreenReading

SAME_WORDS = 88
FEWEST_CHARS = 8


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
    return tuple(_renumbered(each) for each in found)


def _home(found: Sequence[StitchedShots], shot: StitchedShots) -> int | None:
    """The conversation that a screenshot continues."""
    alike = [place for place, each in enumerate(found) if _may_continue(each, shot)]
    repeated = [place for place in alike if overlap(found[place].turns, shot.turns)]
    if repeated:
        return repeated[-1]
    named = [
        place
        for place in alike
        if shot.title is not None and _same_title(found[place].title, shot.title)
    ]
    return named[-1] if named else None


def _may_continue(one: StitchedShots, shot: StitchedShots) -> bool:
    """Whether neither the titles nor the platforms contradict each other."""
    platforms = {one.platform, shot.platform} - {"unknown"}
    if len(platforms) > 1:
        return False
    return one.title is None or shot.title is None or _same_title(one.title, shot.title)


def _same_title(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one == other
    return fuzz.ratio(one.casefold(), other.casefold()) >= SAME_WORDS


def overlap(before: Sequence[Turn], after: Sequence[Turn]) -> int:
    """How many turns at the start of `after` repeat the end of `before`, at most all of them.

    Turns cut by the edge of a screenshot may differ; one whole turn of words must be the same.
    """
    for length in range(min(len(before), len(after)), 0, -1):
        pairs = list(zip(before[-length:], after[:length], strict=True))
        if all(_alike(one, other) for one, other in pairs) and any(
            _tells(one, other) for one, other in pairs
        ):
            return length
    return 0


def _alike(one: Turn, other: Turn) -> bool:
    if one.side != other.side:
        return False
    if one.partial or other.partial:
        return fuzz.partial_ratio(one.text, other.text) >= SAME_WORDS or not one.text
    return one.kind == other.kind and fuzz.ratio(one.text, other.text) >= SAME_WORDS


def _tells(one: Turn, other: Turn) -> bool:
    """Whether two turns are long and alike enough not to be the same by chance."""
    shorter = min(len(one.text), len(other.text))
    return shorter >= FEWEST_CHARS and fuzz.ratio(one.text, other.text) >= SAME_WORDS


def _joined(one: StitchedShots, shot: StitchedShots) -> StitchedShots:
    """Two runs of turns as one, each repeated turn kept from where it is whole."""
    length = overlap(one.turns, shot.turns)
    start = len(one.turns) - length
    shared = [
        _whole(first, second)
        for first, second in zip(one.turns[start:], shot.turns[:length], strict=True)
    ]
    offset = len(one.turns) - length
    added = [_moved(turn, offset) for turn in shot.turns[length:]]
    return StitchedShots(
        (*one.turns[:start], *shared, *added),
        one.title if one.title is not None else shot.title,
        one.platform if one.platform != "unknown" else shot.platform,
        (*one.images, *shot.images),
        (*one.warnings, *shot.warnings),
    )


def _whole(one: Turn, other: Turn) -> Turn:
    """The same turn seen twice: the one that no edge cuts."""
    if one.partial and not other.partial:
        return replace(other, n=one.n, reply_to=one.reply_to)
    return one


def _moved(turn: Turn, offset: int) -> Turn:
    reply = None if turn.reply_to is None else turn.reply_to + offset
    return replace(turn, n=turn.n + offset, reply_to=reply)


def _renumbered(one: StitchedShots) -> StitchedShots:
    return replace(one, turns=tuple(replace(turn, n=n) for n, turn in enumerate(one.turns)))
