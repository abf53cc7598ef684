"""Who is in the team, as its leads see it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q

from vigie.flows.team.attesting import attested_responders
from vigie.flows.team.people import Desk, require_lead
from vigie.kernel.errors import NotFound
from vigie.store.people import Invitation, Responder


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person; `attested` when the team let them in, with the role that they have."""

    pseudonym: str
    name: str
    role: str
    state: str
    attested: bool
    only_lead: bool
    passkeys: int
    visits: int
    me: bool


@dataclass(frozen=True, slots=True)
class InvitedRow:
    """An invitation that was not used yet."""

    name: str
    role: str
    expires_at: datetime
    back: bool


def team(desk: Desk, now: datetime) -> tuple[PersonRow, ...]:
    """Everybody who is or was in the team, by name; raises NotAllowed for who is no lead."""
    require_lead(desk)
    attested = {each.pk: each for each in attested_responders()}
    leads = [pk for pk, each in attested.items() if each.role == Responder.Role.LEAD]
    since = now - timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    open_visits = Q(deskvisit__last_seen__gte=since, deskvisit__challenge=None)
    people = (
        Responder.objects.exclude(state=Responder.State.WAITING)
        .annotate(keys=Count("passkeys", distinct=True))
        .annotate(open_visits=Count("deskvisit", filter=open_visits, distinct=True))
        .order_by("name")
    )
    return tuple(
        PersonRow(
            pseudonym=each.pseudonym,
            name=each.name,
            role=each.role,
            state=each.state,
            attested=each.pk in attested,
            only_lead=leads == [each.pk],
            passkeys=each.keys,
            visits=each.open_visits,
            me=each.pk == desk.responder.pk,
        )
        for each in people
    )


def person(desk: Desk, pseudonym: str, now: datetime) -> PersonRow:
    """One of them; raises NotFound."""
    found = next((row for row in team(desk, now) if row.pseudonym == pseudonym), None)
    if found is None:
        raise NotFound("There is nobody of this name in the team.")
    return found


def invited(desk: Desk, now: datetime) -> tuple[InvitedRow, ...]:
    """The invitations that still serve, the next to end first."""
    require_lead(desk)
    open_ones = Invitation.objects.filter(used_at=None, expires_at__gt=now).order_by("expires_at")
    return tuple(
        InvitedRow(row.name, row.role, row.expires_at, row.responder_id is not None)
        for row in open_ones
    )
