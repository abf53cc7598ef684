"""The evidence: files go straight to sealing, and each is shown with what became of it."""

from contextlib import suppress
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from vigie.flows import witness
from vigie.flows.witness import ReceivedFile, SoFar
from vigie.kernel.errors import NotFound
from vigie.web.testimony.carrying import once_of, page, with_testimony
from vigie.web.testimony.cookie import Carried
from vigie.web.testimony.questions import question_about
from vigie.web.testimony.views.asking import asked_context, where_next
from vigie.web.testimony.words import FILE_STATES, PROBLEMS
from vigie.web.uploads import sealed_files

LONGEST_ID: Final = 19


@require_http_methods(["GET", "HEAD", "POST"])
@with_testimony
def evidence(request: HttpRequest, carried: Carried) -> HttpResponse:
    """Files and pasted messages; "add" comes back here, anything else goes on."""
    asked = question_about("evidence")
    troubled: tuple[ReceivedFile, ...] = ()
    if request.method == "POST":
        troubled = _receive(request, carried)
        if not troubled:
            return redirect(_onward(request))
    told = witness.so_far(carried.session, timezone.now())
    context = asked_context(request, asked, told.answers)
    context |= {"files": shown_files(told), "problems": shown_problems(troubled)}
    context |= {"following": "follow" in request.GET}
    context |= {"limit_megabytes": settings.VIGIE_UPLOAD_LIMIT_BYTES // 1_000_000}
    return page(request, asked.template, context)


def _receive(request: HttpRequest, carried: Carried) -> tuple[ReceivedFile, ...]:
    once, now = once_of_query(request), timezone.now()
    received = witness.receive_files(carried.session, sealed_files(request), once=once, now=now)
    answers = question_about("evidence").form(request.POST).answers()
    witness.save_page(carried.session, "evidence", answers, once=f"{once}.text", now=now)
    return tuple(each for each in received if not each.kept)


@require_POST
@with_testimony
def lock(request: HttpRequest, carried: Carried) -> HttpResponse:
    """Freezes one of their own files: nobody looks at it any more."""
    file = request.POST.get("file", "")
    if file.isascii() and file.isdigit() and len(file) < LONGEST_ID:
        with suppress(NotFound):
            witness.freeze_own(carried.session, int(file), timezone.now())
    back = request.POST.get("back") == "follow"
    return redirect(reverse("follow") if back else question_about("evidence").address)


def once_of_query(request: HttpRequest) -> str:
    """The token in the address, since the body must not be read before it streams to sealing."""
    return request.GET.get("once", "")[:50] or once_of(request)


def _onward(request: HttpRequest) -> str:
    asked = question_about("evidence")
    if request.POST.get("go") == "add":
        kept = "?follow" if "follow" in request.GET else "?look" if "look" in request.GET else ""
        return asked.address + kept
    return reverse("follow") if "follow" in request.GET else where_next(request, asked, {})


def shown_files(told: SoFar) -> list[dict[str, object]]:
    """Each file with its state in the witness's words."""
    return [
        {
            "id": file.id,
            "can_be_frozen": file.can_be_frozen,
            "name": file.name,
            "size": in_megabytes(file.size_bytes),
            "state": FILE_STATES["dropped" if file.problem == "too_large" else file.state],
            "problem": PROBLEMS[file.problem] if file.problem else "",
        }
        for file in told.files
    ]


def in_megabytes(size_bytes: int) -> str:
    """ "1.4 MB", in the reader's language."""
    megabytes = max(0.1, size_bytes / 1_000_000)
    return gettext("%s MB") % number_format(megabytes, decimal_pos=1)


def shown_problems(files: tuple[ReceivedFile, ...]) -> list[dict[str, object]]:
    """What was not kept, and why."""
    return [
        {"name": file.name, "problem": PROBLEMS[file.problem] if file.problem else ""}
        for file in files
    ]
