"""The urgent way: whom to call at once, marked P1 before anything is read."""

import pytest
from django.test import Client

from tests.web.reading_pages import text_of
from vigie.kernel.answers import URGENT_KINDS
from vigie.store.testimonies import Testimony

FIRST_CALL = {"publish": "3018", "coming": "17", "die": "3114", "other": "17"}


def test_the_numbers_come_before_the_question(browser: Client) -> None:
    page = text_of(browser.get("/urgent/"))

    assert page.index('href="tel:17"') < page.index('<button class="door"')


@pytest.mark.parametrize("kind", URGENT_KINDS)
def test_one_tap_marks_the_testimony_and_shows_whom_to_call(browser: Client, kind: str) -> None:
    page = text_of(browser.post("/urgent/", {"once": "u", "urgent": kind}, follow=True))

    testimony = Testimony.objects.get()
    first_call = page.index("big-call")
    assert (testimony.urgent, testimony.severity) == (True, "P1")
    assert f">{FIRST_CALL[kind]}</a>" in page[first_call : first_call + 100]
    assert "C'est marqué urgent." in page
    assert "Ton code" in page


def test_an_odd_kind_is_urgent_all_the_same(browser: Client) -> None:
    browser.post("/urgent/", {"once": "u", "urgent": "?"})

    assert Testimony.objects.get().severity == "P1"


def test_a_safe_contact_is_kept_and_can_be_changed(browser: Client) -> None:
    browser.post("/urgent/", {"once": "u", "urgent": "coming"})

    browser.post("/urgent/aide/", {"once": "c", "contact_way": "06 39 98 00 12"})

    page = text_of(browser.get("/urgent/aide/"))
    assert "C'est noté." in page
    assert 'value="06 39 98 00 12"' in page


def test_someone_already_telling_keeps_the_same_testimony(teller: Client) -> None:
    teller.post("/urgent/", {"once": "u", "urgent": "die"})

    assert Testimony.objects.get().urgent
