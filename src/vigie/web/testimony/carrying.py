"""What witness views share: the session they carry, and pages with a fresh token for one act."""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from vigie.flows import witness
from vigie.kernel.errors import NotFound
from vigie.web.load import too_busy_to_look_up
from vigie.web.testimony.cookie import Carried, carried_by, carry, drop
from vigie.web.testimony.forms import as_written

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
CarriedView = Callable[Concatenate[HttpRequest, Carried, P], HttpResponse]
NOT_CARRIED_ON = ("code", "anew")


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Renders a page; every form in it carries `once`, so that a double tap counts once."""
    once = secrets.token_urlsafe(16)
    return render(request, template, {**context, "once": once}, status=status)


def once_of(request: HttpRequest) -> str:
    """The form's token; the query holds it where the body streams to disk. A lost one is new."""
    sent = request.GET.get("once") or request.POST.get("once") or secrets.token_urlsafe(16)
    return sent[:50]


def begin(request: HttpRequest, now: datetime) -> Carried:
    """Starts a testimony, for the campaign the form names, if any."""
    started = witness.start_testimony(
        language=get_language() or "fr",
        campaign=as_written(request.POST.get("campaign")) or None,
        now=now,
    )
    return Carried(started.session, started.code)


def with_testimony(view: CarriedView[P]) -> View[P]:
    """Opens the testimony the request carries and keeps it open.

    Without one, nothing typed is lost: the page asks for the code and sends the text again.
    """

    @wraps(view)
    def opened(request: HttpRequest, /, *args: P.args, **rest: P.kwargs) -> HttpResponse:
        now = timezone.now()
        carried = carried_by(request, now) or _opened_again(request, now)
        if carried is None:
            return _closed(request)
        try:
            response = view(request, carried, *args, **rest)
        except NotFound:
            return erased()
        if request.POST.get("anew") and response.status_code == 302:
            response = redirect("code")
        carry(response, carried, now)
        return response

    return opened


def reopened(code: str) -> Carried | None:
    """The testimony a code opens, or None."""
    try:
        return Carried(witness.reopen(code))
    except NotFound:
        return None


def erased() -> HttpResponse:
    """What the request carries is no longer there: lets go of it and asks for a code."""
    response = redirect("follow")
    drop(response)
    return response


def _opened_again(request: HttpRequest, now: datetime) -> Carried | None:
    if request.method != "POST" or _streams(request):
        return None
    if request.POST.get("anew"):
        return begin(request, now)
    code = request.POST.get("code")
    if not code or "code" not in request.GET or too_busy_to_look_up(request):
        return None
    return reopened(code)


def _closed(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("follow")
    if _streams(request):
        return page(request, "testimony/closed.html", {"files": True}, status=403)
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NOT_CARRIED_ON
    ]
    busy = too_busy_to_look_up(request)
    tried = not busy and "code" in request.POST
    context = {"files": False, "typed": typed, "wrong": tried, "busy": busy}
    return page(request, "testimony/closed.html", context, status=503 if busy else 403)


def _streams(request: HttpRequest) -> bool:
    return request.content_type == "multipart/form-data"
