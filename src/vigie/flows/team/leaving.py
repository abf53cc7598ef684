"""Leaving the team: the visits end at once, and a new team key is asked for."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from vigie.flows.custody import log_act
from vigie.flows.team.attesting import hold_team, is_only_lead, responder_named
from vigie.flows.team.people import Desk, require_lead
from vigie.flows.team.rotation import ask_for_successor
from vigie.kernel.errors import NotAllowed
from vigie.store.cases import Case
from vigie.store.custody import LogEntry
from vigie.store.keys import TeamWrap
from vigie.store.people import DeskVisit, Invitation, Responder


def leave(desk: Desk, pseudonym: str, now: datetime) -> None:
    """Somebody leaves the team; what they hold is handed back, and the team key is replaced."""
    require_lead(desk)
    with transaction.atomic():
        hold_team()
        responder = responder_named(pseudonym)
        if responder.state == Responder.State.LEFT:
            return
        if is_only_lead(responder):
            raise NotAllowed(f"{responder.name} is the only lead: make somebody else a lead first.")
        _take_back(responder)
        actor, subject = desk.responder.pseudonym, responder.pseudonym
        log_act(LogEntry.Act.LEFT, actor=actor, now=now, subject=subject)
        ask_for_successor(desk, now)


def _take_back(responder: Responder) -> None:
    TeamWrap.objects.filter(responder=responder).delete()
    DeskVisit.objects.filter(responder=responder).delete()
    pending = Q(made_by=responder) | Q(responder=responder)
    Invitation.objects.filter(pending, used_at=None).delete()
    Case.objects.filter(holder=responder).update(holder=None, held_until=None)
    Responder.objects.filter(pk=responder.pk).update(state=Responder.State.LEFT)
