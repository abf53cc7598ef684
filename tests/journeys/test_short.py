"""The short way in a browser: one page, one tap, the code, and back again with it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.household import Household
from tests.journeys.witness_pages import WitnessPages

pytestmark = pytest.mark.journey


def not_looked_at(page: Page) -> None:
    """axe needs scripts: the page is examined where there are some."""


@pytest.mark.parametrize("locale", ["fr-FR", "en-GB"])
def test_everything_is_told_on_one_page_without_javascript(
    household: Household, new_page: Callable[..., Page], demonstration: Path, locale: str
) -> None:
    page = new_page(household.intake_url, width=390, locale=locale, scripts=False)
    witness = WitnessPages(page, not_looked_at)

    witness.open("/raconter/court/")
    witness.answer(narrative="Il demande des photos.", account="@jay.talent.exemple", age_now="15")
    witness.choose(demonstration / "shots/english-1.png")
    witness.go_on()
    code = witness.code()
    page.context.clear_cookies()

    assert len(code.split()) == 6
    witness.come_back(code)
    assert "english-1.png" in witness.text
