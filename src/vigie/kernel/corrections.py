"""Corrections: what people put right in a reading, as typed events that are only ever added.

A turn is named by a key that stays while turns are cut, joined and numbered anew: "4" is the
machine's turn 4, "s3" the second part cut off by event 3, "a5" the turn added by event 5.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final, get_args

from vigie.kernel.conversations import Side, TurnKind
from vigie.kernel.errors import BadInput

WITNESS: Final = "witness"
"""Who corrected, when it is the witness and nobody of the team."""


@dataclass(frozen=True, slots=True)
class FixText:
    """The words of a turn as they are."""

    turn: str
    text: str


@dataclass(frozen=True, slots=True)
class FixSide:
    """Who wrote a turn: the other person, the phone's owner, or the application."""

    turn: str
    side: Side


@dataclass(frozen=True, slots=True)
class FixKind:
    """What a turn is: words, an image, a voice message…"""

    turn: str
    kind: TurnKind


@dataclass(frozen=True, slots=True)
class SwapAll:
    """The phone was the other person's: every side changes."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Two turns that follow each other are one message."""

    turn: str
    next: str


@dataclass(frozen=True, slots=True)
class Split:
    """One turn is two messages; the second begins at character `at` of its text."""

    turn: str
    at: int


@dataclass(frozen=True, slots=True)
class Hide:
    """A turn that is none of the conversation; it can be shown again."""

    turn: str


@dataclass(frozen=True, slots=True)
class Show:
    """A hidden turn is of the conversation after all."""

    turn: str


@dataclass(frozen=True, slots=True)
class Add:
    """A turn that the machine missed, after another one, or first of all when `after` is None."""

    after: str | None
    text: str
    side: Side


@dataclass(frozen=True, slots=True)
class Confirm:
    """A turn was looked at, and is right as it was read."""

    turn: str


@dataclass(frozen=True, slots=True)
class Undo:
    """An earlier event, by its place among those of its conversation, no longer counts."""

    event: int


Correction = (
    FixText | FixSide | FixKind | SwapAll | Merge | Split | Hide | Show | Add | Confirm | Undo
)
ACTS: Final[Mapping[str, type[Correction]]] = {
    "text": FixText,
    "side": FixSide,
    "kind": FixKind,
    "swap": SwapAll,
    "merge": Merge,
    "split": Split,
    "hide": Hide,
    "show": Show,
    "add": Add,
    "confirm": Confirm,
    "undo": Undo,
}
_NAMES: Final = {made: name for name, made in ACTS.items()}


@dataclass(frozen=True, slots=True)
class CorrectionEvent:
    """A correction with who made it, in which hour, and the words as they stood before it."""

    correction: Correction
    by: str
    hour: datetime
    before: tuple[str, ...] = ()


def act_of(correction: Correction) -> str:
    """The name of what a correction does, as in its JSON."""
    return _NAMES[type(correction)]


def event_to_json(event: CorrectionEvent) -> dict[str, Any]:
    """An event as plain JSON values; its hour stands beside it, where it is kept."""
    return {
        "act": act_of(event.correction),
        **asdict(event.correction),
        "by": event.by,
        "before": list(event.before),
    }


def event_from_json(value: Mapping[str, Any], hour: datetime) -> CorrectionEvent:
    """What `event_to_json` wrote; raises BadInput with one clear sentence."""
    given = {name: each for name, each in value.items() if name not in ("act", "by", "before")}
    try:
        if not all(_VALID[name](each) for name, each in given.items()):
            raise ValueError("a value is not of its kind")
        by, before = value["by"], tuple(value["before"])
        if not all(isinstance(each, str) for each in (by, *before)):
            raise TypeError("words are not a text")
        return CorrectionEvent(ACTS[value["act"]](**given), by, hour, before)
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"This correction is not well formed: {error!r}.") from error


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


_VALID: Final[Mapping[str, Callable[[object], bool]]] = {
    "turn": _is_text,
    "next": _is_text,
    "text": _is_text,
    "after": lambda value: value is None or _is_text(value),
    "side": lambda value: value in get_args(Side),
    "kind": lambda value: value in get_args(TurnKind),
    "at": _is_count,
    "event": _is_count,
}
