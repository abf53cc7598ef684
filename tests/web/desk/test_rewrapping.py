"""Beside its requests an unlocked desk wraps everything to the new team key, while it is open."""

import threading
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.scenes import Login, tell, work
from tests.team import rotated
from vigie.flows.team.people import Desk, log_in, log_out, visitor
from vigie.flows.team.rotation import rotation_state
from vigie.flows.worker import Worker
from vigie.web.desk import rewrapping
from vigie.web.desk.session import COOKIE


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Desk]:
    """The desks for which the thread was started, instead of starting it."""
    seen: list[Desk] = []

    def run(desk: Desk) -> None:
        seen.append(desk)
        rewrapping._busy.release()

    monkeypatch.setattr(rewrapping, "_run", run)
    return seen


def test_a_visit_goes_on_where_the_last_one_stopped(
    worker: Worker, lead: Login, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rewrapping, "AT_ONCE", 2)
    for _ in range(3):
        tell(now)
    work(worker, now)
    rotated(lead.desk, worker, now)
    cookie = log_in(lead.name, lead.passphrase, lead.code(now), now)
    desk = visitor(cookie, now)
    assert desk is not None

    rewrapping.wrap_while_inside(desk)

    assert rotation_state().left == 0


def test_nothing_is_wrapped_once_the_visit_has_ended(
    worker: Worker, lead: Login, now: datetime
) -> None:
    tell(now)
    work(worker, now)
    rotated(lead.desk, worker, now)
    cookie = log_in(lead.name, lead.passphrase, lead.code(now), now)
    desk = visitor(cookie, now)
    assert desk is not None
    log_out(cookie)

    rewrapping.wrap_while_inside(desk)

    assert rotation_state().left == 2


def test_any_page_of_an_unlocked_desk_starts_it_and_only_when_there_is_work(
    worker: Worker, lead: Login, desk_client: Client, now: datetime, started: list[Desk]
) -> None:
    desk_client.cookies[COOKIE] = log_in(lead.name, lead.passphrase, lead.code(now), now)
    desk_client.get("/desk/")
    before = list(started)
    rotated(lead.desk, worker, now)
    desk_client.get("/desk/")
    locked_out = list(started)

    later = now + timedelta(seconds=30)
    desk_client.cookies[COOKIE] = log_in(lead.name, lead.passphrase, lead.code(later), later)
    desk_client.get("/desk/")
    for thread in threading.enumerate():
        if thread.name == "rewrapping":
            thread.join()

    assert (before, locked_out) == ([], [])
    assert [each.responder.name for each in started] == ["Camille"]


def test_one_thread_at_a_time(
    worker: Worker, lead: Login, now: datetime, started: list[Desk]
) -> None:
    rotated(lead.desk, worker, now)

    with rewrapping._busy:
        rewrapping.go_on(lead.desk)

    assert started == []


def test_a_fault_in_the_thread_leaves_the_way_free_for_the_next(
    lead: Login, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the machine stops here")

    monkeypatch.setattr(rewrapping, "wrap_while_inside", broken)
    monkeypatch.setattr("vigie.web.desk.rewrapping.connections.close_all", lambda: None)
    rewrapping._busy.acquire()

    rewrapping._run(lead.desk)

    assert not rewrapping._busy.locked()
    assert "the next visit goes on" in caplog.text
