"""Every page of every process, asked and answered with hostile values: no fault, no markup."""

import json
import random
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.attacks.crawling import Crawl
from tests.attacks.hostile import VALUES
from tests.scenes import TALK, Login, tell, work
from tests.web.test_headers import routes
from vigie.flows import casework
from vigie.flows.queue import claim
from vigie.flows.team.people import open_visit
from vigie.flows.worker import Worker
from vigie.store.cases import Case
from vigie.web.desk.session import COOKIE

NAMES = VALUES[:8]


def fill(worker: Worker, lead: Login, now: datetime) -> None:
    """Testimonies in which every text is hostile, read, and with a case held and annotated."""
    for n, value in enumerate(NAMES):
        discord = json.dumps({"id": "1", "name": value, "messages": [{"content": value}]}).encode()
        files = [(value[:200] or "x", TALK.encode()), ("messages.json", discord)]
        tell(now, account=f"@hostile{n} {value}", narrative=value, pasted=f"Lui: {value}\nMoi: non",
             own_pseudonym=value, when=value, files=files)  # fmt: skip
    work(worker, now)
    for case in Case.objects.all()[:4]:
        claim(lead.desk, case.reference, now)
        casework.add_note(lead.desk, case.reference, "note", NAMES[0], now)


def addresses(process: str) -> Iterator[str]:
    """Every address of a process; those of cases with a reference that exists."""
    reference = Case.objects.values_list("reference", flat=True).first() or "D-23456789"
    for each in routes(get_resolver(f"vigie.site.urls_{process}").url_patterns):
        yield each.replace("D-23456789", reference)


@pytest.mark.parametrize(
    ("process", "never"),
    [
        ("intake", ("/quitter/", "/suivi/fermer/", "/langue/")),
        ("desk", ("/desk/deconnexion/", "/langue/")),
        ("partners", ("/langue/",)),
    ],
)
def test_a_crawler_with_hostile_input_finds_nothing(
    process: str,
    never: tuple[str, ...],
    request: pytest.FixtureRequest,
    worker: Worker,
    lead: Login,
    now: datetime,
) -> None:
    fill(worker, lead, now)
    client: Client = request.getfixturevalue(f"{process}_client")
    if process == "intake":
        client.post("/raconter/")
    if process == "desk":
        client.cookies[COOKIE] = open_visit(lead.desk, lead.totp, now, proved_at=now)
    crawl = Crawl(client, random.Random(3), never, most_requests=600)

    crawl.run(addresses(process))

    assert crawl.wrong == []
    assert crawl.requests > 5
    assert crawl.posts > 20 or process == "partners"
