"""A responder who is logged in, and a case that they hold."""

from datetime import datetime

import pytest
from django.test import Client

from tests.scenes import TALK, Login, only_case, tell, work
from vigie.flows.queue import claim
from vigie.flows.worker import Worker


@pytest.fixture
def at_desk(desk_client: Client, lead: Login, now: datetime) -> Client:
    """A browser whose responder has logged in."""
    sent = {"name": lead.name, "passphrase": lead.passphrase, "code": lead.code(now)}
    desk_client.post("/desk/connexion/", sent)
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
