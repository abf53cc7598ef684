"""What cannot wait: whom to call, at once; the testimony is marked before anything is read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from vigie.flows import witness
from vigie.web.testimony.carrying import begin, once_of, page, with_testimony
from vigie.web.testimony.cookie import Carried, carried_by, carry
from vigie.web.testimony.forms import ContactForm
from vigie.web.testimony.questions import QUESTIONS
from vigie.web.testimony.views.entry import card_for
from vigie.web.testimony.words import URGENT_KINDS


@require_http_methods(["GET", "HEAD", "POST"])
def urgent(request: HttpRequest) -> HttpResponse:
    """Asks which kind, with the numbers to call above; one tap marks the testimony."""
    if request.method != "POST":
        return page(request, "testimony/urgent.html", {"kinds": URGENT_KINDS.items()})
    now = timezone.now()
    carried = carried_by(request, now) or begin(request, now)
    kind = request.POST.get("urgent")
    answers = {"urgent": kind if kind in URGENT_KINDS else "other"}
    witness.save_page(carried.session, "urgent", answers, once=f"{once_of(request)}.u", now=now)
    response = redirect("urgent-help")
    carry(response, carried, now)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@with_testimony
def urgent_help(request: HttpRequest, carried: Carried) -> HttpResponse:
    """Whom to call for this kind, the code, and a safe way to reach the witness."""
    now = timezone.now()
    told = witness.so_far(carried.session, now).answers
    if request.method == "POST":
        answers = {**ContactForm(request.POST).answers(), "urgent": told.urgent or "other"}
        witness.save_page(carried.session, "urgent", answers, once=once_of(request), now=now)
        return redirect("urgent-help")
    context = {
        "kind": told.urgent or "other",
        "form": ContactForm.of(told),
        "reachable": bool(told.contact_way),
        "card": card_for(request, carried),
        "after": QUESTIONS[0].address,
    }
    return page(request, "testimony/urgent_help.html", context)
