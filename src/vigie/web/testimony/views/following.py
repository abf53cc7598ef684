"""Coming back with the code: what happened since, messages both ways, withdrawing, the receipt."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from vigie.flows import witness
from vigie.flows.witness import SoFar
from vigie.kernel.errors import NotFound
from vigie.web.load import too_busy_to_look_up
from vigie.web.testimony.carrying import once_of, page, reopened, with_testimony
from vigie.web.testimony.cookie import Carried, carried_by, carry, drop
from vigie.web.testimony.forms import as_written
from vigie.web.testimony.questions import QUESTIONS, question_about
from vigie.web.testimony.views.evidence import shown_files
from vigie.web.testimony.words import NOTICES, STATUSES, platform_name


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Asks for the code, or shows what it opens."""
    now = timezone.now()
    carried = carried_by(request, now)
    if request.method == "POST":
        if too_busy_to_look_up(request):
            return page(request, "testimony/code_asked.html", {"busy": True}, status=503)
        carried = reopened(request.POST.get("code", ""))
        if carried is None:
            return page(request, "testimony/code_asked.html", {"wrong": True}, status=422)
    if carried is None:
        return page(request, "testimony/code_asked.html", {"wrong": False})
    if request.method != "POST":
        return status(request)
    response = redirect("follow")
    carry(response, carried, now)
    return response


@with_testimony
def status(request: HttpRequest, carried: Carried) -> HttpResponse:
    """What the code opens: where it stands, messages, evidence, short answers."""
    told = witness.so_far(carried.session, timezone.now())
    context = {
        "told": told,
        "status": STATUSES[told.status],
        "notices": shown_notices(told),
        "files": shown_files(told),
        "after": QUESTIONS[0].address,
        "evidence": f"{question_about('evidence').address}?follow",
    }
    return page(request, "testimony/follow.html", context)


def shown_notices(told: SoFar) -> list[dict[str, object]]:
    """What was written to platforms, in the witness's words; what is not sent yet is not shown."""
    return [
        {
            "platform": platform_name(notice.platform),
            "sent_at": notice.sent_at,
            "state": NOTICES[notice.state],
        }
        for notice in told.notices
        if notice.state in NOTICES
    ]


@require_POST
@with_testimony
def message(request: HttpRequest, carried: Carried) -> HttpResponse:
    """A word to the team; an empty one says nothing."""
    text = as_written(request.POST.get("text"))
    if text:
        witness.say(carried.session, text, once=once_of(request), now=timezone.now())
    return redirect("follow")


@require_http_methods(["GET", "HEAD", "POST"])
@with_testimony
def withdraw(request: HttpRequest, carried: Carried) -> HttpResponse:
    """Says what withdrawing does and does not; then does it, in seven days."""
    if request.method == "POST":
        witness.withdraw(carried.session, timezone.now())
        return redirect("follow")
    told = witness.so_far(carried.session, timezone.now())
    return page(request, "testimony/withdraw.html", {"notices": shown_notices(told)})


@require_POST
@with_testimony
def keep(request: HttpRequest, carried: Carried) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Cancels a withdrawal."""
    witness.keep(carried.session, timezone.now())
    return redirect("follow")


@require_http_methods(["GET", "HEAD", "POST"])
@with_testimony
def receipt(request: HttpRequest, carried: Carried) -> HttpResponse:
    """The signed receipt, after the warning that whoever finds it knows."""
    if request.method != "POST":
        return page(request, "testimony/receipt.html", {"early": False})
    try:
        signed = witness.receipt(carried.session)
    except NotFound:
        return page(request, "testimony/receipt.html", {"early": True})
    response = HttpResponse(signed, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="document.json"'
    return response


@require_POST
def close(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Closes the testimony on this device."""
    response = redirect("first")
    drop(response)
    return response
