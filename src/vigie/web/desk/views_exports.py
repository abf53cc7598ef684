"""One more conversation of an export: the team asks, the worker reads."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from vigie.flows import casework
from vigie.web.desk.case_page import Kept
from vigie.web.desk.forms import read_once
from vigie.web.desk.session import desk_of
from vigie.web.desk.views_case import write


@require_POST
def read_one_more(request: HttpRequest, reference: str) -> HttpResponse:
    """Lends the testimony to the machine for one conversation that was listed by name."""
    sent = request.POST

    def act() -> None:
        casework.read_one_more(
            desk_of(request),
            reference,
            sent.get("testimony", ""),
            sent.get("conversation", ""),
            timezone.now(),
            once=read_once(request),
        )

    return write(request, reference, act, Kept("files"))
