"""The desk's journal: who did what on which reference, for a lead."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_GET

from vigie.flows.custody.auditing import EVERYBODY, AuditRow, audit
from vigie.web.desk.session import desk_of
from vigie.web.desk.words import ACTORS, ACTS, word


@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    """Fifty acts a page, by day, narrowed by act, person and reference."""
    asked = request.GET
    chosen = {name: asked.get(name, "") for name in ("act", "person", "reference")}
    number = asked.get("page", "1")
    seen = audit(desk_of(request), page=int(number) if number.isdecimal() else 1, **chosen)
    filters = asked.copy()
    filters.pop("page", None)
    context = {
        "days": [
            (day, [_line(row) for row in rows])
            for day, rows in groupby(seen.rows, key=lambda row: timezone.localdate(row.hour))
        ],
        "acts": sorted(ACTS.items(), key=lambda each: str(each[1])),
        "people": [
            *seen.people,
            *ACTORS.items(),
            (EVERYBODY, pgettext_lazy("people", "Everybody")),
        ],
        "chosen": chosen,
        "filters": filters.urlencode(),
        "newer": seen.page - 1,
        "older": seen.page + 1 if seen.older else 0,
    }
    return render(request, "desk/journal.html", context)


def _line(row: AuditRow) -> dict[str, object]:
    actor = row.name or word(ACTORS, row.actor)
    return {"row": row, "act": word(ACTS, row.act), "actor": actor, "detail": _detail(row)}


def _detail(row: AuditRow) -> str:
    """What was noted with the act; of an erasure, how many entries forget what they were about."""
    if row.forgot is None:
        return row.detail
    said = ngettext(
        "%(count)d entry made to forget", "%(count)d entries made to forget", row.forgot
    )
    return said % {"count": row.forgot}
