"""Reading again what the machine read, for a witness who wants to: words, sides, what is not it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vigie.flows import witness
from vigie.flows.witness import TalkSeen
from vigie.kernel.corrections import Correction, FixSide, FixText, Hide, Show, SwapAll
from vigie.kernel.errors import BadInput, Conflict
from vigie.reading.corrections.correcting import Revised
from vigie.web.testimony.carrying import page, with_testimony
from vigie.web.testimony.cookie import Carried
from vigie.web.testimony.forms import as_written
from vigie.web.testimony.words import platform_name

LONGEST_NUMBER: Final = 19
MOST_CHARS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """One message as it is shown: who wrote it, and whether it is put away."""

    key: str
    anchor: str
    number: int
    side: str
    writer: str
    text: str
    is_text: bool
    hidden: bool
    changed: bool
    others: tuple[str, ...]
    typed: str | None


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation, the names of the captures it was read on, and how often it was changed."""

    id: int
    platform: str
    files: tuple[str, ...]
    events: int
    lines: tuple[Line, ...]


@require_http_methods(["GET", "HEAD"])
@with_testimony
def reread(request: HttpRequest, carried: Carried) -> HttpResponse:
    """The conversations that were read on their captures, without the pictures."""
    return _shown(request, carried)


@require_POST
@with_testimony
def put_right(request: HttpRequest, carried: Carried, conversation: int) -> HttpResponse:
    """Keeps one correction and goes back to its message; refused, what was typed comes back."""
    sent = request.POST
    turn, events = sent.get("turn", "")[:LONGEST_NUMBER], sent.get("events", "")
    known = int(events) if events.isdecimal() and len(events) < LONGEST_NUMBER else -1
    try:
        witness.put_right(
            carried.session, conversation, asked(sent), events=known, now=timezone.now()
        )
    except Conflict:
        said = _("This changed meanwhile. Look again.")
        return _shown(request, carried, said, (conversation, turn), status=409)
    except BadInput:
        said = _("Nothing changed.")
        return _shown(request, carried, said, (conversation, turn), status=422)
    return redirect(f"{reverse('reread')}#{anchor_of(conversation, turn)}")


def asked(sent: QueryDict) -> tuple[Correction, ...]:
    """What was pressed; raises BadInput when it is no button of this page."""
    make = _ASKED.get(sent.get("act", ""))
    if make is None:
        raise BadInput("There is no such button.")
    return make(sent.get("turn", ""), sent)


def _saved(turn: str, sent: QueryDict) -> tuple[Correction, ...]:
    text = as_written(sent.get("text"))[:MOST_CHARS].replace("\r\n", "\n")
    return (FixText(turn, text),) if text else ()


_ASKED: Final[Mapping[str, Callable[[str, QueryDict], tuple[Correction, ...]]]] = {
    "save": _saved,
    "left": lambda turn, _sent: (FixSide(turn, "left"),),
    "right": lambda turn, _sent: (FixSide(turn, "right"),),
    "hide": lambda turn, _sent: (Hide(turn),),
    "show": lambda turn, _sent: (Show(turn),),
    "swap": lambda _turn, _sent: (SwapAll(),),
}


def anchor_of(conversation: int, turn: str) -> str:
    """The fragment that leads to a message, or to its conversation."""
    return f"m{conversation}-{turn}" if turn.isalnum() else f"m{conversation}"


def _shown(
    request: HttpRequest,
    carried: Carried,
    problem: str = "",
    place: tuple[int, str] = (0, ""),
    status: int = 200,
) -> HttpResponse:
    typed = as_written(request.POST.get("text")) if problem else ""
    talks = [_talk(each, place, typed) for each in witness.read_back(carried.session)]
    context = {"talks": talks, "problem": problem, "place": anchor_of(*place)}
    return page(request, "testimony/reread.html", context, status=status)


def _talk(seen: TalkSeen, place: tuple[int, str], typed: str) -> Talk:
    platform = seen.conversation.platform
    return Talk(
        id=seen.id,
        platform="" if platform == "unknown" else platform_name(platform),
        files=tuple(file.name for file in seen.conversation.source.files),
        events=seen.events,
        lines=tuple(
            _line(seen.id, each, typed if place == (seen.id, each.key) and typed else None)
            for each in seen.turns
        ),
    )


def _line(conversation: int, revised: Revised, typed: str | None) -> Line:
    turn = revised.turn
    return Line(
        key=revised.key,
        anchor=anchor_of(conversation, revised.key),
        number=turn.n + 1,
        side="right" if turn.side == "right" else "left",
        writer=_writer(turn.side),
        text=turn.text,
        is_text=turn.kind == "text" or bool(turn.text),
        hidden=revised.hidden is not None,
        changed=bool(revised.changes),
        others=tuple(side for side in ("right", "left") if side != turn.side),
        typed=typed,
    )


def _writer(side: str | None) -> str:
    if side == "right":
        return _("You")
    return _("The app") if side == "centre" else _("The other person")
