"""The desk under faults: a form sent twice does its act once, and nothing is half done."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from tests.scenes import Login, only_case, tell, work
from tests.web.reading_pages import text_of
from vigie.evidence.codes import draw_code, read_code
from vigie.flows import casework, notices, witness
from vigie.flows.once import forget_forms
from vigie.flows.queue import claim, hold_testimonies
from vigie.flows.team.people import Desk, log_in
from vigie.flows.worker import Worker
from vigie.kernel.answers import Answers
from vigie.kernel.errors import Conflict
from vigie.store.cases import Case, CaseNote
from vigie.store.forms import FormSent
from vigie.store.notices import Notice
from vigie.store.testimonies import Item, Testimony
from vigie.web.desk.session import COOKIE

TOKEN = "a-token-of-one-form"
CALL = {"narrative": "au téléphone", "language": "fr", "once": TOKEN}


@pytest.fixture
def held(worker: Worker, desk: Desk, now: datetime) -> str:
    """The reference of a case that the responder holds."""
    tell(now, account="@lea.exemple", platform="tiktok", narrative="il insiste")
    work(worker, now)
    reference = only_case(desk, now).reference
    claim(desk, reference, now)
    return reference


@pytest.fixture
def inside(desk_client: Client, lead: Login, now: datetime) -> Client:
    """A browser whose desk is open."""
    desk_client.cookies[COOKIE] = log_in(lead.name, lead.passphrase, lead.code(now), now)
    desk_client.raise_request_exception = False
    return desk_client


def test_a_call_entered_twice_is_one_testimony_with_one_code(inside: Client, now: datetime) -> None:
    pages = [text_of(inside.post("/desk/appel/", CALL)) for _ in range(2)]

    assert Testimony.objects.count() == 1
    assert Item.objects.filter(kind="page").count() == 1
    assert Case.objects.count() == 1
    assert pages[0] == pages[1]


def test_another_call_on_the_same_page_is_another_testimony(inside: Client) -> None:
    inside.post("/desk/appel/", CALL)

    inside.post("/desk/appel/", {**CALL, "narrative": "quelqu'un d'autre"})

    assert Testimony.objects.count() == 2


def test_the_code_of_a_call_opens_it(desk: Desk, now: datetime) -> None:
    reference, code = casework.enter_call(desk, Answers(narrative="oui"), "fr", now, once=TOKEN)

    session = witness.reopen(code)

    assert witness.so_far(session, now).answers.narrative == "oui"
    assert Testimony.objects.get().reference == reference


def test_a_call_cut_off_in_the_middle_leaves_nothing(
    desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OperationalError("gone")

    with monkeypatch.context() as patched:
        patched.setattr("vigie.flows.casework.acts.join_cases", broken)
        with pytest.raises(OperationalError):
            casework.enter_call(desk, Answers(narrative="oui"), "fr", now, once=TOKEN)
    left = (Testimony.objects.count(), FormSent.objects.count())

    casework.enter_call(desk, Answers(narrative="oui"), "fr", now, once=TOKEN)

    assert left == (0, 0)
    assert Testimony.objects.count() == 1


def add_note(desk: Desk, reference: str, now: datetime, once: str) -> None:
    casework.add_note(desk, reference, "note", "à rappeler", now, once=once)


def write(desk: Desk, reference: str, now: datetime, once: str) -> None:
    told = Testimony.objects.get().reference
    casework.write_to_witness(desk, reference, told, "bonjour", now, once=once)


@pytest.mark.parametrize("act", [add_note, write])
def test_a_note_or_a_message_sent_twice_is_there_once(
    act: Callable[[Desk, str, datetime, str], None], held: str, desk: Desk, now: datetime
) -> None:
    for once in (TOKEN, TOKEN, f"{TOKEN}-other"):
        act(desk, held, now, once)

    made = CaseNote.objects.count() + Item.objects.filter(from_team=True).count()
    assert made == 2


def test_a_page_of_the_desk_carries_its_token(held: str, inside: Client) -> None:
    page = inside.get(f"/desk/dossiers/{held}/").content.decode()

    token = page.split('name="once" value="')[1].split('"')[0]
    for _ in range(2):
        sent = {"kind": "note", "text": "une fois", "once": token}
        assert inside.post(f"/desk/dossiers/{held}/notes/", sent).status_code == 302

    assert CaseNote.objects.count() == 1


def test_a_notice_is_marked_once_though_two_pages_said_so(
    held: str, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = Case.objects.get(reference=held)
    number = Notice.objects.create(
        reference="N-TEST",
        case=case,
        platform="tiktok",
        author=desk.responder,
        made_hour=now,
        sealed_pdf=b"",
        sealed_json=b"",
    ).reference
    later = now + timedelta(minutes=5)
    real = hold_testimonies

    def meanwhile(held_case: Any) -> None:  # noqa: ANN401 (whatever it holds)
        monkeypatch.setattr("vigie.flows.notices.hold_testimonies", real)
        notices.mark_notice(desk, number, "sent", now)
        real(held_case)

    monkeypatch.setattr("vigie.flows.notices.hold_testimonies", meanwhile)
    with pytest.raises(Conflict):
        notices.mark_notice(desk, number, "sent", later)


def test_the_memory_of_forms_goes_after_two_days(desk: Desk, now: datetime) -> None:
    casework.enter_call(desk, Answers(narrative="oui"), "fr", now, once=TOKEN)

    forget_forms(now + timedelta(days=1))
    early = FormSent.objects.count()
    forget_forms(now + timedelta(days=3))

    assert (early, FormSent.objects.count()) == (1, 0)


def test_a_drawn_code_is_a_code_and_another_key_draws_another() -> None:
    drawn = {draw_code(key, text) for key in (b"one", b"two") for text in (b"a", b"b")}

    assert len(drawn) == 4
    assert all(read_code(each) == each for each in drawn)
    assert draw_code(b"one", b"a") in drawn


def test_a_lost_database_gives_a_note_back_to_the_responder(
    held: str, inside: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr("vigie.web.desk.views_case.casework.add_note", broken)
    text = "elle préfère qu'on écrive le soir, après vingt heures"

    response = inside.post(f"/desk/dossiers/{held}/notes/", {"text": text, "once": TOKEN})

    assert response.status_code == 503
    assert text in text_of(response)
