"""A telephone call: entered in one form, and its code read out once."""

from datetime import datetime

import pytest
from django.test import Client

from tests.scenes import Login
from vigie.flows import casework, witness
from vigie.flows.queue import queue
from vigie.kernel.answers import Answers
from vigie.kernel.errors import Conflict
from vigie.store.testimonies import Testimony
from vigie.web.desk.call_form import CallForm

CALL = {
    "language": "fr",
    "teller": "parent",
    "narrative": "Un compte demande une photo à ma fille.",
    "happenings": ["photo_request", "secrecy"],
    "age_then": "12",
    "account": "@lea.exemple",
    "account_platform": "tiktok",
    "wants": ["talk"],
}


def test_the_form_asks_every_question_of_the_kernel_but_the_pasted_text() -> None:
    asked = set(CallForm().fields) - {"language"}

    assert set(Answers.__slots__) - asked == {"pasted", "sent_off"}


def test_the_form_comes_empty(at_desk: Client) -> None:
    page = at_desk.get("/desk/appel/").content.decode()

    assert "Appel téléphonique" in page
    assert 'role="alert"' not in page


def test_a_call_that_a_flow_refuses_comes_back_as_it_was(
    at_desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> tuple[str, str]:
        raise Conflict("Somebody changed this case while you wrote; read it again, then save.")

    monkeypatch.setattr(casework, "enter_call", refuse)

    answer = at_desk.post("/desk/appel/", CALL)

    assert answer.status_code == 409
    assert "Un compte demande une photo à ma fille." in answer.content.decode()


def test_a_call_makes_a_testimony_and_shows_a_code_that_opens_it(
    at_desk: Client, lead: Login, now: datetime
) -> None:
    answer = at_desk.post("/desk/appel/", CALL)
    words = answer.context["words"]
    (row,) = queue(lead.desk, now)
    told = casework.open_case(lead.desk, row.reference, now).testimonies[0]

    assert answer.status_code == 200
    assert len(words) == 6
    assert witness.reopen(" ".join(words)).testimony == Testimony.objects.get().pk
    assert told.entered_by_team
    assert told.answers.age_then == 12
    assert told.answers.happenings == ("photo_request", "secrecy")


def test_a_call_that_says_nothing_is_refused_with_a_link(at_desk: Client, lead: Login) -> None:
    answer = at_desk.post("/desk/appel/", {"language": "fr", "age_then": "200"})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert '<a href="#id_narrative">' in page
    assert '<a href="#id_age_then">' in page
    assert 'value="200"' in page
    assert Testimony.objects.count() == 0
