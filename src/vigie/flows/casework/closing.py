"""How a case ends: closed with an outcome, handed to the authorities, taken back from them."""

from datetime import datetime

from django.db import transaction

from vigie.flows.custody import log_act, to_hour
from vigie.flows.queue import held_case, hold_testimonies
from vigie.flows.team.people import Desk
from vigie.kernel.errors import BadInput, Conflict
from vigie.store.cases import Case
from vigie.store.custody import LogEntry
from vigie.store.duties import Task
from vigie.store.testimonies import Testimony


def close_case(
    desk: Desk,
    reference: str,
    now: datetime,
    *,
    outcome: str = Testimony.Outcome.HANDLED,
    about_adults: bool = False,
) -> None:
    """Closes a case with its outcome, from which follows how long it is kept.

    Raises BadInput on an outcome that is none. Witnesses see that it is closed.
    """
    if outcome not in Testimony.Outcome.values:
        raise BadInput("Say how the case ends: handled, out of scope, or nothing established.")
    case = held_case(desk, reference, now)
    with transaction.atomic():
        hold_testimonies(case)
        Case.objects.filter(pk=case.pk).update(
            state=Case.State.CLOSED, holder=None, held_until=None
        )
        still_open = Case.objects.filter(state=Case.State.OPEN)
        ended = Testimony.objects.filter(joined__case=case, archived_hour=None)
        ended.exclude(joined__case__in=still_open).update(
            state=Testimony.State.CLOSED,
            outcome=outcome,
            about_adults=about_adults,
            closed_hour=to_hour(now),
        )


def refer(desk: Desk, reference: str, now: datetime) -> None:
    """Says that a case was handed to the police or to justice: nothing of it goes until they end.

    Raises Conflict when it was said before.
    """
    case = held_case(desk, reference, now)
    with transaction.atomic():
        hold_testimonies(case)
        handed = Testimony.objects.filter(joined__case=case, referred_hour=None, archived_hour=None)
        if not handed.exists():
            raise Conflict("Everything in this case is with the authorities already.")
        for testimony in handed:
            log_act(
                LogEntry.Act.REFERRED, actor=desk.responder.pseudonym, now=now, testimony=testimony
            )
        handed.update(referred_hour=to_hour(now))


def end_referral(desk: Desk, reference: str, now: datetime) -> None:
    """Says that the authorities have closed it: the ordinary rules run, from this hour on.

    Raises Conflict when nothing of the case is with them.
    """
    case = held_case(desk, reference, now)
    with transaction.atomic():
        hold_testimonies(case)
        back = Testimony.objects.filter(joined__case=case).exclude(referred_hour=None)
        if not back.exists():
            raise Conflict("Nothing in this case is with the authorities.")
        for testimony in back:
            log_act(
                LogEntry.Act.DECIDED, actor=desk.responder.pseudonym, now=now, testimony=testimony
            )
        back.filter(state=Testimony.State.CLOSED).update(closed_hour=to_hour(now))
        back.update(referred_hour=None)
        Task.objects.filter(case=case, kind=Task.Kind.YEARLY_REVIEW, done_at=None).update(
            done_at=now, done_by=desk.responder
        )
