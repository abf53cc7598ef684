"""Notices to platforms (DSA Art. 16): prepare, look, download, and say what became of them."""

from typing import Literal, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vigie.flows import casework, notices
from vigie.kernel.errors import Incomplete, NotFound, VigieError
from vigie.web.desk.forms import read_once
from vigie.web.desk.notice_clocks import notice_clock
from vigie.web.desk.notice_form import NoticeForm
from vigie.web.desk.proof import is_proved, proof_address, proved
from vigie.web.desk.refusals import sentence_of, status_of
from vigie.web.desk.session import desk_of
from vigie.web.desk.words import NOTICE_STATES

MEDIA_TYPES = {"pdf": "application/pdf", "json": "application/json"}
NEXT_MARKS = {
    "ready": ("sent",),
    "sent": ("acknowledged", "acted_on", "refused"),
    "acknowledged": ("acted_on", "refused"),
}


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, reference: str) -> HttpResponse:
    """The form of a notice; refused, it comes back with what is missing and all that was typed."""
    if request.method == "GET":
        return notice_form_page(request, reference, NoticeForm())
    form = NoticeForm(request.POST)
    if form.wants_one_more_claim() or form.problems():
        return notice_form_page(request, reference, form)
    try:
        made = notices.make_notice(
            desk_of(request), reference, form.choice(), timezone.now(), once=read_once(request)
        )
    except VigieError as error:
        return notice_form_page(request, reference, form, error)
    return redirect("desk:notice_page", reference, made)


@require_GET
def notice(request: HttpRequest, reference: str, notice: str) -> HttpResponse:
    """A notice that was made: its papers and its three clocks."""
    case = casework.open_case(desk_of(request), reference, timezone.now())
    found = next((each for each in case.notices if each.reference == notice), None)
    if found is None:
        raise NotFound("There is no such notice.")
    marks = [(state, NOTICE_STATES[state]) for state in NEXT_MARKS.get(found.state, ())]
    context = {
        "case": case,
        "clock": notice_clock(found, timezone.now()),
        "marks": marks,
        "prove": "" if is_proved(request) else proof_address(request.path),
    }
    return render(request, "desk/notice.html", context)


@require_GET
@proved
def paper(request: HttpRequest, reference: str, notice: str, kind: str) -> HttpResponse:  # noqa: ARG001
    """The notice as PDF or JSON, to be handed to the platform."""
    if kind not in MEDIA_TYPES:
        raise NotFound("There is no such paper.")
    content = notices.notice_paper(
        desk_of(request), notice, cast(Literal["pdf", "json"], kind), timezone.now()
    )
    headers = {"Content-Disposition": f'attachment; filename="{notice}.{kind}"'}
    return HttpResponse(content, content_type=MEDIA_TYPES[kind], headers=headers)


@require_POST
def mark(request: HttpRequest, reference: str, notice: str) -> HttpResponse:
    """Says that a notice was sent, acknowledged, acted on or refused; a clock stops."""
    state = request.POST.get("state", "")
    notices.mark_notice(desk_of(request), notice, state, timezone.now())
    return redirect("desk:notice_page", reference, notice)


def notice_form_page(
    request: HttpRequest, reference: str, form: NoticeForm, error: VigieError | None = None
) -> HttpResponse:
    """The form with what can be cited; what is missing stands first."""
    draft = notices.draft_notice(desk_of(request), reference, timezone.now())
    missing = error.missing if isinstance(error, Incomplete) else ()
    context = {
        "form": form,
        "draft": draft,
        "reference": reference,
        "claims": form.claims(draft.quotes),
        "problems": (*form.problems(), *(("", sentence) for sentence in missing)),
        "problem": sentence_of(error) if error and not missing else "",
    }
    refused = bool(form.problems())
    status = status_of(error) if error else 422 if refused else 200
    return render(request, "desk/notice_form.html", context, status=status)
