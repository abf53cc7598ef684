"""Leaving: at once, never the last lead, and with a new team key for those who stay."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection

from tests.scenes import Login, only_case, tell, work
from tests.team import join
from vigie.flows.queue import claim
from vigie.flows.team.joining import invite
from vigie.flows.team.leaving import leave
from vigie.flows.team.people import Desk, log_in, visitor
from vigie.flows.team.rotation import rotation_state
from vigie.flows.worker import Worker, work_once
from vigie.kernel.errors import NotAllowed, NotFound
from vigie.store.custody import LogEntry
from vigie.store.keys import TeamWrap
from vigie.store.people import Invitation, Responder

LEAD = Responder.Role.LEAD


def test_who_leaves_is_out_at_once(desk: Desk, now: datetime) -> None:
    noor = join(desk, "Noor", now)
    cookie = log_in(noor.name, noor.passphrase, noor.code(now), now)

    leave(desk, noor.pseudonym, now)

    assert visitor(cookie, now) is None
    with pytest.raises(NotAllowed):
        noor.unlocked(now + timedelta(minutes=1))
    assert not TeamWrap.objects.filter(responder=noor.row).exists()
    assert LogEntry.objects.filter(act="left", subject=noor.pseudonym).exists()


def test_the_next_team_key_is_not_for_who_leaves(desk: Desk, worker: Worker, now: datetime) -> None:
    noor = join(desk, "Noor", now)

    leave(desk, noor.pseudonym, now)
    asked = rotation_state()
    work_once(worker, now)
    Responder.objects.filter(pk=noor.row.pk).update(state=Responder.State.ACTIVE)

    assert asked.asked
    assert rotation_state().signed
    with pytest.raises(NotAllowed, match="no team key"):
        noor.unlocked(now + timedelta(minutes=1))


def test_two_who_leave_before_the_worker_signs_are_both_without_the_next_key(
    desk: Desk, worker: Worker, now: datetime
) -> None:
    noor, sacha = join(desk, "Noor", now), join(desk, "Sacha", now)

    leave(desk, noor.pseudonym, now)
    leave(desk, sacha.pseudonym, now)
    work_once(worker, now)

    holders = set(TeamWrap.objects.values_list("responder__name", flat=True))
    assert holders == {"Camille"}


def test_the_last_lead_does_not_leave(desk: Desk, now: datetime) -> None:
    noor = join(desk, "Noor", now, LEAD)

    leave(desk, noor.pseudonym, now)

    with pytest.raises(NotAllowed, match="only lead"):
        leave(desk, desk.responder.pseudonym, now)


def test_a_planted_lead_does_not_count_as_one(desk: Desk, now: datetime) -> None:
    planted = Responder.objects.get(pk=desk.responder.pk)
    planted.pk, planted.name, planted.pseudonym = None, "Zoé", "R-PLANTED"
    planted.save(force_insert=True)

    with pytest.raises(NotAllowed, match="only lead"):
        leave(desk, desk.responder.pseudonym, now)


def test_a_lead_may_leave_when_there_is_another(desk: Desk, now: datetime) -> None:
    join(desk, "Noor", now, LEAD)

    leave(desk, desk.responder.pseudonym, now)

    assert rotation_state().asked


def test_what_they_held_goes_back_to_the_queue(desk: Desk, worker: Worker, now: datetime) -> None:
    tell(now)
    work(worker, now)
    noor = join(desk, "Noor", now, LEAD)
    inside = noor.unlocked(now)
    claim(inside, only_case(inside, now).reference, now)
    invite(inside, "Sacha", LEAD, now)

    leave(desk, noor.pseudonym, now)

    assert only_case(desk, now).holder is None
    assert not Invitation.objects.filter(used_at=None).exists()


def test_a_listener_sends_nobody_away_and_nobody_unknown_leaves(desk: Desk, now: datetime) -> None:
    noor = join(desk, "Noor", now).unlocked(now)

    with pytest.raises(NotAllowed, match="lead"):
        leave(noor, desk.responder.pseudonym, now)
    with pytest.raises(NotFound):
        leave(desk, "R-NOBODY", now)


@pytest.mark.django_db(transaction=True)
def test_of_two_leads_who_send_each_other_away_at_once_one_stays(
    lead: Login, new_login: Callable[[str], Login], now: datetime
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("threads cannot share a database in memory")
    one, two = lead.desk, new_login("Dominique").desk
    both, refused = threading.Barrier(2), list[str]()

    def send_away(desk: Desk, other: Desk) -> None:
        both.wait()
        try:
            leave(desk, other.responder.pseudonym, now)
        except NotAllowed as error:
            refused.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=send_away, args=pair) for pair in ((one, two), (two, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Responder.objects.filter(state=Responder.State.ACTIVE).count() == 1
    assert len(refused) == 1
    assert "lead" in refused[0]
