"""The desk: a telephone call, a claim that ended, the keyboard alone, the lock."""

import pytest

from tests.journeys import bad_files
from tests.journeys.desk_pages import DeskPages, focused, tab_to
from tests.journeys.household import Household
from tests.journeys.witness_pages import WitnessPages

pytestmark = pytest.mark.journey

TEXT = "Un long message que personne n'a envie de récrire."


def call(desk: DeskPages, account: str) -> str:
    """Enters a telephone call about an account; gives the code that is read to the caller."""
    desk.open("/desk/appel/")
    desk.page.locator("[name=narrative]").fill("Elle dit qu'il lui demande de l'argent.")
    desk.page.locator("[name=age_now]").fill("15")
    desk.page.locator("[name=account]").fill(account)
    desk.page.locator("[name=account_platform]").select_option("instagram")
    desk.press("main form button.next")
    return " ".join(desk.page.locator(".code-words li").all_inner_texts())


def test_a_call_is_entered_and_its_code_opens_it(witness: WitnessPages, camille: DeskPages) -> None:
    camille.come_in()
    camille.open("/desk/appel/")
    camille.page.locator("[name=age_now]").fill("15")
    camille.press("main form button.next")
    assert "Écrivez le récit" in camille.alert
    assert camille.page.locator("[name=age_now]").input_value() == "15"

    code = call(camille, "@appel.exemple")
    witness.come_back(code)

    assert witness.alerts == []
    camille.open("/desk/")
    assert any("appel.exemple" in row for row in camille.queue())


def test_a_claim_that_ended_is_said_and_the_text_is_kept(
    household: Household, camille: DeskPages, noor: DeskPages
) -> None:
    camille.come_in()
    call(camille, "@revendique.exemple")
    camille.open("/desk/")
    reference = camille.claim("revendique.exemple")
    noor.come_in()
    assert "camille" in next(row for row in noor.queue() if "revendique.exemple" in row)
    noor.open(f"/desk/dossiers/{reference}/")
    assert noor.page.locator("#message-text").count() == 0

    household.let_the_claim_end(reference)
    noor.open(f"/desk/dossiers/{reference}/")
    noor.press("form[action$='/prendre/'] button")
    assert noor.page.locator("#message-text").count() == 1
    camille.write_to_witness(TEXT)

    assert "Vous ne tenez pas ou plus ce dossier" in camille.alert
    assert camille.page.locator("#message-text").input_value() == TEXT
    noor.press("form[action$='/rendre/'] button")
    camille.take_in_another_tab(reference)
    camille.press("form:has(#message-text) button")
    assert TEXT in " ".join(camille.page.locator(".entry.ours").all_inner_texts())


def test_two_responders_cannot_take_the_same_case(camille: DeskPages, noor: DeskPages) -> None:
    camille.come_in()
    call(camille, "@deux.exemple")
    camille.open("/desk/")
    noor.come_in()
    camille.claim("deux.exemple")

    noor.press(noor.page.locator(".rows li", has_text="deux.exemple").locator("form button"))

    assert "Quelqu’un d’autre tient ce dossier" in noor.alert


def test_a_desk_that_locked_itself_keeps_what_was_written(camille: DeskPages) -> None:
    camille.come_in()
    call(camille, "@verrou.exemple")
    camille.open("/desk/")
    camille.claim("verrou.exemple")
    camille.page.context.clear_cookies()

    camille.write_to_witness(TEXT)
    camille.fill_in(camille.responder.code())
    assert camille.page.locator("textarea").input_value() == TEXT
    camille.press("main form button.next")

    assert TEXT in camille.text


def test_a_wrong_second_factor_is_refused_in_one_sentence(noor: DeskPages) -> None:
    noor.open("/desk/")

    noor.fill_in("000000")

    assert noor.alert
    assert noor.page.context.cookies() == []


def test_the_reading_room_is_worked_with_the_keyboard_alone(
    household: Household, witness: WitnessPages, camille: DeskPages
) -> None:
    witness.start()
    witness.open("/raconter/4/")
    witness.answer(account="https://www.instagram.com/clavier.exemple/")
    witness.save()
    witness.open("/raconter/6/")
    witness.add(bad_files.talk())
    witness.open("/raconter/envoyer/")
    witness.send()
    household.work()
    camille.come_in()
    camille.claim("clavier.exemple")
    keys = camille.page.keyboard

    keys.press("j")
    first = focused(camille.page)
    keys.press("j")
    second = focused(camille.page)
    keys.press("k")
    assert (first, focused(camille.page)) == (focused(camille.page), first)
    assert second != first
    sides = camille.sides()
    with camille.page.expect_navigation():
        keys.press("S")
    assert camille.sides() == [{"left": "right", "right": "left"}[each] for each in sides]


def test_every_step_from_the_door_to_a_note_is_done_by_tab_and_enter(camille: DeskPages) -> None:
    camille.come_in()
    call(camille, "@tabulation.exemple")
    camille.open("/desk/")
    row = camille.page.locator(".rows li", has_text="tabulation.exemple").locator("form button")
    tab_to(camille.page, row)
    with camille.page.expect_navigation():
        camille.page.keyboard.press("Enter")
    tab_to(camille.page, camille.page.locator("#note-text"))
    camille.page.keyboard.type("Rappeler demain.")
    camille.page.keyboard.press("Tab")
    with camille.page.expect_navigation():
        camille.page.keyboard.press("Enter")

    assert "Rappeler demain." in camille.text
