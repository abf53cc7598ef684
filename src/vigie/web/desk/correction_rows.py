"""The history of a conversation's corrections: who, when, what stood there and what then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from vigie.flows.casework import ChangeView
from vigie.kernel.corrections import (
    Add,
    Confirm,
    Correction,
    FixKind,
    FixSide,
    FixText,
    Merge,
    Show,
    Split,
    Undo,
    act_of,
)
from vigie.web.desk.words import KINDS, SIDES, Words, word

ACTS: Final[Words] = {
    "text": _("words put right"),
    "side": _("other side"),
    "kind": _("another kind of message"),
    "swap": _("the two sides swapped"),
    "merge": _("two messages joined"),
    "split": _("one message cut in two"),
    "hide": _("message hidden"),
    "show": _("message shown again"),
    "add": _("missing message added"),
    "confirm": _("looked at: right as read"),
    "undo": _("correction undone"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the history; `number` counts from 1, `undone` is which one an undo took back."""

    number: int
    event: int
    act: str
    by: str
    by_witness: bool
    hour: datetime
    before: tuple[str, ...]
    after: tuple[str, ...]
    undone: int
    counts: bool
    free: bool


def lay_out_history(history: Sequence[ChangeView]) -> tuple[Change, ...]:
    """The lines of the history, the newest first."""
    return tuple(_change(each) for each in reversed(history))


def _change(view: ChangeView) -> Change:
    correction = view.correction
    return Change(
        number=view.place + 1,
        event=view.place,
        act=word(ACTS, act_of(correction)),
        by=view.by,
        by_witness=view.by_witness,
        hour=view.hour,
        before=() if isinstance(correction, Confirm | Show) else _said(correction, view.before),
        after=_after(correction, view.before),
        undone=correction.event + 1 if isinstance(correction, Undo) else 0,
        counts=view.counts,
        free=view.free,
    )


def _said(correction: Correction, before: tuple[str, ...]) -> tuple[str, ...]:
    named: Mapping[type, Words] = {FixSide: SIDES, FixKind: KINDS}
    words = named.get(type(correction))
    return before if words is None else tuple(word(words, each) for each in before)


def _after(correction: Correction, before: tuple[str, ...]) -> tuple[str, ...]:
    """What then stood there; empty where the act itself says it."""
    match correction:
        case FixText() | Add():
            return (correction.text,)
        case FixSide():
            return (word(SIDES, correction.side),)
        case FixKind():
            return (word(KINDS, correction.kind),)
        case Confirm() | Show():
            return before
        case Merge():
            return (" ".join(before),)
        case Split() if before:
            return before[0][: correction.at].strip(), before[0][correction.at :].strip()
    return ()
