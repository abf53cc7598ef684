"""Grave acts ask for the second factor again: within five minutes before, by code or passkey.

`@proved` in front of a view is all that a page needs; `is_proved(request)` tells a page which way
to offer.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from vigie.flows.team.passkeys import assertion_options, passkeys
from vigie.flows.team.visits import challenges_of, is_fresh
from vigie.web.desk.door import site_of
from vigie.web.desk.session import COOKIE, desk_of, kept_of, visit_of

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def proved(view: View[Rest]) -> View[Rest]:
    """Runs a view for whoever gave a second factor in the last five minutes; asks the others."""

    @wraps(view)
    def asks_first(
        request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponse:
        return view(request, *args, **kwargs) if is_proved(request) else ask_for_proof(request)

    return asks_first


def is_proved(request: HttpRequest) -> bool:
    """Whether this visit gave a second factor in the last five minutes."""
    return is_fresh(visit_of(request).proved_at, timezone.now())


def ask_for_proof(request: HttpRequest) -> HttpResponse:
    """The way to the proof; what was being sent is carried along, so that nothing is lost."""
    if request.method != "POST":
        return redirect(proof_address(request.get_full_path()))
    return proof_page(request, to=request.get_full_path(), kept=kept_of(request), status=403)


def proof_address(to: str) -> str:
    """The page that asks for a second factor and then leads somewhere."""
    return f"{reverse('desk:prove')}?{urlencode({'to': to})}"


def proof_page(
    request: HttpRequest, *, to: str, problem: str = "", kept: str | None = None, status: int = 200
) -> HttpResponse:
    """Asks for a code or, where the responder has one, a passkey."""
    responder = desk_of(request).responder
    context = {"to": to, "problem": problem, "kept": kept, "options": ""}
    if passkeys(responder):
        challenge = challenges_of(request.COOKIES.get(COOKIE, ""), "prove", timezone.now())[0]
        context["options"] = assertion_options(responder, site_of(request), challenge)
    return render(request, "desk/prove.html", context, status=status)
