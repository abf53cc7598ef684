"""Freezing at the desk: one press, nothing shown any more, and two people for the rest."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.flows.pictures import plain_picture, read_as, sha256
from tests.scenes import Login, only_case, tell, work
from vigie.evidence.keys import new_identity, wrap
from vigie.evidence.sealing import open_sealed
from vigie.flows import frozen
from vigie.flows.decisions import record_decisions
from vigie.flows.worker import Worker
from vigie.store.custody import LogEntry
from vigie.store.duties import Proposal, Task
from vigie.store.people import DeskVisit
from vigie.store.testimonies import Item, Testimony
from vigie.web.desk.session import COOKIE

IMAGE = plain_picture(120)


@pytest.fixture
def case(worker: Worker, lead: Login, now: datetime, monkeypatch: pytest.MonkeyPatch) -> str:
    """A case with one image that was read."""
    read_as(monkeypatch)
    tell(now, account="@lea.exemple", platform="tiktok", files=[("une.png", IMAGE)])
    work(worker, now)
    return only_case(lead.desk, now).reference


@pytest.fixture
def file(case: str) -> int:
    """The number of its file."""
    return Item.objects.get(kind="file").pk


@pytest.fixture
def other(desk_client: Client, new_login: Callable[[str], Login], now: datetime) -> Client:
    """The browser of a second lead, who has just given a second factor."""
    return browser(new_login("Dominique"), now)


def browser(login: Login, now: datetime) -> Client:
    secret, recipient = new_identity()
    DeskVisit.objects.create(
        digest=hashlib.sha256(secret.encode()).digest(),
        responder=login.desk.responder,
        locked_team_key=wrap(login.desk.team_secret, recipient),
        last_seen=now,
        proved_at=now,
    )
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    client.cookies[COOKIE] = secret
    return client


def page_of(client: Client, case: str, **asked: int) -> str:
    return client.get(f"/desk/dossiers/{case}/", asked).content.decode()


def freeze(client: Client, case: str, item: int) -> None:
    answer = client.post(f"/desk/dossiers/{case}/geler/{item}/")
    assert answer.status_code == 302, answer.content.decode()


def propose(client: Client, case: str, file: int, act: str) -> int:
    sent = {"act": act, "text": "pas d'image intime"}
    answer = client.post(f"/desk/dossiers/{case}/proposer/{file}/", sent)
    assert answer.status_code == 302, answer.content.decode()
    return Proposal.objects.latest("pk").pk


def decide(client: Client, case: str, proposal: int, decision: str) -> int:
    to = f"/desk/dossiers/{case}/decider/{proposal}/"
    return client.post(to, {"decision": decision}).status_code


def test_one_press_without_the_claim_freezes_an_image_and_covers_it(
    at_desk: Client, case: str, file: int
) -> None:
    picture = Item.objects.get(kind="picture").pk
    before = page_of(at_desk, case, show=picture)

    freeze(at_desk, case, picture)
    after = page_of(at_desk, case, show=picture)

    assert f'src="/desk/dossiers/{case}/piece/{picture}/"' in before
    assert f"/piece/{picture}/" not in after
    assert at_desk.get(f"/desk/dossiers/{case}/piece/{picture}/").status_code == 403
    assert "La capture 1 n’est plus montrée." in after
    assert "salut 0" in after
    assert sha256(IMAGE) in after
    assert "Gelé : personne ne le regarde" in after
    assert f"/geler/{file}/" not in after


def test_the_task_stands_in_the_case_and_in_the_queue_and_says_when_it_is_late(
    at_desk: Client, case: str, file: int, now: datetime
) -> None:
    freeze(at_desk, case, file)
    pages = [page_of(at_desk, case), at_desk.get("/desk/").content.decode()]
    Task.objects.update(due_at=now - timedelta(hours=2))

    late = [page_of(at_desk, case), at_desk.get("/desk/").content.decode()]

    assert all("Un fichier gelé attend deux personnes" in page for page in pages)
    assert all("en retard de" not in page for page in pages)
    assert all('<b class="late">en retard de' in page for page in late)


def test_without_a_policy_only_unfreezing_can_be_proposed(
    at_desk: Client, case: str, file: int
) -> None:
    freeze(at_desk, case, file)

    page = page_of(at_desk, case)

    assert 'value="thaw"' in page
    assert 'value="destroy"' not in page
    assert "n’a pas encore décidé" in page


def test_the_author_takes_back_and_another_agrees(
    at_desk: Client, other: Client, case: str, file: int, now: datetime
) -> None:
    freeze(at_desk, case, file)
    made = propose(at_desk, case, file, "thaw")
    own, theirs = page_of(at_desk, case), page_of(other, case)

    refused, agreed = decide(at_desk, case, made, "agree"), decide(other, case, made, "agree")

    assert 'value="withdraw"' in own
    assert 'value="agree"' not in own
    assert 'value="agree"' in theirs
    assert "pas d&#x27;image intime" in theirs
    assert (refused, agreed) == (403, 302)
    assert Item.objects.get(pk=file).state == "read"
    assert "Un fichier gelé attend" not in page_of(at_desk, case)


def test_agreeing_asks_for_the_second_factor_again(
    at_desk: Client, new_login: Callable[[str], Login], case: str, file: int, now: datetime
) -> None:
    freeze(at_desk, case, file)
    made = propose(at_desk, case, file, "thaw")
    late = browser(new_login("Dominique"), now)
    DeskVisit.objects.filter(responder__name="Dominique").update(
        proved_at=now - timedelta(minutes=6)
    )

    answer = late.post(f"/desk/dossiers/{case}/decider/{made}/", {"decision": "agree"})

    assert answer.status_code == 403
    assert "decision=agree" in answer.content.decode()
    assert Item.objects.get(pk=file).state == "frozen"


def test_a_refused_proposal_keeps_what_was_typed(at_desk: Client, case: str, file: int) -> None:
    freeze(at_desk, case, file)
    propose(at_desk, case, file, "thaw")

    sent = {"act": "thaw", "text": "une deuxième fois"}
    again = at_desk.post(f"/desk/dossiers/{case}/proposer/{file}/", sent)
    empty = at_desk.post(f"/desk/dossiers/{case}/proposer/{file}/", {"act": "burn", "text": "x"})

    assert (again.status_code, empty.status_code) == (409, 422)
    assert "déjà proposé" in again.content.decode()
    assert "Dites ce que le fichier doit devenir." in empty.content.decode()


def test_a_file_handed_to_justice_is_fetched_sealed(
    at_desk: Client, other: Client, case: str, file: int, now: datetime
) -> None:
    secret, recipient = new_identity()
    values = {"csam_policy": "seal", "judicial_recipient": recipient}
    record_decisions(values, "Camille, présidente", "Appeler le procureur.", now)
    freeze(at_desk, case, file)
    page = page_of(at_desk, case)

    decide(other, case, propose(at_desk, case, file, "hand_over"), "agree")
    answer = other.get(f"/desk/dossiers/{case}/remis/{file}.age")

    assert "Appeler le procureur." in page
    assert recipient in page
    assert open_sealed(answer.content, secret) == IMAGE
    assert "attachment" in answer["Content-Disposition"]
    assert "La copie scellée, pour la justice" in page_of(at_desk, case)


def test_by_protocol_the_task_is_ticked_and_the_file_stays_frozen(
    at_desk: Client, case: str, file: int, now: datetime
) -> None:
    record_decisions({"csam_policy": "protocol"}, "Camille", "Appeler le 17.", now)
    freeze(at_desk, case, file)
    task = Task.objects.get().pk
    page = page_of(at_desk, case)

    answer = at_desk.post(f"/desk/dossiers/{case}/taches/{task}/")

    assert "Le protocole est suivi" in page
    assert answer.status_code == 302
    assert Item.objects.get(pk=file).state == "frozen"
    assert "Un fichier gelé attend" not in page_of(at_desk, case)


def test_a_testimony_is_lent_to_be_read_again(at_desk: Client, case: str) -> None:
    reference = Testimony.objects.get().reference

    answer = at_desk.post(
        f"/desk/dossiers/{case}/relire/", {"testimony": reference, "reason": "engine"}
    )
    wrong = at_desk.post(f"/desk/dossiers/{case}/relire/", {"testimony": reference})

    assert (answer.status_code, wrong.status_code) == (302, 422)
    assert LogEntry.objects.filter(act="lent").count() == 1
    assert Testimony.objects.get().read_after is not None


def test_freezing_what_is_not_in_the_case_is_not_found(at_desk: Client, case: str) -> None:
    assert at_desk.post(f"/desk/dossiers/{case}/geler/999999/").status_code == 404
    assert frozen.policy() == frozen.Policy()
