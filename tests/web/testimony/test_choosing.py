"""Choosing the conversations of an export to keep, by name, with the code alone."""

import json
from datetime import datetime

import pytest
from django.test import Client

from tests.scenes import Told, tell, work
from tests.web.reading_pages import text_of
from vigie.flows import witness
from vigie.flows.worker import Worker

SAID = {
    name: [{"Date": "2026-01-01 10:00:00", "From": name, "Content": words}]
    for name, words in (("max.exemple", "envoie une photo de toi"), ("nour.facade", "au foot ?"))
}
EXPORT = json.dumps({"Direct Messages": {f"Chat History with {k}:": v for k, v in SAID.items()}})


@pytest.fixture
def told(worker: Worker, now: datetime) -> Told:
    """An export with two conversations, of which the one with the named account is kept."""
    made = tell(
        now, account="@max.exemple", platform="tiktok", files=[("user_data.json", EXPORT.encode())]
    )
    work(worker, now)
    return made


@pytest.fixture
def back(browser: Client, told: Told) -> Client:
    """The browser of a witness who came back."""
    browser.post("/suivi/", {"code": told.code})
    return browser


def test_conversations_are_listed_by_name_with_those_kept_ticked(back: Client) -> None:
    follow = text_of(back.get("/suivi/"))
    page = text_of(back.get("/suivi/conversations/"))

    assert 'href="/suivi/conversations/"' in follow
    assert "max.exemple" in page
    assert "nour.facade" in page
    assert page.count(" checked") == 1
    assert "envoie une photo" not in page


def test_what_is_ticked_is_kept_and_the_rest_left_out(
    back: Client, told: Told, now: datetime
) -> None:
    listed = witness.conversations_in_exports(told.session)
    wanted = [each.id for each in listed if each.title == "nour.facade"]

    response = back.post("/suivi/conversations/", {"keep": wanted, "once": "a" * 20})

    after = {
        each.title: (each.kept, each.left_out)
        for each in witness.conversations_in_exports(told.session)
    }
    assert response.status_code == 302
    assert after == {"max.exemple": (False, True), "nour.facade": (False, False)}


def test_without_an_export_there_is_nothing_to_choose(teller: Client) -> None:
    response = teller.get("/suivi/conversations/")

    assert (response.status_code, response["Location"]) == (302, "/suivi/")
    assert "/suivi/conversations/" not in text_of(teller.get("/suivi/"))
