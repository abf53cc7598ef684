"""Coming back: the code as people type it, and a page that closed by itself."""

import unicodedata

import pytest

from tests.journeys.witness_pages import WitnessPages

pytestmark = pytest.mark.journey

WRONG = "Ce code n’ouvre rien."


def with_slips(code: str) -> str:
    """Capitals, accents where there are none, one letter wrong, more spaces than needed."""
    words = code.split()
    longest = max(range(len(words)), key=lambda place: len(words[place]))
    words[longest] = words[longest][:-1] + ("x" if words[longest][-1] != "x" else "z")
    other = (longest + 1) % len(words)
    words[other] = unicodedata.normalize("NFC", words[other].replace("e", "é", 1)).upper()
    return "  ".join(words) + " "


def test_a_wrong_code_is_answered_in_one_sentence(witness: WitnessPages) -> None:
    witness.come_back("lampe phare quai marée brume navire")

    assert len(witness.alerts) == 1
    assert witness.alerts[0].replace("'", "’").startswith(WRONG)
    assert witness.cookies() == []


def test_an_empty_code_is_answered_in_the_same_sentence(witness: WitnessPages) -> None:
    witness.come_back("")

    assert len(witness.alerts) == 1


def test_a_code_opens_in_capitals_with_accents_and_a_wrong_letter(witness: WitnessPages) -> None:
    code = witness.start()
    witness.open("/suivi/")
    witness.close()
    assert witness.cookies() == []

    witness.come_back(with_slips(code))

    assert witness.alerts == []
    assert witness.page.locator("textarea[name=text]").count() == 1


def test_what_was_typed_on_a_page_that_closed_is_kept_with_the_code(witness: WitnessPages) -> None:
    code = witness.start()
    witness.go_on()
    witness.answer(narrative="J'ai mis du temps à écrire ça.", happenings=("threat", "money"))
    witness.page.context.clear_cookies()

    witness.save()
    assert witness.path == "/raconter/1/"
    witness.page.locator("#code").fill("pas le bon code")
    witness.press("form:has(#code) button.next")
    assert len(witness.alerts) == 1
    witness.page.locator("#code").fill(code)
    witness.press("form:has(#code) button.next")

    witness.open("/raconter/1/")
    kept = witness.page.locator("textarea[name=narrative]").input_value()
    assert kept == "J'ai mis du temps à écrire ça."
    assert witness.page.locator("input[name=happenings]:checked").count() == 2


def test_what_was_typed_without_a_code_is_kept_under_a_new_one(witness: WitnessPages) -> None:
    witness.start()
    witness.open("/raconter/2/")
    witness.answer(when="En mars")
    witness.page.context.clear_cookies()

    witness.save()
    witness.press("button[name=anew]")

    assert len(witness.code().split()) == 6
    witness.open("/raconter/2/")
    assert witness.page.locator("[name=when]").input_value() == "En mars"


def test_files_sent_from_a_page_that_closed_are_asked_for_again(witness: WitnessPages) -> None:
    witness.start()
    witness.open("/raconter/6/")
    witness.page.context.clear_cookies()

    witness.add({"name": "a.txt", "mimeType": "text/plain", "buffer": b"Lui: salut\n"})

    assert witness.page.locator("a.next[href='/suivi/']").count() == 1
    assert "fichiers" in witness.text
