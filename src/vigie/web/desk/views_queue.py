"""The queue: the most urgent first, and taking or handing back a case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from vigie.flows import queue as queues
from vigie.flows.surge import surge_at
from vigie.flows.tasks import open_tasks
from vigie.kernel.errors import Conflict
from vigie.web.desk.frozen_files import lay_out_tasks
from vigie.web.desk.queue_rows import (
    bands,
    cannot_wait,
    platform_choices,
    severity_choices,
    unread_for,
)
from vigie.web.desk.refusals import sentence_of, status_of
from vigie.web.desk.session import desk_of
from vigie.web.desk.words import CASE_STATES


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Every case of a state, by severity and waiting time, narrowed by the filters."""
    return queue_page(request)


@require_POST
def claim(request: HttpRequest, reference: str) -> HttpResponse:
    """Takes a case and opens it; says so when somebody else was first."""
    try:
        queues.claim(desk_of(request), reference, timezone.now())
    except Conflict as error:
        return queue_page(request, problem=error)
    return redirect("desk:case", reference)


@require_POST
def release(request: HttpRequest, reference: str) -> HttpResponse:
    """Hands a case back to the queue."""
    queues.release(desk_of(request), reference)
    return redirect("desk:queue")


def queue_page(request: HttpRequest, problem: Conflict | None = None) -> HttpResponse:
    """The page itself; counts are those of the whole state, whatever the filters."""
    desk, now, asked = desk_of(request), timezone.now(), request.GET
    state = asked.get("state", "open") if asked.get("state") in CASE_STATES else "open"
    severity, platform = asked.get("severity", ""), asked.get("platform", "")
    rows = everything = queues.queue(desk, now, state=state)
    if severity or platform:
        rows = queues.queue(desk, now, severity=severity, platform=platform, state=state)
    context = {
        "bands": bands(rows, now),
        "first": cannot_wait(everything, now),
        "total": len(everything),
        "late": sum(row.late for row in everything),
        "mine": sum(row.mine for row in everything),
        "severities": severity_choices(everything, severity),
        "platforms": platform_choices(everything, platform),
        "states": CASE_STATES.items(),
        "chosen": {"state": state, "severity": severity, "platform": platform},
        "tasks": lay_out_tasks(open_tasks(now), now),
        "unread_for": unread_for(queues.oldest_unread(now)),
        "problem": sentence_of(problem) if problem else "",
        "surge": surge_at(now),
    }
    return render(
        request, "desk/queue.html", context, status=status_of(problem) if problem else 200
    )
