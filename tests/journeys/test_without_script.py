"""The witness pages are complete without JavaScript, and in English."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.household import Household
from tests.journeys.witness_pages import WitnessPages

pytestmark = pytest.mark.journey


def not_looked_at(page: Page) -> None:
    """axe needs scripts: the same pages are examined where there are some."""


def test_a_testimony_is_told_in_english_without_javascript(
    household: Household, new_page: Callable[..., Page], demonstration: Path
) -> None:
    page = new_page(household.intake_url, width=390, locale="en-GB", scripts=False)
    witness = WitnessPages(page, not_looked_at)

    code = witness.start()
    witness.go_on()
    witness.answer(teller="friend", happenings=("money",), narrative="He asks her for money.")
    witness.save()
    witness.answer(when="last night", still_going="yes")
    witness.back()
    assert page.locator("textarea[name=narrative]").input_value() == "He asks her for money."
    witness.save()
    witness.save()
    witness.answer(age_then="about 14", age_now="15")
    witness.save()
    witness.answer(account="@jay.talent.exemple", account_platform="instagram")
    witness.save()
    assert "@jay.talent.exemple on Instagram" in " ".join(witness.text.split())
    witness.go_on()
    witness.answer(asked="yes", sent="unsure")
    witness.save()
    witness.add(demonstration / "shots/english-1.png")
    assert [each.split()[0] for each in witness.files()] == ["english-1.png"]
    witness.save()
    witness.answer(attacked="unsure")
    witness.save()
    witness.answer(wants=("unsure", "talk"))
    witness.save()
    assert "last night" in witness.text
    witness.send()
    assert witness.heading == "We received it."
    witness.open("/suivi/")
    witness.close()

    witness.come_back(code)
    assert witness.heading == "We received it."
    witness.write("Is someone there?")
    assert witness.messages() == ["Is someone there?"]
    witness.ask_withdrawal()
    witness.cancel_withdrawal()
    assert witness.receipt().suggested_filename == "document.json"


def test_the_language_changes_on_the_page_one_is_on(witness: WitnessPages) -> None:
    witness.start()
    witness.go_on()
    witness.press("header button[name=language]")

    assert witness.path == "/raconter/1/"
    assert witness.heading == "Tell us"
