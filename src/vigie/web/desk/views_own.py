"""One's own page: passkeys, passphrase, visits."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vigie.evidence.passphrases import LEAST_CHARS, suggest_passphrase
from vigie.flows.team import passkeys, visits
from vigie.flows.team.people import Desk
from vigie.kernel.errors import VigieError
from vigie.web.desk.door import PACE, is_named, remember_device, site_of
from vigie.web.desk.proof import proved
from vigie.web.desk.refusals import sentence_of, status_of
from vigie.web.desk.session import COOKIE, desk_of, visit_of
from vigie.web.desk.words import ROLES


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """What one comes in with, and where one is in."""
    desk = desk_of(request)
    context = {
        "role": ROLES[desk.responder.role],
        "passkeys": passkeys.passkeys(desk.responder),
        "visits": visits.visits_of(desk, visit_of(request).number, timezone.now()),
    }
    return render(request, "desk/own.html", context)


@require_http_methods(["GET", "POST"])
@proved
def add_passkey(request: HttpRequest) -> HttpResponse:
    """The browser makes a passkey, which is then listed under its name."""
    if request.method == "GET":
        return _passkey_form(request)
    desk, now, sent = desk_of(request), timezone.now(), request.POST
    challenges = visits.challenges_of(request.COOKIES.get(COOKIE, ""), "enrol", now)
    try:
        passkeys.enrol(
            desk, sent.get("label", ""), sent.get("answer", ""), site_of(request), challenges, now
        )
    except VigieError as error:
        return _passkey_form(request, error)
    return redirect("desk:own")


@require_POST
@proved
def remove_passkey(request: HttpRequest, number: int) -> HttpResponse:
    """Takes a passkey away; the code of the authenticator stays."""
    passkeys.remove_passkey(desk_of(request), number)
    return redirect("desk:own")


@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@proved
def passphrase(request: HttpRequest) -> HttpResponse:
    """Another passphrase; the other visits end, and browsers that were known are strangers."""
    if request.method == "GET" or "show" in request.POST:
        return _passphrase_form(request)
    desk = desk_of(request)
    try:
        _change_passphrase(request, desk)
    except VigieError as error:
        return _passphrase_form(request, error)
    desk.responder.refresh_from_db()
    return remember_device(request, redirect("desk:own"), desk.responder)


@require_POST
def end_visit(request: HttpRequest, number: int) -> HttpResponse:
    """Ends one of one's own visits, in another browser or here."""
    visits.end_visit(desk_of(request), number)
    return redirect("desk:own")


@sensitive_variables()
def _change_passphrase(request: HttpRequest, desk: Desk) -> None:
    sent, who = request.POST, desk.responder.pseudonym
    with PACE.one_try(who, "passphrase", "passphrase"):
        visits.change_passphrase(
            desk,
            visit_of(request).number,
            sent.get("passphrase_old", ""),
            sent.get("passphrase", ""),
        )
    PACE.passed(who, "passphrase", "passphrase")


def _passkey_form(request: HttpRequest, error: VigieError | None = None) -> HttpResponse:
    cookie, now = request.COOKIES.get(COOKIE, ""), timezone.now()
    challenge = visits.challenges_of(cookie, "enrol", now)[0]
    context = {
        "named": is_named(site_of(request)),
        "options": passkeys.enrol_options(desk_of(request), site_of(request), challenge),
        "label": request.POST.get("label", ""),
        "problem": sentence_of(error) if error else "",
    }
    status = status_of(error) if error else 200
    return render(request, "desk/passkey_add.html", context, status=status)


@sensitive_variables()
def _passphrase_form(request: HttpRequest, error: VigieError | None = None) -> HttpResponse:
    clear = "show" in request.POST
    context = {
        "old": request.POST.get("passphrase_old", "") if clear else "",
        "passphrase": request.POST.get("passphrase", "") if clear else "",
        "clear": clear,
        "least": LEAST_CHARS,
        "suggested": suggest_passphrase(),
        "problem": sentence_of(error) if error else "",
    }
    status = status_of(error) if error else 200
    return render(request, "desk/passphrase.html", context, status=status)
