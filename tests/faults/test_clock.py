"""A clock that jumps a day ahead or an hour back: nothing is lost, nothing stays open too long."""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.scenes import TALK, Login, only_case, tell, work
from tests.web.reading_pages import text_of
from vigie.cli.worker import NO_SWEEPING, put_sweeping_off
from vigie.evidence.installation import save_vault
from vigie.flows import witness
from vigie.flows.leases import due, lease_next
from vigie.flows.queue import claim
from vigie.flows.recipients import reader_recipient
from vigie.flows.team.people import Desk, visitor
from vigie.flows.team.visits import is_fresh
from vigie.flows.worker import Worker, destroy_reader_keys, open_worker, sweep, work_once
from vigie.store.keys import ReaderKey
from vigie.store.people import DeskVisit, Responder
from vigie.store.testimonies import Item, Testimony
from vigie.web.testimony.cookie import NAME, unseal

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FORM = "application/x-www-form-urlencoded"
STORY = "il insiste depuis trois semaines et il a ma photo"


@pytest.mark.parametrize("leap", [DAY, -HOUR])
def test_a_page_sent_after_a_jump_comes_back_and_is_kept_with_the_code(
    leap: timedelta,
    teller: Client,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    carried = unseal(teller.cookies[NAME].value, now)
    assert carried is not None
    with monkeypatch.context() as patched:
        patched.setattr("vigie.web.testimony.carrying.timezone.now", lambda: now + leap)
        sent = {"narrative": STORY, "once": "one"}
        closed = teller.post("/raconter/1/", urlencode(sent), FORM)
        again = teller.post("/raconter/1/?code", urlencode({**sent, "code": carried.code}), FORM)

    assert closed.status_code == 403
    assert STORY in text_of(closed)
    assert again.status_code == 302
    assert witness.so_far(carried.session, now).answers.narrative == STORY


@pytest.mark.parametrize("leap", [DAY, -HOUR])
def test_what_was_told_during_the_jump_is_read_after_it(
    leap: timedelta, worker: Worker, now: datetime
) -> None:
    told = tell(now + leap, files=[("t.txt", TALK.encode())])
    work_once(worker, now + leap - timedelta(minutes=1))

    work(worker, now)

    assert witness.so_far(told.session, now).status == "reading"
    assert not Testimony.objects.filter(due(now)).exists()


def test_a_lease_taken_a_day_ahead_holds_nobody_up(worker: Worker, now: datetime) -> None:
    tell(now)
    lease_next("gone", now + DAY)

    assert lease_next("present", now) is not None


def test_a_key_of_days_to_come_is_destroyed_and_todays_is_used_again(
    worker: Worker, now: datetime
) -> None:
    work_once(worker, now + 10 * DAY)
    while_ahead = reader_recipient(now + 10 * DAY)

    work_once(worker, now)
    destroy_reader_keys(worker, now)

    assert while_ahead
    assert reader_recipient(now) not in (None, while_ahead)
    assert (now + 10 * DAY).date().isoformat() not in worker.vault.readers


def test_a_visit_ends_when_the_clock_is_put_back(
    lead: Login, desk_client: Client, now: datetime
) -> None:
    cookie = log_in(lead, desk_client, now)

    assert visitor(cookie, now) is not None
    assert visitor(cookie, now - HOUR) is None
    assert not DeskVisit.objects.exists()


def log_in(lead: Login, client: Client, now: datetime) -> str:
    told = {"name": lead.name, "passphrase": lead.passphrase, "code": lead.code(now)}
    client.post("/desk/connexion/", told)
    return client.cookies["__Host-desk"].value


def test_a_second_factor_of_the_future_is_not_fresh(now: datetime) -> None:
    assert is_fresh(now, now)
    assert not is_fresh(now + HOUR, now)


def test_a_claim_of_the_future_can_be_taken_over(
    worker: Worker, desk: Desk, new_login: Callable[[str], Login], now: datetime
) -> None:
    tell(now)
    work(worker, now)
    reference = only_case(desk, now).reference
    other = new_login("Dominique").desk
    claim(other, reference, now + HOUR)

    claim(desk, reference, now)

    (row,) = Responder.objects.filter(case__reference=reference)
    assert row == desk.responder


def test_nothing_is_swept_for_a_day_after_a_jump(
    worker: Worker, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept: list[datetime] = []
    monkeypatch.setattr("vigie.flows.worker.sweep", swept.append)

    put_sweeping_off(worker)
    work_once(worker, now + timedelta(minutes=5))
    work_once(worker, now + NO_SWEEPING + HOUR)

    assert len(swept) == 1


class Killed(BaseException):
    """Stands for `kill -9` in this process: nothing catches it."""


@pytest.mark.parametrize("step", ["save_vault", "recipient_of", "sign"])
def test_a_worker_killed_while_it_publishes_a_key_publishes_one_key(
    step: str, worker: Worker, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dying(*given: object) -> None:
        if step == "save_vault":
            save_vault(*given)  # type: ignore[arg-type]
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(f"vigie.flows.worker.{step}", dying)
        with pytest.raises(Killed):
            work_once(worker, now + DAY)
    again = open_worker("worker")
    work_once(again, now + DAY)
    told = tell(now + DAY, files=[("t.txt", TALK.encode())])
    work(again, now + DAY)

    assert ReaderKey.objects.filter(day=(now + DAY).date()).count() == 1
    assert [each.state for each in witness.so_far(told.session, now).files] == ["read"]


def test_a_worker_killed_while_it_destroys_a_key_destroys_it_next_time(
    worker: Worker, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = now + 5 * DAY

    def dying(*given: object) -> None:
        save_vault(*given)  # type: ignore[arg-type]
        raise Killed

    with monkeypatch.context() as patched:
        work_once(worker, later - HOUR)
        ReaderKey.objects.update(destroyed_at=None)
        patched.setattr("vigie.flows.worker.save_vault", dying)
        with pytest.raises(Killed):
            destroy_reader_keys(worker, later)
    destroy_reader_keys(open_worker("worker"), later)

    kept = ReaderKey.objects.filter(destroyed_at=None)
    assert [each.day for each in kept] == [(later - HOUR).date()]
    assert sweep(later) == []
    assert not Item.objects.exists()
