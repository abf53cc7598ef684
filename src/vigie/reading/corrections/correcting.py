"""A reading with people's corrections on it: pure, total, and nothing that was read is lost.

Corrections are applied in their order to the machine's conversation, which stays as it is. One that
does not fit what stands (a turn that is no longer there, a cut outside the text) changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from vigie.kernel.conversations import Box, Conversation, Participant, Side, Turn
from vigie.kernel.corrections import (
    WITNESS,
    Add,
    Confirm,
    Correction,
    CorrectionEvent,
    FixKind,
    FixSide,
    FixText,
    Hide,
    Merge,
    Show,
    Split,
    SwapAll,
    Undo,
)
from vigie.reading.corrections.undoing import active_places

OPPOSITE: Final[Mapping[Side | None, Side | None]] = {"left": "right", "right": "left"}
GLUE: Final = "\n"


@dataclass(frozen=True, slots=True)
class Revised:
    """One turn as it stands, under its `key`; it comes from the `machine`'s turns of these numbers.

    `changes` are the places of the events that changed it, and `hidden` of the one that hid it.
    `glue` is what stood between it and the part from which it was cut off.
    """

    key: str
    turn: Turn
    machine: tuple[int, ...] = ()
    changes: tuple[int, ...] = ()
    hidden: int | None = None
    glue: str | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """A conversation as it stands: what rules and people read, without the hidden turns; `turns`
    with those in their places; and the places of the events that count."""

    machine: Conversation
    conversation: Conversation
    turns: tuple[Revised, ...]
    active: frozenset[int] = frozenset()

    def named(self, key: str) -> Revised | None:
        """The turn of this key, if there is one."""
        return next((each for each in self.turns if each.key == key), None)


@dataclass(frozen=True, slots=True)
class _State:
    turns: tuple[Revised, ...]
    participants: tuple[Participant, ...]

    def at(self, key: str) -> int | None:
        return next((n for n, each in enumerate(self.turns) if each.key == key), None)

    def put(self, place: int, *turns: Revised) -> "_State":
        return replace(self, turns=(*self.turns[:place], *turns, *self.turns[place + 1 :]))


def revise(talk: Conversation, events: Sequence[CorrectionEvent]) -> Revision:
    """The conversation as it stands after these events.

    What a witness put right asks for a look of the team, and counts meanwhile.
    """
    active = active_places(events)
    state = _State(
        tuple(Revised(str(turn.n), turn, (turn.n,)) for turn in talk.turns), talk.participants
    )
    for place in sorted(active):
        correction, ours = events[place].correction, events[place].by != WITNESS
        if ours or not isinstance(correction, Confirm):
            state = _APPLY[type(correction)](state, correction, place)
        if not ours:
            state = replace(state, turns=tuple(_to_look_at(t, place) for t in state.turns))
    turns = _numbered(state.turns)
    shown = tuple(each.turn for each in turns if each.hidden is None)
    standing = replace(talk, turns=shown, participants=state.participants)
    return Revision(talk, standing, turns, active)


def _to_look_at(each: Revised, place: int) -> Revised:
    if place not in each.changes:
        return each
    return replace(each, turn=replace(each.turn, check=True))


def _numbered(turns: Sequence[Revised]) -> tuple[Revised, ...]:
    """Turns numbered from 0 without the hidden ones; a reply leads to where that message is now."""
    numbers: dict[str, int] = {}
    now: dict[int, int] = {}
    for each in turns:
        if each.hidden is None:
            number = numbers[each.key] = len(numbers)
            now.update({machine: number for machine in each.machine if machine not in now})
    return tuple(_placed(each, numbers.get(each.key), now) for each in turns)


def _placed(each: Revised, number: int | None, now: Mapping[int, int]) -> Revised:
    turn = each.turn
    to = None if turn.reply_to is None else now.get(turn.reply_to)
    n = turn.n if number is None else number
    return replace(each, turn=replace(turn, n=n, reply_to=None if to == n else to))


def _changed(each: Revised, place: int, **fields: Any) -> Revised:  # noqa: ANN401 (of Turn)
    turn = replace(each.turn, check=False, **fields)
    return replace(each, turn=turn, changes=(*each.changes, place))


def _fix_text(state: _State, said: FixText, place: int) -> _State:
    return _with(state, said.turn, place, text=said.text)


def _fix_kind(state: _State, said: FixKind, place: int) -> _State:
    return _with(state, said.turn, place, kind=said.kind)


def _with(state: _State, key: str, place: int, **fields: Any) -> _State:  # noqa: ANN401 (of Turn)
    found = state.at(key)
    if found is None:
        return state
    each = state.turns[found]
    if all(getattr(each.turn, name) == value for name, value in fields.items()):
        return state
    return state.put(found, _changed(each, place, **fields))


def _fix_side(state: _State, said: FixSide, place: int) -> _State:
    found = state.at(said.turn)
    if found is None or state.turns[found].turn.side == said.side:
        return state
    each = state.turns[found]
    others = state.turns[:found] + state.turns[found + 1 :]
    author = _author_on(said.side, others, state.participants)
    kind = each.turn.kind
    if said.side == "centre" and kind == "text":
        kind = "system"
    elif said.side != "centre" and kind == "system":
        kind = "text"
    return _with(state, said.turn, place, side=said.side, author=author, kind=kind)


def _author_on(
    side: Side, turns: Sequence[Revised], participants: Sequence[Participant]
) -> str | None:
    """Who writes on a side, when it is one and the same; None when nobody can tell."""
    if side == "centre":
        return None
    writers = {each.turn.author for each in turns if each.turn.side == side}
    if not writers:
        writers = {each.id for each in participants if each.owner is (side == "right")}
    return writers.pop() if len(writers) == 1 else None


def _swap_all(state: _State, _said: SwapAll, _place: int) -> _State:
    turns = tuple(
        replace(each, turn=replace(each.turn, side=OPPOSITE.get(each.turn.side, each.turn.side)))
        for each in state.turns
    )
    people = tuple(
        each if each.owner is None else replace(each, owner=not each.owner)
        for each in state.participants
    )
    return _State(turns, people)


def cut_of(text: str, sent: str, at: int | None) -> tuple[str, int]:
    """Words as somebody sent them, and where to cut them: at the caret, else at a line break.

    A line break that is all that was written into the text marks the place and is no word of it.
    """
    for place, character in enumerate(sent):
        before, rest = sent[:place], sent[place + 1 :]
        if character == "\n" and text in (before + rest, f"{before} {rest}"):
            return text, place
    if at is not None:
        return sent, at
    return sent, max(sent.find("\n\n"), sent.find("\n"), 0)


def next_shown(turns: Sequence[Revised], place: int) -> int | None:
    """The place of the next turn that is not hidden."""
    later = range(place + 1, len(turns))
    return next((n for n in later if turns[n].hidden is None), None)


def _merge(state: _State, said: Merge, place: int) -> _State:
    first, second = state.at(said.turn), state.at(said.next)
    if first is None or second is None or state.turns[first].hidden is not None:
        return state
    if next_shown(state.turns, first) != second:
        return state
    one = _joined(state.turns[first], state.turns[second], place)
    without = replace(state, turns=state.turns[:second] + state.turns[second + 1 :])
    return without.put(first, one)


def _joined(one: Revised, two: Revised, place: int) -> Revised:
    a, b = one.turn, two.turn
    glue = (GLUE if two.glue is None else two.glue) if a.text and b.text else ""
    together = (a.image, a.page) == (b.image, b.page)
    return replace(
        _changed(
            one,
            place,
            text=a.text + glue + b.text,
            kind=b.kind if a.kind == "text" else a.kind,
            sent_at=a.sent_at or b.sent_at,
            sent_at_raw=a.sent_at_raw or b.sent_at_raw,
            reply_to=b.reply_to if a.reply_to is None else a.reply_to,
            reactions=a.reactions + b.reactions,
            edited=a.edited or b.edited,
            forwarded=a.forwarded or b.forwarded,
            partial=together and (a.partial or b.partial),
            box=_around(a.box, b.box) if together else a.box,
        ),
        machine=tuple(dict.fromkeys(one.machine + two.machine)),
        changes=tuple(dict.fromkeys((*one.changes, *two.changes, place))),
    )


def _around(a: Box | None, b: Box | None) -> Box | None:
    if a is None or b is None:
        return a or b
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def _split(state: _State, said: Split, place: int) -> _State:
    found = state.at(said.turn)
    if found is None:
        return state
    each = state.turns[found]
    text = each.turn.text
    first, second = text[: said.at].rstrip(), text[said.at :].lstrip()
    if not first or not second:
        return state
    upper, lower = _divided(each.turn.box, len(first) / (len(first) + len(second)))
    one = _changed(each, place, text=first, box=upper, reactions=())
    two = _changed(each, place, text=second, box=lower, reply_to=None)
    two = replace(two, key=f"s{place}", glue=text[len(first) : len(text) - len(second)])
    return state.put(found, one, two)


def _divided(box: Box | None, share: float) -> tuple[Box | None, Box | None]:
    """The box cut in two, the upper part with this share of it; both have it when it is too low."""
    if box is None or box[3] - box[1] < 2:
        return box, box
    left, top, right, bottom = box
    cut = min(bottom - 1, max(top + 1, top + round((bottom - top) * share)))
    return (left, top, right, cut), (left, cut, right, bottom)


def _hide(state: _State, said: Hide, place: int) -> _State:
    found = state.at(said.turn)
    if found is None or state.turns[found].hidden is not None:
        return state
    return state.put(found, replace(state.turns[found], hidden=place))


def _show(state: _State, said: Show, _place: int) -> _State:
    found = state.at(said.turn)
    return state if found is None else state.put(found, replace(state.turns[found], hidden=None))


def _add(state: _State, said: Add, place: int) -> _State:
    found = -1 if said.after is None else state.at(said.after)
    if found is None:
        return state
    beside = state.turns[max(0, found)].turn if state.turns else None
    turn = Turn(
        0,
        said.text,
        author=_author_on(said.side, state.turns, state.participants),
        side=said.side,
        kind="system" if said.side == "centre" else "text",
        image=beside.image if beside else None,
        page=beside.page if beside else None,
    )
    new = Revised(f"a{place}", turn, changes=(place,))
    return replace(state, turns=(*state.turns[: found + 1], new, *state.turns[found + 1 :]))


def _confirm(state: _State, said: Confirm, _place: int) -> _State:
    found = state.at(said.turn)
    if found is None:
        return state
    each = state.turns[found]
    return state.put(found, replace(each, turn=replace(each.turn, check=False)))


def _undo(state: _State, _said: Undo, _place: int) -> _State:
    return state


_APPLY: Final[Mapping[type[Correction], Callable[[_State, Any, int], _State]]] = {
    FixText: _fix_text,
    FixSide: _fix_side,
    FixKind: _fix_kind,
    SwapAll: _swap_all,
    Merge: _merge,
    Split: _split,
    Hide: _hide,
    Show: _show,
    Add: _add,
    Confirm: _confirm,
    Undo: _undo,
}
