"""The queue: severity first, then waiting time; a claim is exclusive and expires."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from vigie.cases.claims import claim_until
from vigie.flows.leases import due
from vigie.flows.linking import account_of
from vigie.flows.team.people import Desk, link_key
from vigie.kernel.errors import Conflict, NotFound
from vigie.kernel.findings import Severity
from vigie.store.cases import Case
from vigie.store.testimonies import Item, Testimony

PAGE_ROWS = 200


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One case as the queue shows it."""

    reference: str
    severity: Severity
    waiting_since: datetime
    answer_before: datetime
    late: bool
    platform: str
    account: str | None
    testimonies: int
    unread: int
    urgent: bool
    holder: str | None
    mine: bool
    state: str


def queue(
    desk: Desk, now: datetime, *, severity: str = "", platform: str = "", state: str = "open"
) -> tuple[QueueRow, ...]:
    """The cases to look at, the most urgent first."""
    wanted = Q(state=state) if state else Q()
    if severity:
        wanted &= Q(severity=severity)
    if platform:
        wanted &= Q(platform=platform)
    unread = Q(joined__testimony__items__state=Item.State.UNREAD)
    cases = (
        Case.objects.filter(wanted)
        .exclude(recipient="")
        .select_related("account", "holder")
        .annotate(
            testimonies=Count("joined", distinct=True),
            unread=Count("joined__testimony__items", filter=unread, distinct=True),
            urgent=Count("joined", filter=Q(joined__testimony__urgent=True), distinct=True),
        )
        .order_by("severity", "waiting_since", "pk")[:PAGE_ROWS]
    )
    key = link_key(desk)
    return tuple(_row(case, desk, key, now) for case in cases)


def _row(case: Case, desk: Desk, key: bytes, now: datetime) -> QueueRow:
    held = case.held_until is not None and case.held_until > now
    account = account_of(case.account, key) if case.account is not None else None
    return QueueRow(
        reference=case.reference,
        severity=case.severity,  # type: ignore[arg-type]
        waiting_since=case.waiting_since,
        answer_before=case.answer_before,
        late=case.answer_before < now and case.state == Case.State.OPEN,
        platform=case.platform,
        account=None if account is None else (account.handle or account.uid or account.text),
        testimonies=case.testimonies,  # type: ignore[attr-defined]
        unread=case.unread,  # type: ignore[attr-defined]
        urgent=bool(case.urgent),  # type: ignore[attr-defined]
        holder=case.holder.name if held and case.holder is not None else None,
        mine=held and case.holder_id == desk.responder.pk,
        state=case.state,
    )


def not_yet_read(now: datetime) -> int:
    """How many testimonies wait for the machine to read them."""
    return Testimony.objects.filter(due(now)).count()


def oldest_unread(now: datetime) -> timedelta | None:
    """How long the first testimony that the machine should have read has been waiting, if any."""
    first = Testimony.objects.filter(read_after__lte=now).aggregate(first=Min("read_after"))
    return None if first["first"] is None else now - first["first"]


def case_named(reference: str) -> Case:
    """The case of a reference; raises NotFound."""
    known = Case.objects.select_related("account", "holder").exclude(recipient="")
    case = known.filter(reference=reference).first()
    if case is None:
        raise NotFound(f"There is no case {reference}.")
    return case


def claim(desk: Desk, reference: str, now: datetime) -> None:
    """Takes a case, or keeps it longer; raises Conflict when somebody else holds it.

    A claim that ends later than one taken now was written by a clock gone wrong.
    """
    case = case_named(reference)
    over = Q(held_until__lt=now) | Q(held_until__gt=claim_until(now))
    free = Q(holder=None) | over | Q(holder=desk.responder)
    taken = Case.objects.filter(free, pk=case.pk).update(
        holder=desk.responder, held_until=claim_until(now)
    )
    if not taken:
        raise Conflict("Somebody else holds this case; wait until they hand it back.")
    Testimony.objects.filter(joined__case=case, state=Testimony.State.READ).update(
        state=Testimony.State.IN_HAND
    )


def release(desk: Desk, reference: str) -> None:
    """Hands a case back."""
    Case.objects.filter(reference=reference, holder=desk.responder).update(
        holder=None, held_until=None
    )


def held_case(desk: Desk, reference: str, now: datetime) -> Case:
    """The case, when the responder holds it; raises Conflict otherwise. Working keeps the claim."""
    case = case_named(reference)
    if case.holder_id != desk.responder.pk or case.held_until is None or case.held_until < now:
        raise Conflict("Your claim on this case has expired or is not yours; take it again.")
    Case.objects.filter(pk=case.pk).update(held_until=claim_until(now))
    return case


def hold_testimonies(case: Case) -> None:
    """Keeps the testimonies of a case still before the case, in the order in which workers do."""
    testimonies = Testimony.objects.filter(joined__case=case).order_by("pk")
    list(testimonies.select_for_update(of=("self",), no_key=True).values_list("pk"))
