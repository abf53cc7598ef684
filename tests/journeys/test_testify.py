"""A testimony from the first page to the platform's notice, and back to its witness."""

import json
from pathlib import Path

import jsonschema
import pytest

from tests.journeys.desk_pages import DeskPages
from tests.journeys.household import Household
from tests.journeys.witness_pages import WitnessPages

pytestmark = pytest.mark.journey

FORMATS = Path(__file__).resolve().parents[2] / "docs/formats"
NARRATIVE = "Il disait qu'on ferait un duo. Après il m'a demandé une photo de moi sur Snap."
EXPLANATION = (
    "Un compte très suivi propose un duo à une personne de 13 ans, lui demande le secret, "
    "l'emmène sur une autre application et lui demande une photo d'elle."
)
ASKS_FOR_CONSENT = "Pour trouver les messages, TikTok a besoin de ton pseudo. On peut le donner ?"


def tell(witness: WitnessPages, shots: Path, export: Path) -> str:
    """Tells everything, on a phone, with three screenshots and an export; gives the code."""
    code = witness.start()
    witness.go_on()
    witness.answer(teller="me", happenings=("photo_request", "secrecy"), narrative=NARRATIVE)
    witness.save()
    witness.answer(when="La semaine dernière", still_going="no")
    witness.save()
    witness.answer(age_then="13 ans", age_now="13", knew_age="yes", other_age="19 je crois")
    witness.save()
    witness.answer(account="https://www.tiktok.com/@maxence.live.exemple?lang=fr")
    witness.answer(other_accounts="snap : maxou_live.ex")
    witness.save()
    assert "@maxence.live.exemple" in witness.text
    witness.go_on()
    witness.answer(asked="yes", sent="no", published="no")
    witness.save()
    witness.add(*(shots / f"fame-{n}.png" for n in (1, 2, 3)))
    witness.add(export)
    assert [each.split()[0] for each in witness.files()] == [
        "fame-1.png", "fame-2.png", "fame-3.png", "instagram-brand.zip",
    ]  # fmt: skip
    witness.save()
    witness.answer(attacked="no")
    witness.save()
    witness.answer(wants=("platform", "keep"))
    witness.save()
    assert "4 fichiers" in witness.text
    witness.send()
    assert "reçu" in witness.heading
    assert witness.code() == code
    return code


def read_and_correct(camille: DeskPages) -> str:
    """Takes the case, looks at the image beside the words, puts a turn right."""
    camille.open("/desk/")
    rows = camille.queue()
    assert [row[:2] for row in rows] == sorted(row[:2] for row in rows)
    assert next(row for row in rows if "maxence.live.exemple" in row)[:2] in ("P1", "P2")
    reference = camille.claim("maxence.live.exemple")
    assert "Il disait qu'on ferait un duo" in camille.text
    assert any("photo de toi" in reason for reason in camille.reasons())
    see_image(camille)
    camille.correct("envoie une photo de toi", "Pour le casting envoie une photo de toi")
    assert "corrigé" in camille.turn("Pour le casting envoie une photo de toi").inner_text()
    return reference


def see_image(camille: DeskPages) -> None:
    """The image is covered, then grey beside its words, then in colour, then covered again."""
    assert camille.shown_images() == []
    assert "image montrée" not in camille.custody()
    camille.see_turn("envoie une photo de toi")
    assert camille.page.locator("rect.lit").count() == 1
    camille.page.keyboard.press("r")
    camille.page.locator(".frame img").wait_for()
    assert camille.shown_images() == ["grayscale(1)"]
    camille.page.locator("figcaption label:visible input").check()
    assert camille.shown_images() == ["none"]
    camille.page.keyboard.press("r")
    assert camille.shown_images() == []
    camille.page.keyboard.press("r")
    assert camille.shown_images() == ["grayscale(1)"]
    assert "image montrée" in camille.custody()


def test_a_testimony_becomes_a_notice_and_its_witness_reads_what_was_done(
    household: Household,
    witness: WitnessPages,
    camille: DeskPages,
    demonstration: Path,
    tmp_path: Path,
) -> None:
    code = tell(witness, demonstration / "shots", demonstration / "exports/instagram-brand.zip")
    witness.open("/suivi/")
    witness.close()
    household.work()
    camille.log_in()

    reference = read_and_correct(camille)
    refuse_at_first(camille)
    witness_agrees(household, witness, camille, code)
    make(camille, reference)
    check_papers(camille, tmp_path)
    camille.press("button[name=state][value=sent]")
    camille.open(f"/desk/dossiers/{reference}/")
    camille.write_to_witness("On a écrit à TikTok, sans ton nom. On relance vendredi.")

    witness.open("/suivi/")
    witness.close()
    witness.come_back(code)
    assert witness.heading == "On a agi."
    assert any("TikTok" in each for each in witness.done_for_me())
    assert "On a écrit à TikTok, sans ton nom. On relance vendredi." in witness.messages()
    withdraw_and_keep(witness)
    receipt = tmp_path / "receipt.json"
    witness.receipt().save_as(receipt)
    assert '"valid": true' in household.verify(receipt)


def refuse_at_first(camille: DeskPages) -> None:
    """A notice without quotes is refused, then one without consent and doubts; all is listed."""
    camille.prepare_notice()
    camille.page.locator("#claim-1").fill("Il demande une photo à une personne de 13 ans.")
    camille.make_notice()
    assert "Le fait 1 ne cite aucun message" in camille.alert
    assert "fondement" in camille.alert
    assert "bonne foi" in camille.alert

    fill_notice(camille)
    camille.make_notice()
    assert "doute" in camille.alert
    assert "pseudonyme" in camille.alert
    assert camille.page.locator("#id_explanation").input_value() == EXPLANATION


def fill_notice(camille: DeskPages) -> None:
    """Everything the form asks for."""
    camille.page.locator("#claim-1").fill("Il demande une photo à une personne de 13 ans.")
    camille.cite(1, "envoie une photo de toi")
    camille.page.locator("#id_explanation").fill(EXPLANATION)
    camille.page.locator("#id_date_of_facts").fill("2026-11-12")
    camille.page.locator("#grounds li", has_text="227-23").last.locator("input").check()
    camille.page.locator("#id_could_guess_asked").check()
    camille.page.locator("#id_good_faith").check()


def witness_agrees(
    household: Household, witness: WitnessPages, camille: DeskPages, code: str
) -> None:
    """The team asks, the witness comes back, answers, agrees and adds evidence."""
    camille.press("main a[href*='/dossiers/']")
    camille.note("doubt", "Le compte a pu être imité : le profil n'a pas été vu.")
    camille.write_to_witness(ASKS_FOR_CONSENT)
    witness.come_back(code)
    assert witness.messages() == [ASKS_FOR_CONSENT]
    witness.write("Oui, d'accord. Je l'ai noté.")
    witness.press("a[href$='?follow']")
    witness.answer(pasted="Lui: t'es là ?\nMoi: oui")
    witness.save()
    witness.open("/raconter/8/?look")
    witness.answer(own_pseudonym="ines.dlc.exemple", consent_pseudonym="yes", could_guess="no")
    witness.save()
    household.work()


def make(camille: DeskPages, reference: str) -> None:
    """Makes the notice, now that nothing stops it."""
    camille.open(f"/desk/dossiers/{reference}/")
    assert "Oui, d'accord. Je l'ai noté." in camille.text
    camille.prepare_notice()
    fill_notice(camille)
    camille.page.locator("#id_witness_pseudonym").check()
    camille.make_notice()
    assert camille.alert == ""
    assert "/signalements/" in camille.page.url


def check_papers(camille: DeskPages, tmp_path: Path) -> None:
    """The PDF is for archives, the JSON is as its schema says."""
    pdf = camille.download("pdf", tmp_path / "notice.pdf").read_bytes()
    notice = json.loads(camille.download("json", tmp_path / "notice.json").read_text())

    assert pdf.startswith(b"%PDF")
    assert b"pdfaid" in pdf
    jsonschema.validate(notice, json.loads((FORMATS / "notice.schema.json").read_text()))
    assert "ines.dlc.exemple" in json.dumps(notice, ensure_ascii=False)


def withdraw_and_keep(witness: WitnessPages) -> None:
    """Asks that everything be erased, then changes their mind."""
    witness.ask_withdrawal()
    assert witness.page.locator("form[action$='/garder/']").count() == 1
    witness.cancel_withdrawal()
    assert witness.page.locator("form[action$='/garder/']").count() == 0
