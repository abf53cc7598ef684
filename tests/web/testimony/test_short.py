"""The short form: one page, one tap, the code on the next page, always there and in a surge."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests.scenes import TALK
from tests.web.reading_pages import text_of
from vigie.flows import witness
from vigie.store.campaigns import Campaign
from vigie.store.testimonies import Testimony
from vigie.web.load import SURGE
from vigie.web.testimony.cookie import NAME, unseal

SHORT = "/raconter/court/"
IN_SURGE: dict[str, Any] = {SURGE: True}
TOLD = {"narrative": "il demande des photos <b>", "age_now": "13 ans", "account": "@lea.exemple"}


def send(
    browser: Client,
    once: str = "un-jeton-assez-long",
    **told: Any,  # noqa: ANN401 (any field of the form)
) -> str:
    files = {"files": [SimpleUploadedFile("capture.txt", TALK.encode())]}
    response = browser.post(f"{SHORT}?once={once}", {**TOLD, **files, **told})
    assert response["Location"] == "/raconter/fin/"
    return text_of(browser.get("/raconter/fin/"))


def code_shown(page: str) -> list[str]:
    return re.findall(r"<li>([a-z]+)</li>", page)[:6]


def test_help_comes_first_and_every_field_can_be_left_empty(browser: Client) -> None:
    page = text_of(browser.get(SHORT))

    assert page.index("tel:17") < page.index("tel:3114") < page.index('action="/raconter/court/')
    assert "required" not in page
    assert "UNDEFINED" not in page


def test_one_tap_makes_one_testimony_and_the_next_page_shows_its_code(
    browser: Client, now: datetime
) -> None:
    words = code_shown(send(browser))

    told = witness.so_far(witness.reopen(" ".join(words)), now)
    assert told.answers.narrative == TOLD["narrative"]
    assert told.answers.age_now == 13
    assert [file.name for file in told.files] == ["capture.txt"]


def test_a_double_tap_shows_the_same_code(browser: Client) -> None:
    first = code_shown(send(browser))
    browser.cookies.clear()
    second = code_shown(send(browser))

    assert first == second
    assert Testimony.objects.count() == 1


def test_each_page_has_a_token_of_its_own(browser: Client) -> None:
    tokens = {re.findall(r"once=([\w-]+)", text_of(browser.get(SHORT)))[0] for _ in range(2)}

    assert len(tokens) == 2


def test_an_empty_form_makes_nothing_and_says_so(browser: Client) -> None:
    response = browser.post(f"{SHORT}?once=un-jeton-assez-long", {"narrative": "  "})

    assert response.status_code == 422
    assert "Quelques mots" in text_of(response)
    assert not Testimony.objects.exists()


def test_an_odd_age_is_kept_as_it_was_written(browser: Client, now: datetime) -> None:
    send(browser, age_now="presque 14 ou 15")

    opened = unseal(browser.cookies[NAME].value, now)
    assert opened is not None
    assert witness.so_far(opened.session, now).answers.other_age == "presque 14 ou 15"


def test_what_is_urgent_is_marked_before_anything_is_read(browser: Client) -> None:
    send(browser, urgent="coming")

    assert Testimony.objects.get().severity == "P1"


@pytest.mark.parametrize("told", [{"urgent": "inconnu"}, {"happenings": ["x", "\0"]}])
def test_whatever_is_sent_is_received(told: dict[str, Any], browser: Client) -> None:
    assert code_shown(send(browser, **told))


def test_in_a_surge_the_long_road_begins_with_the_short_form(browser: Client) -> None:
    response = browser.post("/raconter/", {"campaign": "juin"}, **IN_SURGE)

    assert response["Location"] == f"{SHORT}?campaign=juin"
    assert not Testimony.objects.exists()
    assert "Beaucoup de monde écrit" in text_of(browser.get(SHORT, **IN_SURGE))


def test_the_campaign_goes_with_the_testimony(browser: Client, now: datetime) -> None:
    Campaign.objects.create(slug="juin", title_fr="Juin", title_en="June", opens_on=now.date())

    page = text_of(browser.get(f"{SHORT}?campaign=juin"))
    send(browser, campaign="juin")

    assert 'name="campaign" value="juin"' in page
    assert Testimony.objects.get().campaign == Campaign.objects.get()


def test_a_file_that_was_not_kept_is_named_with_the_code(
    browser: Client, settings: Settings
) -> None:
    settings.VIGIE_UPLOAD_LIMIT_BYTES = 100

    page = send(browser)

    assert "capture.txt" in page
    assert "trop gros" in page or "trop grand" in page or "trop lourd" in page
