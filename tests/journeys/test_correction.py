"""Putting a reading right: by the witness on a phone without scripts, then at the desk by keys."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import PHONE_WIDTH_PX
from tests.journeys.desk_pages import DeskPages, focused
from tests.journeys.examining import Examiner
from tests.journeys.household import Household
from tests.journeys.witness_pages import WitnessPages

pytestmark = pytest.mark.journey

NewPage = Callable[..., Page]


def tell(witness: WitnessPages, shot: Path, account: str) -> str:
    """An account and one screenshot, sent; gives the code."""
    code = witness.start()
    witness.open("/raconter/4/")
    witness.answer(account=account)
    witness.save()
    witness.open("/raconter/6/")
    witness.add(shot)
    witness.open("/raconter/envoyer/")
    witness.send()
    return code


def lines(witness: WitnessPages) -> list[str]:
    """The messages as the witness reads them again."""
    return [each.strip() for each in witness.page.locator(".talk .said").all_inner_texts()]


def test_a_witness_reads_again_on_a_phone_without_scripts_and_need_not(
    household: Household,
    new_page: NewPage,
    examiner: Examiner,
    camille: DeskPages,
    demonstration: Path,
) -> None:
    page = new_page(household.intake_url, width=PHONE_WIDTH_PX, scripts=False)
    witness = WitnessPages(page, lambda _page: None)
    scripted = WitnessPages(new_page(household.intake_url, width=PHONE_WIDTH_PX), examiner.examine)
    code = tell(witness, demonstration / "shots/fame-1.png", "tiktok.com/@relu.exemple")
    household.work()

    witness.open("/suivi/")
    witness.press("a[href$='/relire/']")
    read = lines(witness)
    first = page.locator(".talk .turn").first
    assert page.locator("img").count() == 0
    first.locator("summary").click()
    first.locator("textarea").fill("mes mots à moi")
    witness.press(first.locator("button[value=save]"))
    assert lines(witness) == ["mes mots à moi", *read[1:]]
    second = page.locator(".talk .turn").nth(1)
    second.locator("summary").click()
    witness.press(second.locator("button[value=hide]"))
    assert "enlevé" in page.locator(".talk .turn").nth(1).inner_text()
    witness.press(page.locator("button[value=show]"))
    assert lines(witness) == ["mes mots à moi", *read[1:]]
    household.work()
    scripted.come_back(code)
    scripted.open("/suivi/relire/")

    camille.come_in()
    camille.claim("relu.exemple")
    turn = camille.turn("mes mots à moi")
    assert "corrigé par le témoin" in turn.inner_text()
    camille.press(turn.locator("button[value=confirm]"))
    assert "à vérifier" not in camille.turn("mes mots à moi").inner_text()
    assert camille.page.locator(".history li").count() == 4


def test_a_reading_is_put_right_by_keys_and_every_step_is_undone(
    household: Household, witness: WitnessPages, camille: DeskPages, demonstration: Path
) -> None:
    tell(witness, demonstration / "shots/fame-1.png", "tiktok.com/@touches.exemple")
    household.work()
    camille.come_in()
    camille.claim("touches.exemple")
    page, keys = camille.page, camille.page.keyboard
    read, sides = words(page), camille.sides()

    keys.press("j")
    assert page.locator("rect.lit").count() == 1
    press(camille, "s")
    assert camille.sides()[0] != sides[0]
    assert focused(page) == str(page.locator(".turn").first.get_attribute("id"))
    press(camille, "m")
    assert len(words(page)) == len(read) - 1
    press(camille, "h")
    assert page.locator(".turn s").count() == 1
    press(camille, "h")
    keys.press("e")
    keys.insert_text(" et voilà")
    press(camille, "Control+Enter")
    assert words(page)[0].endswith("et voilà")
    keys.press("x")
    for _letter in "salut":
        keys.press("ArrowRight")
    press(camille, "Control+Enter")
    assert len(words(page)) == len(read)
    assert len(words(page)[0]) <= 5
    page.locator(".history > summary").click()
    camille.look()
    while page.locator("button[value=undo]").count():
        press(camille, "u")

    assert (words(page), camille.sides()) == (read, sides)


def press(desk: DeskPages, key: str) -> None:
    """Presses a key that leads to a page."""
    with desk.page.expect_navigation():
        desk.page.keyboard.press(key)


def words(page: Page) -> list[str]:
    """What each message says, with no line of a signal."""
    return [str(text) for text in page.locator(".turn textarea[id$=-text]").evaluate_all(
        "all => all.map((each) => each.defaultValue)"
    )]  # fmt: skip
