"""The observatory: what was received and what was asked of platforms, never about a person."""

import csv
import json
from io import StringIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from vigie.flows import public
from vigie.flows.public import Figures
from vigie.web.public.charts import grouped
from vigie.web.testimony.words import platform_name

SUPPRESSED = "<10"
DICTIONARY = {
    "platform": _("The platform, by its short name; the row 'total' is all of them."),
    "testimonies": _("Testimonies received about an account on this platform, each counted once."),
    "notices": _("Notices sent to this platform (DSA Art. 16)."),
}


@require_safe
def observatory(request: HttpRequest) -> HttpResponse:
    """The figures as a page, with their dictionary."""
    figures = public.observatory_figures(timezone.now())
    context = {
        "figures": figures,
        "total": grouped(figures.total),
        "rows": _bars(figures),
        "dictionary": DICTIONARY.items(),
    }
    return render(request, "public/observatory.html", context)


@require_safe
def figures_csv(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """The figures as CSV; a cell under ten is "<10"."""
    figures = public.observatory_figures(timezone.now())
    text = StringIO()
    sheet = csv.writer(text)
    sheet.writerow(DICTIONARY)
    for row in figures.rows:
        sheet.writerow([row.platform, _cell(row.testimonies), _cell(row.notices)])
    sheet.writerow(["total", _cell(figures.total), ""])
    return _download(text.getvalue(), "text/csv; charset=utf-8", "vigie.csv")


@require_safe
def figures_json(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """The figures as JSON with their dictionary; a cell under ten is null."""
    figures = public.observatory_figures(timezone.now())
    told = {
        "schema": "vigie.observatory/1",
        "since": figures.since.isoformat(),
        "dictionary": {name: str(meaning) for name, meaning in DICTIONARY.items()},
        "suppression": gettext("A count under 10 is null: it could point to someone."),
        "total": figures.total,
        "rows": [
            {"platform": row.platform, "testimonies": row.testimonies, "notices": row.notices}
            for row in figures.rows
        ],
    }
    text = json.dumps(told, ensure_ascii=False, indent=1)
    return _download(text, "application/json", "vigie.json")


def _bars(figures: Figures) -> list[dict[str, object]]:
    most = max((row.testimonies or 0 for row in figures.rows), default=0) or 1
    return [
        {
            "name": platform_name(row.platform),
            "row": row,
            "share_percent": round(100 * (row.testimonies or 0) / most),
        }
        for row in figures.rows
    ]


def _cell(count: int | None) -> str:
    return SUPPRESSED if count is None else str(count)


def _download(text: str, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=kind, headers=headers)
