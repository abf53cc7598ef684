"""Telling, page by page: the code first, everything kept as it is left, nothing obligatory."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from tests.web.reading_pages import text_of
from vigie.flows import witness
from vigie.flows.witness import SoFar
from vigie.store.campaigns import Campaign
from vigie.store.testimonies import Testimony
from vigie.web.testimony.cookie import NAME, Carried
from vigie.web.testimony.questions import QUESTIONS

Told = Callable[[], SoFar]


@pytest.mark.parametrize("address", ["/", "/urgent/", "/conseils/", "/raconter/", "/suivi/"])
def test_no_cookie_is_given_before_the_start(browser: Client, address: str) -> None:
    response = browser.get(address)

    assert not response.cookies


def test_the_code_comes_before_the_first_question(browser: Client) -> None:
    shown = browser.post("/raconter/", {"once": "a"}, follow=True)

    page = text_of(shown)
    assert shown.redirect_chain == [("/raconter/code/", 302)]
    assert "J'ai noté" in page
    assert "Plus tard" in page


def test_the_code_shown_opens_the_testimony(teller: Client, carried: Carried) -> None:
    page = text_of(teller.get("/raconter/code/"))

    assert all(f"<li>{word}</li>" in page for word in carried.code.split())
    assert witness.reopen(carried.code) == carried.session


def test_each_page_is_kept_as_it_is_left_and_leads_on(teller: Client, told: Told) -> None:
    response = teller.post(
        "/raconter/1/", {"once": "q1", "teller": "friend", "happenings": ["threat", "money"]}
    )

    assert response["Location"] == "/raconter/2/"
    assert told().answers.happenings == ("threat", "money")


def test_going_back_keeps_the_page_too(teller: Client, told: Told) -> None:
    response = teller.post("/raconter/2/", {"once": "q2", "when": "en mars", "go": "back"})

    assert response["Location"] == "/raconter/1/"
    assert told().answers.when == "en mars"


def test_a_question_shows_what_was_answered_before(teller: Client) -> None:
    teller.post("/raconter/2/", {"once": "q2", "when": "en mars", "still_going": "yes"})

    page = text_of(teller.get("/raconter/2/"))

    assert "en mars" in page
    assert 'value="yes" id="id_still_going_0" checked' in page


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.page)
def test_every_question_can_be_skipped_and_gone_back_from(teller: Client, question: object) -> None:
    page = text_of(teller.get(question.address))  # type: ignore[attr-defined]

    assert f'href="{question.after}">Passer' in page  # type: ignore[attr-defined]
    assert 'value="back">Retour' in page


def test_an_account_is_shown_back_as_understood(teller: Client) -> None:
    link = "https://www.tiktok.com/@leo.exemple?lang=fr"

    shown = teller.post("/raconter/4/", {"once": "q4", "account": link}, follow=True)

    page = text_of(shown)
    assert "On a compris :" in page
    assert "@leo.exemple" in page
    assert "sur TikTok" in page


def test_words_that_name_no_account_are_kept_and_said_to_be(teller: Client, told: Told) -> None:
    words = "un mec avec une casquette rouge"

    shown = teller.post("/raconter/4/", {"once": "q4", "other_accounts": words}, follow=True)

    assert "on garde tes mots" in text_of(shown)
    assert told().answers.other_accounts == words


def test_without_an_account_nothing_is_shown_back(teller: Client) -> None:
    response = teller.post("/raconter/4/", {"once": "q4"})

    assert response["Location"] == "/raconter/5/"


def test_the_app_that_needs_the_pseudonym_is_named(teller: Client) -> None:
    teller.post("/raconter/4/", {"once": "q4", "account": "@leo", "account_platform": "snapchat"})

    assert "Snapchat a besoin de ton pseudo" in text_of(teller.get("/raconter/8/"))


def test_the_last_look_shows_what_was_told_and_leads_back_to_it(teller: Client) -> None:
    teller.post("/raconter/3/", {"once": "q3", "age_then": "13", "age_now": "15"})

    page = text_of(teller.get("/raconter/envoyer/"))
    changed = teller.post("/raconter/3/", {"once": "q3b", "age_then": "12", "look": "1"})

    assert "au début : 13 · maintenant : 15" in page
    assert "la loi peut nous obliger à prévenir" in page
    assert changed["Location"] == "/raconter/envoyer/"


def test_after_sending_the_promise_and_the_code_are_shown(
    teller: Client, carried: Carried, testimony: Testimony
) -> None:
    page = text_of(teller.post("/raconter/envoyer/", follow=True))

    testimony.refresh_from_db()
    assert testimony.state == Testimony.State.RECEIVED
    assert "C'est bien reçu." in page
    assert "On te répond avant" in page
    assert carried.code.split()[0] in page


def test_nothing_told_at_all_can_be_sent(teller: Client, told: Told) -> None:
    for question in QUESTIONS:
        teller.post(f"{question.address}?once=n{question.number}", {"once": f"n{question.number}"})
    teller.post("/raconter/envoyer/")

    assert told().status == "received"


def test_a_campaign_is_remembered_without_a_cookie(browser: Client, now: datetime) -> None:
    Campaign.objects.create(slug="appel", title_fr="Appel", opens_on=now.date())

    page = text_of(browser.get("/c/appel/"))
    browser.post("/raconter/", {"once": "a", "campaign": "appel"})

    assert 'name="campaign" value="appel"' in page
    assert Testimony.objects.get().campaign == Campaign.objects.get()


def test_an_unknown_question_is_not_found(teller: Client) -> None:
    assert teller.get("/raconter/9/").status_code == 404


def test_the_cookie_is_given_another_half_hour_by_each_page(teller: Client) -> None:
    response = teller.get("/raconter/1/")

    assert response.cookies[NAME]["max-age"] == 1800
