"""Grave acts take two people: one proposes and says why, another agrees within three days."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from vigie.evidence.sealing import open_text, seal_text
from vigie.flows.deeds import DEEDS
from vigie.flows.linking import case_secret
from vigie.flows.queue import case_named
from vigie.flows.signatures import sealing_recipient
from vigie.flows.team.attesting import is_attested
from vigie.flows.team.people import Desk
from vigie.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from vigie.store.cases import Case
from vigie.store.duties import Proposal
from vigie.store.people import Responder
from vigie.store.testimonies import Item, Testimony

OPEN_FOR = timedelta(hours=72)
TARGETS = ("case", "testimony", "item", "author")


@dataclass(frozen=True, slots=True)
class ProposalView:
    """One open proposal; `mine` when the reader made it, and so cannot agree to it."""

    id: int
    act: str
    testimony: str
    item: int | None
    reason: str
    author: str
    mine: bool
    needs_lead: bool
    made_at: datetime
    expires_at: datetime


def propose(
    desk: Desk,
    act: Proposal.Act,
    case_reference: str,
    *,
    testimony: str | None = None,
    item: int | None = None,
    reason: str,
    now: datetime,
) -> int:
    """Asks a second person for an act; raises Conflict when the same is already asked."""
    if not reason.strip():
        raise BadInput("Say why in a few words: whoever decides reads it.")
    case = case_named(case_reference)
    about = _testimony(case, testimony), _item(case, item)
    _expire(now)
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
        same = {"act": act, "case": case, "testimony": about[0], "item": about[1]}
        if _open().filter(**same).exists():
            raise Conflict("This is already proposed, and waits for a second person.")
        made = Proposal.objects.create(
            **same,
            sealed_reason=seal_text(reason.strip(), sealing_recipient(case)),
            author=desk.responder,
            made_at=now,
        )
    return made.pk


def agree(desk: Desk, proposal_id: int, now: datetime) -> None:
    """The second person agrees, and the act is done in the same transaction.

    Raises NotAllowed to the author, and when neither of the two is a lead at this time.
    """
    _expire(now)
    with transaction.atomic():
        proposal = _still_open(proposal_id)
        _check_two(proposal, desk)
        _decide(proposal, Proposal.Outcome.AGREED, desk, now)
        DEEDS[proposal.act](desk, proposal, now)
        _others_are_moot(proposal, desk, now)


def refuse(desk: Desk, proposal_id: int, now: datetime) -> None:
    """Another person than the author says no; raises NotAllowed to the author."""
    _expire(now)
    with transaction.atomic():
        proposal = _still_open(proposal_id)
        if proposal.author_id == desk.responder.pk:
            raise NotAllowed("You proposed this: withdraw it, or let somebody else decide.")
        _decide(proposal, Proposal.Outcome.REFUSED, desk, now)


def withdraw(desk: Desk, proposal_id: int, now: datetime) -> None:
    """The author takes it back, which is kept as a refusal of their own."""
    _expire(now)
    with transaction.atomic():
        proposal = _still_open(proposal_id)
        if proposal.author_id != desk.responder.pk:
            raise NotAllowed("Only whoever proposed this can withdraw it; you can refuse it.")
        _decide(proposal, Proposal.Outcome.REFUSED, desk, now)


def open_proposals(desk: Desk, case_reference: str, now: datetime) -> tuple[ProposalView, ...]:
    """What waits for a second person in a case, with the reasons opened."""
    _expire(now)
    case = case_named(case_reference)
    waiting = _open().filter(case=case).select_related(*TARGETS).order_by("pk")
    key = case_secret(case, desk.team_secret)
    return tuple(_view(each, desk, key) for each in waiting)


def _open() -> QuerySet[Proposal]:
    return Proposal.objects.filter(outcome=Proposal.Outcome.OPEN)


def _expire(now: datetime) -> None:
    """Kept apart from what follows, which may be refused and undone."""
    _open().filter(made_at__lt=now - OPEN_FOR).update(
        outcome=Proposal.Outcome.EXPIRED, decided_at=now
    )


def _still_open(proposal_id: int) -> Proposal:
    """The proposal, kept still until the transaction ends; raises Conflict when it is decided."""
    mine = Proposal.objects.select_for_update(of=("self",), no_key=True)
    proposal = mine.select_related(*TARGETS).filter(pk=proposal_id).first()
    if proposal is None:
        raise NotFound("There is no such proposal.")
    if proposal.outcome == Proposal.Outcome.EXPIRED:
        raise Conflict("This proposal has waited three days and is over; propose it again.")
    if proposal.outcome != Proposal.Outcome.OPEN:
        raise Conflict("This proposal is already decided; look at the case again.")
    return proposal


def _check_two(proposal: Proposal, desk: Desk) -> None:
    """Two people of the team as it attests them now, one of them a lead; roles are read anew."""
    if proposal.author_id == desk.responder.pk:
        raise NotAllowed("You proposed this: another person must agree.")
    both = (proposal.author_id, desk.responder.pk)
    people = Responder.objects.select_for_update(no_key=True).filter(pk__in=both).order_by("pk")
    at_work = [each for each in people if each.state == Responder.State.ACTIVE]
    roles = {each.pk: each.role for each in at_work if is_attested(each)}
    if len(roles) < len(both):
        raise NotAllowed("Whoever proposed this is no longer in the team; propose it anew.")
    if Responder.Role.LEAD not in roles.values():
        raise NotAllowed("One of the two must be a lead; ask a lead to agree.")


def _decide(proposal: Proposal, outcome: Proposal.Outcome, desk: Desk, now: datetime) -> None:
    """Once: where rows cannot be locked, the first of two at the same time still wins."""
    decided = (
        _open()
        .filter(pk=proposal.pk)
        .update(outcome=outcome, decided_by=desk.responder, decided_at=now)
    )
    if not decided:
        raise Conflict("This proposal is already decided; look at the case again.")


def _others_are_moot(proposal: Proposal, desk: Desk, now: datetime) -> None:
    """What else was proposed about an item ends once something was done with it."""
    if proposal.item_id is not None:
        _open().filter(item=proposal.item_id).update(
            outcome=Proposal.Outcome.REFUSED, decided_by=desk.responder, decided_at=now
        )


def _testimony(case: Case, reference: str | None) -> Testimony | None:
    if reference is None:
        return None
    found = Testimony.objects.filter(joined__case=case, reference=reference).first()
    if found is None:
        raise NotFound(f"The testimony {reference} is not in this case.")
    return found


def _item(case: Case, key: int | None) -> Item | None:
    if key is None:
        return None
    found = Item.objects.filter(testimony__joined__case=case, pk=key).first()
    if found is None:
        raise NotFound("There is no such item in this case.")
    return found


def _view(proposal: Proposal, desk: Desk, case_key: str) -> ProposalView:
    leads = {proposal.author.role, desk.responder.role}
    return ProposalView(
        id=proposal.pk,
        act=proposal.act,
        testimony=proposal.testimony.reference if proposal.testimony else "",
        item=proposal.item_id,
        reason=open_text(bytes(proposal.sealed_reason), case_key),
        author=proposal.author.name,
        mine=proposal.author_id == desk.responder.pk,
        needs_lead=Responder.Role.LEAD not in leads,
        made_at=proposal.made_at,
        expires_at=proposal.made_at + OPEN_FOR,
    )
