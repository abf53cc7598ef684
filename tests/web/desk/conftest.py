"""A responder who is logged in, and a case that they hold."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from tests.scenes import TALK, Login, only_case, tell, work
from vigie.flows.queue import claim
from vigie.flows.team.people import open_visit
from vigie.flows.worker import Worker
from vigie.web.desk.door import PACE
from vigie.web.desk.session import COOKIE


@pytest.fixture(autouse=True)
def unhurried() -> None:
    """No test waits for the failures of another, and no time passes at the door."""
    PACE.__init__(clock=lambda: 0.0)  # type: ignore[misc]


@pytest.fixture
def new_visit(lead: Login, now: datetime) -> Callable[[], str]:
    """Opens visits of the responder, without the passphrase, which is slow on purpose."""
    return lambda: open_visit(lead.desk, lead.totp, now, proved_at=now)


@pytest.fixture
def at_desk(desk_client: Client, new_visit: Callable[[], str]) -> Client:
    """A browser whose responder is in."""
    desk_client.cookies[COOKIE] = new_visit()
    return desk_client


@pytest.fixture
def case(worker: Worker, lead: Login, now: datetime) -> str:
    """The reference of a case with a pasted conversation, which nobody holds."""
    tell(
        now,
        account="@lea.exemple",
        platform="tiktok",
        narrative="il m'a dit « envoie une photo de toi » et j'avais 13 ans",
        age_then=13,
        own_pseudonym="petit_pseudo",
        consent_pseudonym="yes",
        files=[("conversation.txt", TALK.encode())],
    )
    work(worker, now)
    return only_case(lead.desk, now).reference


@pytest.fixture
def held(case: str, lead: Login, now: datetime) -> str:
    """The same case, held by the responder who is logged in."""
    claim(lead.desk, case, now)
    return case
