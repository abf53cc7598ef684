"""Coming to the desk, proving again who one is, and leaving it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from vigie.flows.team import people, visits
from vigie.flows.team.guessing import Slowed
from vigie.flows.team.passkeys import assertion_options
from vigie.kernel.errors import NotAllowed
from vigie.web.desk.door import PACE, device_of, remember_device, site_of
from vigie.web.desk.proof import proof_page
from vigie.web.desk.refusals import sentence_of
from vigie.web.desk.session import (
    COOKIE,
    desk_of,
    forget,
    login_page,
    onwards,
    remember,
)
from vigie.web.load import source_of


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Name, passphrase and code in one form; without a code, on to the page of the passkey."""
    if request.method == "GET":
        return login_page(request, to=request.GET.get("to", ""))
    sent = request.POST
    name, passphrase, code = sent.get("name", ""), sent.get("passphrase", ""), sent.get("code", "")
    try:
        with PACE.one_try(name, source_of(request), device_of(request, name)):
            if not code.strip():
                return _ask_for_passkey(request, name, passphrase)
            cookie = people.log_in(name, passphrase, code, timezone.now())
    except NotAllowed as error:
        return _refused(request, error)
    return _let_in(request, cookie)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def log_in_passkey(request: HttpRequest) -> HttpResponse:
    """The passkey's answer, after name and passphrase."""
    if request.method == "GET":
        return redirect("desk:log_in")
    waiting, answer = request.COOKIES.get(COOKIE, ""), request.POST.get("answer", "")
    try:
        cookie = visits.finish_with_passkey(waiting, answer, site_of(request), timezone.now())
    except NotAllowed as error:
        return forget(_refused(request, error))
    return _let_in(request, cookie)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """The second factor again, before a grave act; the visit's cookie changes."""
    if request.method == "GET":
        return proof_page(request, to=request.GET.get("to", ""))
    sent, now, cookie = request.POST, timezone.now(), request.COOKIES.get(COOKIE, "")
    who = desk_of(request).responder.pseudonym
    try:
        if sent.get("answer"):
            fresh = visits.prove_by_passkey(cookie, sent["answer"], site_of(request), now)
        else:
            with PACE.one_try(who, "proof", "proof"):
                fresh = visits.prove_by_code(cookie, sent.get("code", ""), now)
    except NotAllowed as error:
        to, kept = sent.get("to", ""), sent.get("kept")
        return proof_page(request, to=to, kept=kept, problem=sentence_of(error), status=403)
    PACE.passed(who, "proof", "proof")
    onward = onwards(request, sent.get("to", ""), sent.get("kept"), proved=True)
    return remember(onward, fresh)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Locks the desk and takes the cookie back."""
    people.log_out(request.COOKIES.get(COOKIE, ""))
    return forget(redirect("desk:log_in"))


def _ask_for_passkey(request: HttpRequest, name: str, passphrase: str) -> HttpResponse:
    waiting = visits.begin_with_passkey(name, passphrase, timezone.now())
    people.log_out(request.COOKIES.get(COOKIE, ""))
    options = assertion_options(waiting.responder, site_of(request), waiting.challenge)
    sent = request.POST
    context = {"options": options, "to": sent.get("to", ""), "kept": sent.get("kept")}
    return remember(render(request, "desk/login_passkey.html", context), waiting.cookie)


def _let_in(request: HttpRequest, cookie: str) -> HttpResponse:
    """The new visit; one that this browser had before ends, and its failures are forgotten."""
    desk = people.visitor(cookie, timezone.now())
    if desk is None:
        raise NotAllowed(people.REFUSED)
    name = desk.responder.name
    PACE.passed(name, source_of(request), device_of(request, name))
    people.log_out(request.COOKIES.get(COOKIE, ""))
    response = onwards(request, request.POST.get("to", ""), request.POST.get("kept"))
    return remember_device(request, remember(response, cookie), desk.responder)


def _refused(request: HttpRequest, error: NotAllowed) -> HttpResponse:
    sent, slowed = request.POST, isinstance(error, Slowed)
    response = login_page(
        request,
        to=sent.get("to", ""),
        name=sent.get("name", ""),
        problem=sentence_of(error),
        kept=sent.get("kept"),
        status=429 if slowed else 403,
    )
    if isinstance(error, Slowed):
        response["Retry-After"] = str(error.seconds)
    return response
