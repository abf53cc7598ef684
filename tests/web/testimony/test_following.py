"""Coming back with the code: what happened, messages both ways, withdrawing, the receipt."""

import json
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from tests.scenes import tell
from tests.web.reading_pages import text_of
from vigie.flows.witness import SoFar
from vigie.store.testimonies import Testimony
from vigie.web.testimony.cookie import NAME, Carried

Told = Callable[[], SoFar]
SHORT_ANSWERS = (
    "La personne va savoir ?",
    "Mes parents vont savoir ?",
    "Je risque quoi ?",
    "J'ai envoyé une photo",
    "J'ai perdu mon code",
    "Tout effacer",
)


def test_the_code_opens_what_was_told(browser: Client, now: datetime) -> None:
    told = tell(now, narrative="il insiste")

    page = text_of(browser.post("/suivi/", {"code": told.code.upper()}, follow=True))

    assert "C'est bien reçu." in page
    assert "On te répond avant" in page


@pytest.mark.parametrize("code", ["", "un deux", "\0", "a " * 400])
def test_a_code_that_opens_nothing_says_so_once(browser: Client, code: str) -> None:
    response = browser.post("/suivi/", {"code": code})

    page = text_of(response)
    assert response.status_code == 422
    assert page.count('role="alert"') == 1
    assert "Ce code n'ouvre rien." in page
    assert NAME not in response.cookies


def test_short_answers_are_one_tap_away(teller: Client) -> None:
    page = text_of(teller.get("/suivi/"))

    assert all(f"<summary>{question}</summary>" in page for question in SHORT_ANSWERS)


def test_a_draft_says_that_it_is_kept_and_not_sent(teller: Client) -> None:
    page = text_of(teller.get("/suivi/"))

    assert "Tu n'as pas encore envoyé." in page
    assert "Ce que tu as écrit est gardé." in page


def test_a_message_is_said_once_and_shown(teller: Client, told: Told) -> None:
    for _ in range(2):
        teller.post("/suivi/message/", {"once": "m", "text": "j'ai peur <script>"})

    page = text_of(teller.get("/suivi/"))
    assert len(told().messages) == 1
    assert "j'ai peur &lt;script&gt;" in page


def test_an_empty_message_says_nothing(teller: Client, told: Told) -> None:
    response = teller.post("/suivi/message/", {"once": "m", "text": " \n"})

    assert response["Location"] == "/suivi/"
    assert not told().messages


def test_withdrawing_says_what_it_does_waits_and_can_be_cancelled(
    teller: Client, testimony: Testimony
) -> None:
    warning = text_of(teller.get("/suivi/retirer/"))
    waiting = text_of(teller.post("/suivi/retirer/", follow=True))
    teller.post("/suivi/garder/")

    testimony.refresh_from_db()
    assert "On attend 7 jours." in warning
    assert "Tout sera effacé" in waiting
    assert testimony.withdraw_on is None


def test_the_receipt_comes_after_its_warning_under_a_neutral_name(teller: Client) -> None:
    teller.post("/raconter/1/", {"once": "q1", "narrative": "il insiste"})
    teller.post("/raconter/envoyer/")

    warning = text_of(teller.get("/suivi/recu/"))
    response = teller.post("/suivi/recu/")

    assert "qui le trouve sait que tu as écrit ici" in warning
    assert response["Content-Disposition"] == 'attachment; filename="document.json"'
    assert json.loads(response.content)


def test_before_sending_there_is_no_receipt_and_the_page_says_so(teller: Client) -> None:
    response = teller.post("/suivi/recu/")

    assert "Pas encore de reçu." in text_of(response)
    assert response.cookies[NAME].value


def test_closing_forgets_the_testimony_on_this_device(teller: Client) -> None:
    response = teller.post("/suivi/fermer/")

    assert response.cookies[NAME]["max-age"] == 0
    assert "Reviens avec ton code" in text_of(teller.get("/suivi/"))


def test_leaving_clears_what_the_browser_can_clear(teller: Client, carried: Carried) -> None:
    response = teller.get("/quitter/")

    assert response["Location"] == "https://fr.wikipedia.org/"
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert response.cookies[NAME].value == ""


def test_evidence_added_later_is_kept(teller: Client, told: Told) -> None:
    page = text_of(teller.get("/raconter/6/?follow"))

    teller.post("/raconter/6/?once=z&follow", {"pasted": "Lui: envoie"})

    assert "&amp;follow" in page
    assert told().answers.pasted == "Lui: envoie"
