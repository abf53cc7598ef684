"""When the half hour is over: what was just written is not lost."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from tests.web.reading_pages import text_of
from vigie.flows import witness
from vigie.store.testimonies import Testimony
from vigie.web.load import BUSY
from vigie.web.testimony.cookie import Carried

FORM = "application/x-www-form-urlencoded"
BUSY_NOW: dict[str, Any] = {BUSY: True}
WRITTEN = {"once": "late", "when": "hier soir <b>", "still_going": "yes"}


def test_a_page_sent_too_late_asks_for_the_code_and_holds_the_text(teller: Client) -> None:
    teller.cookies.clear()

    response = teller.post("/raconter/2/", urlencode(WRITTEN), FORM)

    page = text_of(response)
    assert response.status_code == 403
    assert 'name="when" value="hier soir &lt;b&gt;"' in page
    assert 'name="still_going" value="yes"' in page


def test_with_the_code_the_text_is_kept_and_the_way_goes_on(
    teller: Client, carried: Carried, now: datetime
) -> None:
    teller.cookies.clear()

    response = teller.post("/raconter/2/?code", urlencode(WRITTEN | {"code": carried.code}), FORM)

    assert response["Location"] == "/raconter/3/"
    assert witness.so_far(carried.session, now).answers.when == "hier soir <b>"


def test_with_a_wrong_code_it_asks_again_and_still_holds_the_text(teller: Client) -> None:
    teller.cookies.clear()

    page = text_of(teller.post("/raconter/2/?code", urlencode(WRITTEN | {"code": "un deux"}), FORM))

    assert 'role="alert"' in page
    assert 'action="?code"' in page
    assert "hier soir" in page
    assert 'name="code" value' not in page


def test_a_code_counts_only_where_the_door_sees_it_coming(teller: Client, carried: Carried) -> None:
    teller.cookies.clear()

    response = teller.post("/raconter/2/", urlencode(WRITTEN | {"code": carried.code}), FORM)

    assert response.status_code == 403


def test_while_too_many_codes_are_tried_the_text_is_held_and_the_code_not_tried(
    teller: Client, carried: Carried
) -> None:
    teller.cookies.clear()
    told = urlencode(WRITTEN | {"code": carried.code})

    response = teller.post("/raconter/2/?code", told, FORM, **BUSY_NOW)

    assert response.status_code == 503
    assert "hier soir" in text_of(response)
    assert "Attends une minute" in text_of(response)


def test_without_a_code_the_text_begins_a_new_testimony_and_shows_its_code(
    browser: Client,
) -> None:
    response = browser.post("/raconter/2/", urlencode(WRITTEN | {"anew": "1"}), FORM)

    page = text_of(browser.get("/raconter/2/"))
    assert response["Location"] == "/raconter/code/"
    assert "hier soir &lt;b&gt;" in page


def test_a_page_only_looked_at_asks_for_the_code(browser: Client) -> None:
    assert browser.get("/raconter/2/")["Location"] == "/suivi/"


def test_a_testimony_that_was_erased_lets_go_of_the_browser(
    teller: Client, testimony: Testimony
) -> None:
    testimony.items.all().delete()
    testimony.delete()

    response = teller.get("/raconter/1/", follow=True)

    assert "Reviens avec ton code" in text_of(response)
    assert "UNDEFINED" not in text_of(response)
