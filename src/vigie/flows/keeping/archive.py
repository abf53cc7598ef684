"""The sealed archive: content that only two people open again; the blind index still answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from vigie.flows.custody import log_act, to_hour
from vigie.flows.team.people import Desk
from vigie.kernel.errors import BadInput, Conflict
from vigie.store.cases import Case
from vigie.store.custody import LogEntry
from vigie.store.duties import Proposal
from vigie.store.prints import Print
from vigie.store.testimonies import Testimony, Wrap


@dataclass(frozen=True, slots=True)
class Archived:
    """That an archive exists in a case, and whether its witness has written since."""

    id: int
    reference: str
    since: datetime
    wrote_since: bool


def archive_testimony(
    key: int,
    *,
    actor: str,
    now: datetime,
    still: Callable[[Testimony], bool] = lambda _: True,
) -> bool:
    """Closes the content of one testimony to the team, when it is `still` to be; its code opens it.

    The account's blind index stays, so that a new testimony about it says that an archive exists;
    what its evidence is found again by goes, and is made anew once it is opened.
    """
    with transaction.atomic():
        testimony = _held(key)
        if testimony is None or testimony.archived_hour is not None or not still(testimony):
            return False
        testimony.wraps.filter(holder=Wrap.Holder.READER).delete()
        Print.objects.filter(item__testimony=testimony).delete()
        testimony.wraps.filter(holder=Wrap.Holder.TEAM).update(holder=Wrap.Holder.ARCHIVE)
        testimony.state = Testimony.State.CLOSED
        testimony.archived_hour, testimony.kept_until = to_hour(now), None
        testimony.save(update_fields=["state", "archived_hour", "kept_until"])
        log_act(LogEntry.Act.ARCHIVED, actor=actor, now=now, testimony=testimony)
    return True


def reopen(testimony: Testimony, now: datetime, actor: str) -> None:
    """Gives an archived testimony back to the team; called once two people have agreed to it.

    Raises Conflict when it is in no archive.
    """
    with transaction.atomic():
        held = _held(testimony.pk)
        if held is None or held.archived_hour is None:
            raise Conflict("This testimony is not in the archive; read the case again.")
        held.wraps.filter(holder=Wrap.Holder.ARCHIVE).update(holder=Wrap.Holder.TEAM)
        held.archived_hour, held.closed_hour = None, None
        held.state = Testimony.State.READ
        held.save(update_fields=["archived_hour", "closed_hour", "state"])
        Case.objects.filter(joined__testimony=held, state=Case.State.CLOSED).update(
            state=Case.State.OPEN
        )
        log_act(LogEntry.Act.REOPENED, actor=actor, now=now, testimony=held)


def reopen_agreed(desk: Desk, proposal: Proposal, now: datetime) -> None:
    """What happens when a second person agrees to open an archive again."""
    if proposal.testimony is None:
        raise BadInput("Say which archived testimony is to be opened.")
    reopen(proposal.testimony, now, desk.responder.pseudonym)


def archives_of(case: Case) -> tuple[Archived, ...]:
    """The archived testimonies of a case; nothing in them can be read."""
    found = Testimony.objects.filter(joined__case=case).exclude(archived_hour=None)
    return tuple(
        Archived(each.pk, each.reference, each.archived_hour, _wrote_since(each))
        for each in found.order_by("archived_hour", "pk")
        if each.archived_hour is not None
    )


def closed_until(case: Case) -> datetime | None:
    """What the team wrote in a case up to this hour is closed with its newest archive."""
    return max((each.since for each in archives_of(case)), default=None)


def since_referred(case: Case) -> datetime | None:
    """Since when something of the case is with the authorities."""
    handed = Testimony.objects.filter(joined__case=case).exclude(referred_hour=None)
    return handed.order_by("referred_hour").values_list("referred_hour", flat=True).first()


def _wrote_since(testimony: Testimony) -> bool:
    later = testimony.items.filter(hour__gt=testimony.archived_hour, from_team=False)
    return later.filter(kind__in=("page", "file", "message")).exists()


def _held(key: int) -> Testimony | None:
    return Testimony.objects.select_for_update().filter(pk=key, erased_hour=None).first()
