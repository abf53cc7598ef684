"""The last look, and Send."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from vigie.flows import witness
from vigie.web.testimony.carrying import page, with_testimony
from vigie.web.testimony.cookie import Carried
from vigie.web.testimony.questions import QUESTIONS
from vigie.web.testimony.review import review


@require_http_methods(["GET", "HEAD", "POST"])
@with_testimony
def send(request: HttpRequest, carried: Carried) -> HttpResponse:
    """What was told, page by page, what the law may oblige, and the button."""
    if request.method == "POST":
        witness.send_off(carried.session, timezone.now())
        return redirect("done")
    told = witness.so_far(carried.session, timezone.now())
    context = {"rows": review(told), "before": QUESTIONS[-1].address}
    return page(request, "testimony/send.html", context)
