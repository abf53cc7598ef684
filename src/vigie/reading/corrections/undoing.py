"""Which corrections count, which can be taken back, and which still fit a second reading."""

from collections.abc import Mapping, Sequence

from vigie.kernel.conversations import Conversation, Turn
from vigie.kernel.corrections import (
    Add,
    Confirm,
    Correction,
    CorrectionEvent,
    FixSide,
    Hide,
    Merge,
    Show,
    Split,
    SwapAll,
    Undo,
)


def active_places(events: Sequence[CorrectionEvent]) -> frozenset[int]:
    """The places of the corrections that count: an undo takes one earlier event back, also one
    that was itself an undo."""
    undone: set[int] = set()
    for place in range(len(events) - 1, -1, -1):
        correction = events[place].correction
        if isinstance(correction, Undo) and place not in undone and correction.event < place:
            undone.add(correction.event)
    return frozenset(range(len(events))) - undone


def revertible_places(events: Sequence[CorrectionEvent]) -> frozenset[int]:
    """What can be undone now: it counts, and nothing later rests on it."""
    active = active_places(events)
    free: set[int] = set()
    used: set[str] = set()
    for place in sorted(active, reverse=True):
        correction = events[place].correction
        if not isinstance(correction, Undo) and not _makes(correction, place) & used:
            free.add(place)
        used |= _uses(correction)
    return frozenset(free)


def _makes(correction: Correction, place: int) -> frozenset[str]:
    """The turns that a correction makes or changes; "sides" and "order" are those of all."""
    match correction:
        case SwapAll():
            return frozenset({"sides"})
        case Add():
            return frozenset({f"a{place}"})
        case Split():
            return frozenset({correction.turn, f"s{place}"})
        case Confirm() | Undo():
            return frozenset()
        case Hide() | Show():
            return frozenset({correction.turn, "order"})
    return keys_of(correction)


def _uses(correction: Correction) -> frozenset[str]:
    if isinstance(correction, Confirm | Undo | SwapAll):
        return frozenset()
    whole = {FixSide: {"sides"}, Add: {"sides"}, Merge: {"order"}}
    return keys_of(correction) | whole.get(type(correction), set())


def keys_of(correction: Correction) -> frozenset[str]:
    """The keys of the turns that a correction speaks of."""
    named = (getattr(correction, name, None) for name in ("turn", "next", "after"))
    return frozenset(each for each in named if each is not None)


def still_fit(events: Sequence[CorrectionEvent], old: Conversation, new: Conversation) -> bool:
    """Whether each correction that counts says of a new reading what it said of the old one."""
    before, after = _by_key(old), _by_key(new)
    kept = (events[place].correction for place in active_places(events))
    return all(_fits(each, old, new, before, after) for each in kept)


def _by_key(talk: Conversation) -> Mapping[str, Turn]:
    return {str(turn.n): turn for turn in talk.turns}


def _fits(
    correction: Correction,
    old: Conversation,
    new: Conversation,
    before: Mapping[str, Turn],
    after: Mapping[str, Turn],
) -> bool:
    """A cut, a join and a "right as read" also ask for the same words; a missed turn, for the same
    neighbours."""
    if isinstance(correction, SwapAll):
        return [turn.side for turn in old.turns] == [turn.side for turn in new.turns]
    exact = isinstance(correction, Split | Merge | Confirm)
    keys = {key for key in keys_of(correction) if key.isdecimal()}
    if isinstance(correction, Add):
        keys.add("0" if correction.after is None else _following(correction.after))
    return all(_same(before.get(key), after.get(key), exact=exact) for key in keys)


def _following(key: str) -> str:
    return str(int(key) + 1) if key.isdecimal() else key


def _same(before: Turn | None, after: Turn | None, *, exact: bool) -> bool:
    """Whether it is the same message in both readings; none in both is the same end."""
    if before is None or after is None:
        return before is after
    same_place = (before.image, before.page, before.side) == (after.image, after.page, after.side)
    if exact or before.box is None or after.box is None:
        return same_place and before.text == after.text
    (left, top, right, bottom), (x, y, x2, y2) = before.box, after.box
    return same_place and max(left, x) < min(right, x2) and max(top, y) < min(bottom, y2)
