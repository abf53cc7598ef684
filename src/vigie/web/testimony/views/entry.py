"""The first page, the code, and the quick way out."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from vigie.flows import public, witness
from vigie.flows.witness import ReceivedFile
from vigie.web.load import in_surge
from vigie.web.testimony.card import Card, card_of
from vigie.web.testimony.carrying import begin, page, with_testimony
from vigie.web.testimony.cookie import Carried, carried_by, carry, drop
from vigie.web.testimony.forms import as_written
from vigie.web.testimony.questions import QUESTIONS
from vigie.web.testimony.views.evidence import shown_files, shown_problems


@require_safe
def first(request: HttpRequest) -> HttpResponse:
    """The first page: urgent, tell, advice."""
    return page(request, "testimony/first.html", {"organisation": public.organisation()})


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Makes the testimony and shows its code before any question; in a surge, the short way."""
    now = timezone.now()
    carried = carried_by(request, now)
    if request.method != "POST":
        context = {"organisation": public.organisation(), "open": carried is not None}
        return page(request, "testimony/start.html", context)
    if in_surge(request):
        campaign = as_written(request.POST.get("campaign"))
        query = f"?{urlencode({'campaign': campaign})}" if campaign else ""
        return redirect(reverse("short") + query)
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
    return done_page(request, carried)


def done_page(
    request: HttpRequest, carried: Carried, refused: tuple[ReceivedFile, ...] = ()
) -> HttpResponse:
    """That page, with the files that cannot be read and those that were refused."""
    told = witness.so_far(carried.session, timezone.now())
    troubled = [each for each in shown_files(told) if each["problem"]]
    context = {
        "card": card_for(request, carried),
        "told": told,
        "problems": [*troubled, *shown_problems(refused)],
    }
    return page(request, "testimony/done.html", context)
