"""A responder who is logged in, and a case that they hold."""

import hashlib
from datetime import datetime

import pytest
from django.test import Client

from tests.scenes import TALK, Login, only_case, tell, work
from vigie.evidence.keys import new_identity, wrap
from vigie.evidence.sealing import seal_text
from vigie.flows.queue import claim
from vigie.flows.worker import Worker
from vigie.store.people import DeskVisit
from vigie.web.desk.session import COOKIE


@pytest.fixture
def at_desk(desk_client: Client, lead: Login, now: datetime) -> Client:
    """A browser whose responder is in; without the passphrase, which is slow on purpose."""
    secret, recipient = new_identity()
    DeskVisit.objects.create(
        digest=hashlib.sha256(secret.encode()).digest(),
        responder=lead.desk.responder,
        locked_team_key=wrap(lead.desk.team_secret, recipient),
        locked_totp=seal_text(lead.totp, recipient),
        last_seen=now,
        proved_at=now,
    )
    desk_client.cookies[COOKIE] = secret
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
