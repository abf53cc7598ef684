"""Reading a case and writing in it; what was typed comes back when it is refused."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from vigie.flows import casework
from vigie.flows.frozen import policy
from vigie.flows.proposals import open_proposals
from vigie.flows.tasks import open_tasks
from vigie.kernel.errors import VigieError
from vigie.web.desk.case_page import Kept, chosen, lay_out_case
from vigie.web.desk.forms import read_once, read_text
from vigie.web.desk.frozen_files import Duties
from vigie.web.desk.refusals import sentence_of, status_of
from vigie.web.desk.session import desk_of
from vigie.web.desk.stage_filter import read_stages
from vigie.web.desk.words import KINDS, SIDES


@require_GET
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """The reading room: testimonies, evidence, decision."""
    return case_page(request, reference)


@require_GET
def picture(request: HttpRequest, reference: str, picture_id: int) -> HttpResponse:  # noqa: ARG001
    """One image, rebuilt from its pixels; asking for it is logged as a revelation."""
    content, media_type = casework.picture(desk_of(request), picture_id, timezone.now())
    return HttpResponse(content, content_type=media_type)


@require_POST
def add_note(request: HttpRequest, reference: str) -> HttpResponse:
    """An internal note, or a doubt: what speaks for the person reported."""
    kind = "doubt" if request.POST.get("kind") == "doubt" else "note"

    def act() -> None:
        text = read_text(request.POST)
        once, now = read_once(request), timezone.now()
        casework.add_note(desk_of(request), reference, kind, text, now, once=once)

    return write(request, reference, act, Kept(f"{kind}s", request.POST.get("text", "")))


@require_POST
def write_to_witness(request: HttpRequest, reference: str) -> HttpResponse:
    """A message that the witness reads with their code."""
    to = request.POST.get("testimony", "")

    def act() -> None:
        text = read_text(request.POST)
        once, now = read_once(request), timezone.now()
        casework.write_to_witness(desk_of(request), reference, to, text, now, once=once)

    return write(request, reference, act, Kept("messages", request.POST.get("text", "")))


@require_POST
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """Closes the case."""

    def act() -> None:
        casework.close_case(
            desk_of(request),
            reference,
            timezone.now(),
            outcome=request.POST.get("outcome", ""),
            about_adults=request.POST.get("about_adults") == "1",
        )

    return write(request, reference, act, Kept("close"))


def write(
    request: HttpRequest, reference: str, act: Callable[[], None], kept: Kept, *, back: str = ""
) -> HttpResponse:
    """Does one act and goes back to where it was done; refused, the page returns with the text."""
    try:
        act()
    except VigieError as error:
        return case_page(request, reference, kept=kept, problem=error)
    page = reverse("desk:case", args=[reference])
    return HttpResponseRedirect(f"{page}?{request.GET.urlencode()}#{back or kept.form}")


def case_page(
    request: HttpRequest,
    reference: str,
    *,
    kept: Kept | None = None,
    problem: VigieError | None = None,
) -> HttpResponse:
    """The page itself, with what was refused and what was typed when there is any."""
    desk, now = desk_of(request), timezone.now()
    shown = frozenset(
        int(each) for each in request.GET.getlist("show") if each.isdecimal() and len(each) < 19
    )
    view, asked = casework.open_case(desk, reference, now), request.GET.get("testimony", "")
    read, beside = chosen(view.testimonies, asked), [each.reference for each in view.testimonies]
    page = lay_out_case(
        view,
        now,
        asked=asked,
        shown=shown,
        stages=read_stages(request.GET),
        kept=kept,
        edited=request.GET.get("edit", ""),
        problem=sentence_of(problem) if problem else "",
        duties=Duties(open_tasks(now, reference), open_proposals(desk, reference, now), policy()),
        copies=casework.copies_of(desk, read.reference, now, beside=beside) if read else (),
    )
    status = status_of(problem) if problem else 200
    context = {"page": page, "kinds": KINDS.items(), "sides": SIDES.items()}
    return render(request, "desk/case.html", context, status=status)
