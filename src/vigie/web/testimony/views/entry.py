"""The first page, the code, and the quick way out."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from vigie.flows import public, witness
from vigie.web.testimony.card import Card, card_of
from vigie.web.testimony.carrying import begin, page, with_testimony
from vigie.web.testimony.cookie import Carried, carried_by, carry, drop
from vigie.web.testimony.questions import QUESTIONS


@require_safe
def first(request: HttpRequest) -> HttpResponse:
    """The first page: urgent, tell, advice."""
    return page(request, "testimony/first.html", {"organisation": public.organisation()})


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Makes the testimony and shows its code before any question."""
    now = timezone.now()
    carried = carried_by(request, now)
    if request.method != "POST":
        context = {"organisation": public.organisation(), "open": carried is not None}
        return page(request, "testimony/start.html", context)
    response = redirect("code")
    carry(response, begin(request, now), now)
    return response


@require_safe
@with_testimony
def code(request: HttpRequest, carried: Carried) -> HttpResponse:
    """The six words, to note before the first question."""
    context = {"card": card_for(request, carried), "after": QUESTIONS[0].address}
    return page(request, "testimony/code.html", context)


def card_for(request: HttpRequest, carried: Carried) -> Card | None:
    """The card of a code that was just made; None after coming back with it."""
    if not carried.code:
        return None
    return card_of(carried.code, f"{request.get_host()}{reverse('follow')}")


@require_safe
def leave(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """ "Quitter vite": forgets what the browser can forget, then shows something else."""
    response = HttpResponseRedirect(settings.VIGIE_EXIT_URL)
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    drop(response)
    return response


@require_safe
@with_testimony
def done(request: HttpRequest, carried: Carried) -> HttpResponse:
    """It is sent: when someone answers, the code again, what to do now."""
    told = witness.so_far(carried.session, timezone.now())
    context = {"card": card_for(request, carried), "told": told}
    return page(request, "testimony/done.html", context)
