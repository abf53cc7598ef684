"""Freezing, what two people decide, tasks, and lending to the worker: small forms of a case."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from vigie.flows import frozen, proposals, tasks
from vigie.flows.lending import lend_to_worker
from vigie.flows.team.people import Desk
from vigie.kernel.errors import BadInput
from vigie.store.duties import Proposal
from vigie.web.desk.case_page import Kept
from vigie.web.desk.forms import read_text
from vigie.web.desk.proof import proved
from vigie.web.desk.session import desk_of
from vigie.web.desk.views_case import write

ABOUT_A_FILE: Final = frozenset(
    (Proposal.Act.THAW.value, Proposal.Act.HAND_OVER.value, Proposal.Act.DESTROY.value)
)
DECISIONS: Final[Mapping[str, Callable[[Desk, int, datetime], None]]] = {
    "agree": proposals.agree,
    "refuse": proposals.refuse,
    "withdraw": proposals.withdraw,
}


@require_POST
def freeze(request: HttpRequest, reference: str, item: int) -> HttpResponse:
    """One press, no reason: nobody looks at it any more."""

    def act() -> None:
        frozen.freeze(desk_of(request), reference, item, timezone.now())

    return write(request, reference, act, Kept("files"))


@require_POST
def propose(request: HttpRequest, reference: str, item: int) -> HttpResponse:
    """Says what should become of a frozen file, and why."""

    def act() -> None:
        wanted = request.POST.get("act", "")
        if wanted not in ABOUT_A_FILE:
            raise BadInput(gettext("Say what should become of the file."))
        proposals.propose(
            desk_of(request),
            Proposal.Act(wanted),
            reference,
            item=item,
            reason=read_text(request.POST),
            now=timezone.now(),
        )

    kept = Kept(f"file-{item}", request.POST.get("text", ""), request.POST.get("act", ""))
    return write(request, reference, act, kept)


@require_POST
@proved
def decide(request: HttpRequest, reference: str, proposal: int) -> HttpResponse:
    """The second person agrees or refuses; the first takes it back."""

    def act() -> None:
        chosen = DECISIONS.get(request.POST.get("decision", ""))
        if chosen is None:
            raise BadInput(gettext("Say whether you agree."))
        chosen(desk_of(request), proposal, timezone.now())

    return write(request, reference, act, Kept("files"))


@require_GET
@proved
def handed(request: HttpRequest, reference: str, item: int) -> HttpResponse:
    """The sealed copy for justice, which opens to nobody here."""
    sealed = frozen.handed_file(desk_of(request), reference, item, timezone.now())
    headers = {"Content-Disposition": f'attachment; filename="{reference}-{item}.age"'}
    return HttpResponse(sealed, content_type="application/octet-stream", headers=headers)


@require_POST
def tick(request: HttpRequest, reference: str, task: int) -> HttpResponse:
    """Says that a task is done."""

    def act() -> None:
        tasks.tick(desk_of(request), task, timezone.now())

    return write(request, reference, act, Kept("tasks"))


@require_POST
def lend(request: HttpRequest, reference: str) -> HttpResponse:
    """Lends the testimony that is read to the worker, which reads it once more."""
    testimony, reason = request.POST.get("testimony", ""), request.POST.get("reason", "")

    def act() -> None:
        lend_to_worker(desk_of(request), [testimony], reason, timezone.now())

    return write(request, reference, act, Kept("files"))
