"""Putting a reading right, by one form whatever is pressed in it."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from vigie.flows import casework
from vigie.web.desk.case_page import Kept
from vigie.web.desk.correction_form import read_caret, read_corrections, read_key, read_words
from vigie.web.desk.forms import read_version
from vigie.web.desk.session import desk_of
from vigie.web.desk.turn_places import turn_anchor
from vigie.web.desk.views_case import write


@require_POST
def correct(request: HttpRequest, reference: str, conversation: int) -> HttpResponse:
    """Words, side, order, what is none of it and what is missing; all beside what was read."""
    sent, pressed = request.POST, request.POST.get("act", "")
    key, here = read_key(sent), read_key(sent, "here") or read_key(sent)
    anchor = turn_anchor(conversation, here) if here else f"c{conversation}"
    form = f"{anchor}-add" if pressed == "add" else anchor

    def act() -> None:
        desk, version, now = desk_of(request), read_version(sent), timezone.now()
        if pressed == "split":
            words, at = read_words(sent), read_caret(sent)
            casework.split_turn(
                desk, reference, conversation, key, words, at, version=version, now=now
            )
        else:
            corrections = read_corrections(sent)
            casework.correct(desk, reference, conversation, corrections, version=version, now=now)

    return write(request, reference, act, Kept(form, sent.get("text", "")), back=anchor)
