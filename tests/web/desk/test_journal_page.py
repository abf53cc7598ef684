"""The desk's journal: a lead reads who did what on which reference; a listener does not."""

import re
from datetime import datetime

import pytest
from django.test import Client

from tests.scenes import Login, tell, work
from tests.web.reading_pages import text_of
from vigie.flows.casework import open_case
from vigie.flows.custody import log_act, log_erased
from vigie.flows.custody.auditing import audit
from vigie.flows.queue import queue
from vigie.flows.team.people import log_in
from vigie.flows.worker import Worker
from vigie.kernel.errors import NotAllowed
from vigie.store.custody import LogEntry
from vigie.store.testimonies import Testimony
from vigie.web.desk.session import COOKIE


def words_of(answer: object) -> str:
    """What a page says, without its tags."""
    return " ".join(re.sub(r"<[^>]*>", " ", text_of(answer)).split())  # type: ignore[arg-type]


@pytest.fixture
def at_desk(desk_client: Client, lead: Login, now: datetime) -> Client:
    """A lead's browser, logged in."""
    cookie = log_in(lead.name, lead.passphrase, lead.code(now), now)
    desk_client.cookies[COOKIE] = cookie
    return desk_client


@pytest.fixture
def opened(worker: Worker, lead: Login, now: datetime) -> tuple[str, str]:
    """A testimony whose case the lead opened: both references."""
    told = tell(now)
    work(worker, now)
    (row,) = queue(lead.desk, now)
    open_case(lead.desk, row.reference, now)
    return told.reference, row.reference


def test_acts_of_the_team_are_shown_by_name_and_pseudonym_with_their_reference(
    at_desk: Client, opened: tuple[str, str], lead: Login
) -> None:
    testimony, case = opened

    answer = at_desk.get("/desk/journal/")

    page = words_of(answer)
    assert f"ouvert {lead.name} {lead.desk.responder.pseudonym} {testimony}" in page
    assert f"/desk/dossiers/{case}/" in answer.content.decode()
    assert "reçu" not in page.split("Afficher")[1]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("person=worker", "les pages de témoignage"),
        ("person=everybody&act=read", "la machine"),
        ("person=everybody", "les pages de témoignage"),
        ("act=exported", "Aucun acte ne correspond."),
        ("reference=T-NOTHERE", "Aucun acte ne correspond."),
        ("page=2", "Aucun acte ne correspond."),
        ("page=x", "Camille"),
        ("page=0", "Camille"),
    ],
)
def test_filters_narrow_it(
    asked: str, shown: str, at_desk: Client, opened: tuple[str, str]
) -> None:
    assert shown in words_of(at_desk.get(f"/desk/journal/?{asked}"))


def test_a_case_gives_the_acts_on_its_testimonies(
    at_desk: Client, opened: tuple[str, str], lead: Login, now: datetime
) -> None:
    testimony, case = opened
    log_act(LogEntry.Act.JOINED, actor=lead.desk.responder.pseudonym, now=now, subject="R-ELSE")

    page = words_of(at_desk.get(f"/desk/journal/?reference={case}"))

    assert testimony in page
    assert "R-ELSE" not in page


def test_an_act_of_two_people_names_both(
    at_desk: Client, lead: Login, listener: Login, now: datetime
) -> None:
    both = f"{lead.desk.responder.pseudonym}+{listener.desk.responder.pseudonym}"
    log_act(LogEntry.Act.DESTROYED, actor=both, now=now)

    page = words_of(at_desk.get(f"/desk/journal/?person={listener.desk.responder.pseudonym}"))

    assert f"{lead.name}, {listener.name} {both}" in page


def test_what_was_erased_keeps_the_act_and_loses_the_reference(
    at_desk: Client, opened: tuple[str, str], now: datetime
) -> None:
    log_erased(Testimony.objects.get(reference=opened[0]), actor="worker", now=now)

    page = words_of(at_desk.get("/desk/journal/"))

    assert opened[0] not in page
    assert "effacé depuis" in page


def test_a_long_journal_goes_on_for_pages_and_keeps_its_filters(
    at_desk: Client, lead: Login, now: datetime
) -> None:
    for _ in range(51):
        log_act(LogEntry.Act.LENT, actor=lead.desk.responder.pseudonym, now=now)

    first = at_desk.get("/desk/journal/?act=lent").content.decode()
    second = words_of(at_desk.get("/desk/journal/?act=lent&page=2"))

    assert "?act=lent&amp;page=2" in first
    assert second.count(lead.desk.responder.pseudonym) == 1
    assert "Plus récents" in second


def test_a_listener_is_told_that_it_is_for_leads(
    desk_client: Client, listener: Login, now: datetime
) -> None:
    desk_client.cookies[COOKIE] = log_in("Noa", listener.passphrase, listener.code(now), now)

    answer = desk_client.get("/desk/journal/")

    assert answer.status_code == 403
    assert "/desk/journal/" not in desk_client.get("/desk/").content.decode()
    with pytest.raises(NotAllowed):
        audit(listener.desk)
