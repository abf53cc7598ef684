"""Whatever is sent as evidence, each file is answered in one sentence and nothing is lost."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys import bad_files
from tests.journeys.examining import Examiner
from tests.journeys.household import Household
from tests.journeys.witness_pages import WitnessPages

pytestmark = pytest.mark.journey

PASTED = "Lui: si tu le fais pas je publie tout"
SAID_AT_ONCE = {
    "vide.png": "Le fichier est vide.",
    "photo.png": "C’est un programme.",
    "capture.xyz": "On ne connaît pas ce type de fichier.",
}
SAID_AFTER_READING = {
    "immense.png": "L’image est trop grande.",
    "coupee.jpg": "L’image est abîmée.",
    "bombe.zip": "Le fichier contient trop de choses.",
    "glisse.zip": "Le fichier est mal fait.",
    "inconnu.zip": "On ne connaît pas encore ce fichier.",
}


def test_bad_files_are_each_answered_and_what_was_typed_stays(
    household: Household, witness: WitnessPages, demonstration: Path
) -> None:
    witness.start()
    witness.open("/raconter/6/")
    witness.answer(pasted=PASTED)
    witness.add(bad_files.empty(), bad_files.program(), bad_files.garbage())
    assert witness.page.locator("[name=pasted]").input_value() == PASTED
    assert _not_told(witness.files(), SAID_AT_ONCE) == []

    witness.add(
        bad_files.huge_image(),
        bad_files.cut_image(demonstration / "shots/blackmail-1.jpg"),
        bad_files.bomb(),
        bad_files.slip(),
        bad_files.unknown_export(),
        bad_files.talk(),
    )
    witness.open("/raconter/envoyer/")
    witness.send()
    household.work()
    witness.open("/suivi/")

    said = witness.files()
    assert len(said) == 9
    assert _not_told(said, SAID_AT_ONCE | SAID_AFTER_READING) == []
    assert _told(said, "messages.txt", "Reçu et lu")
    witness.open("/raconter/6/?follow")
    assert witness.page.locator("[name=pasted]").input_value() == PASTED


def test_an_empty_form_is_no_fault(witness: WitnessPages) -> None:
    witness.start()
    witness.open("/raconter/6/")

    witness.press("button[name=go][value=add]")

    assert witness.alerts == []
    assert witness.path == "/raconter/6/"
    assert witness.files() == []


def test_a_file_over_the_limit_is_said_and_the_rest_is_kept(
    household: Household, new_page: Callable[..., Page], examiner: Examiner
) -> None:
    small = household.another_intake(VIGIE_UPLOAD_LIMIT_MB="1")
    witness = WitnessPages(new_page(small, width=390), examiner.examine)
    witness.start()
    witness.open("/raconter/6/")
    assert "1 Mo" in " ".join(witness.text.split())
    witness.answer(pasted=PASTED)

    witness.add(bad_files.larger_than(2), bad_files.talk())

    assert len(witness.alerts) == 1
    assert "film.mp4" in witness.alerts[0]
    assert "trop gros" in witness.alerts[0]
    assert witness.page.locator("[name=pasted]").input_value() == PASTED
    assert _told(witness.files(), "messages.txt", "Reçu")


def test_a_file_of_no_known_kind_is_kept_whatever_it_is(witness: WitnessPages) -> None:
    witness.start()
    witness.open("/raconter/6/")

    witness.add(bad_files.garbage())

    assert _told(witness.files(), "capture.xyz", "Gardé, mais illisible")


def _not_told(files: list[str], sentences: dict[str, str]) -> list[tuple[str, str]]:
    return [each for each in sentences.items() if not _told(files, *each)]


def _told(files: list[str], name: str, sentence: str) -> bool:
    return any(each.startswith(name) and sentence in each for each in files)
