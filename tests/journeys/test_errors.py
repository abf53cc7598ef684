"""What goes wrong is said on a page of our own, with the same headers, for every eye."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.examining import Examiner
from tests.journeys.household import Household
from tests.journeys.witness_pages import WitnessPages

pytestmark = pytest.mark.journey

SEND = """([action, fields]) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = action;
  for (let n = 0; n < fields; n += 1) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = `f${n}`;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}"""


def send(witness: WitnessPages, action: str, fields: int) -> None:
    """Sends a form that no page of ours holds."""
    with witness.page.expect_navigation():
        witness.page.evaluate(SEND, [action, fields])


def test_a_page_that_is_not_there_is_said_and_can_be_left(
    household: Household, witness: WitnessPages
) -> None:
    witness.open("/nulle-part/")

    assert witness.heading == "Il n’y a rien ici"
    witness.leave_at_once()
    assert witness.page.url == household.exit_url


def test_a_form_from_another_site_is_refused(household: Household, witness: WitnessPages) -> None:
    witness.page.goto(household.exit_url)

    send(witness, f"{household.intake_url}/raconter/", 1)

    witness.look()
    assert witness.heading == "Cette page est fermée"
    assert witness.cookies() == []


def test_a_form_that_is_too_big_is_said(witness: WitnessPages) -> None:
    witness.start()
    witness.open("/raconter/1/")

    send(witness, "/raconter/1/", 3_000)

    witness.look()
    assert witness.heading == "C’est trop gros"


def test_a_database_that_does_not_answer_is_said(
    household: Household, new_page: Callable[..., Page], examiner: Examiner
) -> None:
    page = new_page(household.broken_intake(), width=390)
    witness = WitnessPages(page, examiner.examine)

    witness.open("/")
    witness.press("main form button.door")

    assert witness.page.locator("h1").count() == 1
    assert "DROP" not in witness.text
    assert witness.page.title() == "Informations"
    assert "minute" in witness.text
