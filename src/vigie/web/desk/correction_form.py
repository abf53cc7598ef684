"""What the forms beside a message ask for: the corrections that one press stands for."""

import re
from collections.abc import Callable, Mapping
from typing import Final, cast, get_args

from django.http import QueryDict
from django.utils.translation import gettext

from vigie.kernel.conversations import Side, TurnKind
from vigie.kernel.corrections import (
    Add,
    Confirm,
    Correction,
    FixKind,
    FixSide,
    FixText,
    Hide,
    Merge,
    Show,
    SwapAll,
    Undo,
)
from vigie.kernel.errors import BadInput
from vigie.web.desk.forms import TEXT_CHARS

KEY: Final = re.compile(r"[as]?[0-9]{1,9}")


def read_key(sent: QueryDict, name: str = "turn") -> str:
    """The key of a turn; empty when none, or nothing that could be one, is given."""
    key = sent.get(name, "")
    return key if KEY.fullmatch(key) else ""


def read_words(sent: QueryDict) -> str:
    """The words of a turn, with the line ends of the conversation; raises BadInput when endless."""
    words = sent.get("text", "").replace("\r\n", "\n")
    if len(words) > TEXT_CHARS:
        raise BadInput(gettext("The text is longer than 20,000 characters; shorten it."))
    return words


def read_caret(sent: QueryDict) -> int | None:
    """Where the cursor stood in the words, when the page could tell."""
    at = sent.get("at", "")
    return int(at) if at.isdecimal() and len(at) < len(str(TEXT_CHARS)) + 1 else None


def read_corrections(sent: QueryDict) -> tuple[Correction, ...]:
    """What was pressed; raises BadInput when it is no press of ours."""
    read = _READ.get(sent.get("act", ""))
    if read is None:
        raise BadInput(gettext("This page is too old to write from; nothing was changed."))
    return read(sent)


def _saved(sent: QueryDict) -> tuple[Correction, ...]:
    """Words and kind as they are in the form; left as they are, they are right."""
    turn, text, kind = read_key(sent), read_words(sent), sent.get("kind", "")
    if not text.strip() and kind in ("", "text"):
        raise BadInput(gettext("A message without words: hide it instead."))
    kinds = (FixKind(turn, cast(TurnKind, kind)),) if kind in get_args(TurnKind) else ()
    return (FixText(turn, text), *kinds, Confirm(turn))


def _added(sent: QueryDict) -> tuple[Correction, ...]:
    text, side = read_words(sent).strip(), sent.get("side", "")
    if not text:
        raise BadInput(gettext("Nothing was written yet."))
    known = cast(Side, side) if side in get_args(Side) else "left"
    return (Add(read_key(sent) or None, text, known),)


def _undone(sent: QueryDict) -> tuple[Correction, ...]:
    event = sent.get("event", "")
    return (Undo(int(event) if event.isdecimal() and len(event) < 9 else 0),)


_READ: Final[Mapping[str, Callable[[QueryDict], tuple[Correction, ...]]]] = {
    "save": _saved,
    "confirm": lambda sent: (Confirm(read_key(sent)),),
    "left": lambda sent: (FixSide(read_key(sent), "left"),),
    "right": lambda sent: (FixSide(read_key(sent), "right"),),
    "centre": lambda sent: (FixSide(read_key(sent), "centre"),),
    "merge": lambda sent: (Merge(read_key(sent), read_key(sent, "next")),),
    "hide": lambda sent: (Hide(read_key(sent)),),
    "show": lambda sent: (Show(read_key(sent)),),
    "add": _added,
    "swap": lambda _sent: (SwapAll(),),
    "undo": _undone,
}
