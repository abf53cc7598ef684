"""What is kept until when, for leads; and how a case ends, for whoever holds it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from vigie.flows import casework, proposals
from vigie.flows.keeping.retention import MOST_MONTHS, archive_years, last_run, postpone, preview
from vigie.kernel.errors import VigieError
from vigie.store.duties import Proposal
from vigie.web.desk.case_page import Kept
from vigie.web.desk.proof import proved
from vigie.web.desk.refusals import sentence_of, status_of
from vigie.web.desk.retention_rows import retention_lines
from vigie.web.desk.session import desk_of
from vigie.web.desk.views_case import write

AHEAD_DAYS = 30
MONTHS = (1, 3, 6, MOST_MONTHS)


@require_GET
def retention(request: HttpRequest) -> HttpResponse:
    """What goes in the next thirty days, the rule that says so, and how to keep it longer."""
    return retention_page(request)


@require_POST
@proved
def keep_longer(request: HttpRequest, testimony: str) -> HttpResponse:
    """Postpones one testimony, with a reason; refused, the page returns with what was typed."""
    months, reason = request.POST.get("months", ""), request.POST.get("text", "")
    try:
        wanted = int(months) if months.isdecimal() and len(months) < 4 else 0
        postpone(desk_of(request), testimony, wanted, reason, timezone.now())
    except VigieError as error:
        return retention_page(request, problem=error, kept=Kept(testimony, reason))
    return redirect("desk:retention")


@require_POST
def refer(request: HttpRequest, reference: str) -> HttpResponse:
    """The case was handed to the police or to justice; or they have closed it."""
    ended = request.POST.get("ended") == "1"

    def act() -> None:
        said = casework.end_referral if ended else casework.refer
        said(desk_of(request), reference, timezone.now())

    return write(request, reference, act, Kept("close"))


@require_POST
def propose_reopening(request: HttpRequest, reference: str, testimony: str) -> HttpResponse:
    """Asks a second person to open an archive again."""

    def act() -> None:
        proposals.propose(
            desk_of(request),
            Proposal.Act.REOPEN,
            reference,
            testimony=testimony,
            reason=request.POST.get("text", ""),
            now=timezone.now(),
        )

    return write(request, reference, act, Kept("archive", request.POST.get("text", "")))


def retention_page(
    request: HttpRequest, *, problem: VigieError | None = None, kept: Kept | None = None
) -> HttpResponse:
    """The page itself, with what was refused and what was typed when there is any."""
    now = timezone.now()
    context = {
        "days": AHEAD_DAYS,
        "lines": retention_lines(preview(now, AHEAD_DAYS), now),
        "archive_years": archive_years(),
        "last_run": last_run(),
        "months": MONTHS,
        "kept": kept,
        "problem": sentence_of(problem) if problem else "",
    }
    status = status_of(problem) if problem else 200
    return render(request, "desk/retention.html", context, status=status)
