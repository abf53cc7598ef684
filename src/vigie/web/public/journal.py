"""The public journal: heads of the custody log, by which outsiders hold the house to it."""

import json
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vigie.flows.custody import proof_since, published_log
from vigie.kernel.errors import NotFound
from vigie.web.public.charts import grouped


@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """The latest published heads, newest first, with the log's public key."""
    paper = published_log()
    heads = [] if paper is None else [_row(head) for head in reversed(paper["heads"])]
    key = "" if paper is None else paper["log_key"]
    return render(request, "public/journal.html", {"heads": heads, "log_key": key})


@require_safe
def heads_json(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """The latest published heads as `vigie.log-head/1`."""
    paper = published_log()
    if paper is None:
        raise Http404
    return _paper(paper, "journal.json")


@require_safe
def since(request: HttpRequest, size: int) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """What shows that the log only grew since a published head, as `vigie.log-proof/1`."""
    try:
        return _paper(proof_since(size), f"journal-{size}.json")
    except NotFound as error:
        raise Http404 from error


def _row(head: dict[str, Any]) -> dict[str, object]:
    """A head as the page shows it; its root in four parts, between which a line may end."""
    day = datetime.fromisoformat(head["hour"]).date()
    parts = [head["root"][start : start + 16] for start in range(0, 64, 16)]
    return {"day": day, "size": head["size"], "entries": grouped(head["size"]), "root": parts}


def _paper(paper: dict[str, Any], name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    text = json.dumps(paper, indent=1)
    return HttpResponse(text, content_type="application/json", headers=headers)
