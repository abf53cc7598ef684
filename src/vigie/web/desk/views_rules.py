"""Rules of the organisation: tried on the past by anybody of the team, switched on by a lead."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from vigie.flows.rules import PAST_TESTIMONIES, own_rules, switch_off, switch_on, try_rules
from vigie.kernel.errors import VigieError
from vigie.kernel.findings import Severity
from vigie.signals.trials import Spoke, Trial
from vigie.web.desk.proof import is_proved, proved
from vigie.web.desk.refusals import sentence_of, status_of
from vigie.web.desk.session import desk_of

SHOWN = 20


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One conversation of the past in which the rule would speak: its words, and the severity."""

    rule: str
    quotes: tuple[str, ...]
    before: Severity
    after: Severity


@dataclass(frozen=True, slots=True)
class TrialPage:
    """What a trial says: counts, and the first conversations, those that would change before."""

    read: int
    spoke: int
    changed: int
    rows: tuple[TrialRow, ...]


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """What is in force, and where to write and try a rule."""
    return _page(request, text=_template())


@require_POST
def try_one(request: HttpRequest) -> HttpResponse:
    """Tries what was written on the past; nothing is kept of it."""
    text = request.POST.get("text", "")
    try:
        found = try_rules(desk_of(request), text)
    except VigieError as error:
        return _page(request, text=text, problem=error)
    return _page(request, text=text, tried=trial_page(found))


@require_POST
@proved
def put_in_force(request: HttpRequest) -> HttpResponse:
    """Switches on what was tried; refused, the page returns with what was written."""
    text = request.POST.get("text", "")
    try:
        switch_on(desk_of(request), text, timezone.now())
    except VigieError as error:
        return _page(request, text=text, problem=error)
    return redirect("desk:rules")


@require_POST
@proved
def take_out(request: HttpRequest, number: int) -> HttpResponse:
    """Switches a text of rules off."""
    try:
        switch_off(desk_of(request), number, timezone.now())
    except VigieError as error:
        return _page(request, text=_template(), problem=error)
    return redirect("desk:rules")


def trial_page(found: Trial) -> TrialPage:
    """A trial as the page shows it."""
    ordered = sorted(found.spoke, key=lambda each: each.before == each.after)
    rows = tuple(map(_row, islice(ordered, SHOWN)))
    return TrialPage(found.read, len(found.spoke), len(found.changed), rows)


def _row(spoke: Spoke) -> TrialRow:
    words = tuple(dict.fromkeys(quote.text for quote in spoke.quotes))
    return TrialRow(spoke.rule, words, spoke.before, spoke.after)


@cache
def _template() -> str:
    """A rule to begin from."""
    path = files("vigie.signals").joinpath("packs", "template.toml")
    return path.read_text(encoding="utf-8")


def _page(
    request: HttpRequest,
    *,
    text: str,
    tried: TrialPage | None = None,
    problem: VigieError | None = None,
) -> HttpResponse:
    desk = desk_of(request)
    context = {
        "rules": own_rules(desk),
        "text": text,
        "tried": tried,
        "most": PAST_TESTIMONIES,
        "shown": SHOWN,
        "problem": sentence_of(problem) if problem else "",
        "is_lead": desk.responder.role == desk.responder.Role.LEAD,
        "proved": is_proved(request),
    }
    status = status_of(problem) if problem else 200
    return render(request, "desk/rules.html", context, status=status)
