"""Evidence: every file is kept or said not to be, in words a child reads."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests.web.reading_pages import text_of
from vigie.flows.witness import SoFar

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 400


def test_several_files_and_pasted_messages_are_kept(
    teller: Client, told: Callable[[], SoFar]
) -> None:
    files = [SimpleUploadedFile(f"capture-{n}.png", PNG) for n in (1, 2)]

    shown = teller.post(
        "/raconter/6/?once=e1", {"files": files, "pasted": "Lui: salut", "go": "add"}, follow=True
    )

    page = text_of(shown)
    assert shown.redirect_chain == [("/raconter/6/", 302)]
    assert [file.name for file in told().files] == ["capture-1.png", "capture-2.png"]
    assert told().answers.pasted == "Lui: salut"
    assert page.count("Reçu</b>") == 2


def test_a_double_tap_keeps_each_file_once(teller: Client, told: Callable[[], SoFar]) -> None:
    for _ in range(2):
        teller.post("/raconter/6/?once=e1", {"files": SimpleUploadedFile("capture.png", PNG)})

    assert len(told().files) == 1


def test_a_file_nobody_can_read_is_kept_and_said_to_be(teller: Client) -> None:
    program = SimpleUploadedFile("jeu.exe", b"MZ" + b"\0" * 200)

    page = text_of(
        teller.post("/raconter/6/?once=e1", {"files": program, "go": "add"}, follow=True)
    )

    assert "Gardé, mais illisible pour nous" in page
    assert "C'est un programme." in page


def test_a_file_over_the_limit_is_named_with_what_to_do(teller: Client, settings: Settings) -> None:
    settings.VIGIE_UPLOAD_LIMIT_BYTES = 1_000_000
    film = SimpleUploadedFile("film.png", PNG + b"0" * 1_200_000)

    response = teller.post("/raconter/6/?once=e1", {"files": film})

    page = text_of(response)
    assert response.status_code == 200
    assert 'role="alert">film.png : Le fichier est trop gros.' in page
    assert "Pas gardé" in page


@pytest.mark.parametrize(
    ("address", "onward"),
    [
        ("/raconter/6/?once=e", "/raconter/7/"),
        ("/raconter/6/?once=e&follow", "/suivi/"),
    ],
)
def test_going_on_leads_where_one_came_from(teller: Client, address: str, onward: str) -> None:
    assert teller.post(address, {"pasted": ""})["Location"] == onward


def test_the_page_says_what_not_to_send_and_what_snapchat_does(teller: Client) -> None:
    page = text_of(teller.get("/raconter/6/"))

    assert "N'envoie pas de photo intime." in page
    assert "Snapchat peut prévenir l'autre si tu fais une capture." in page
    assert "200 Mo au plus par fichier" in page


def test_files_sent_too_late_are_asked_for_again_and_not_read(browser: Client) -> None:
    response = browser.post("/raconter/6/?once=e1", {"files": SimpleUploadedFile("a.png", PNG)})

    assert response.status_code == 403
    assert "choisis tes fichiers de nouveau" in text_of(response)


def test_a_witness_locks_an_intimate_photo_of_their_own(
    teller: Client, told: Callable[[], SoFar]
) -> None:
    teller.post("/raconter/6/?once=e1", {"files": SimpleUploadedFile("moi.png", PNG)})
    (file,) = told().files
    before = text_of(teller.get("/raconter/6/"))

    locked = teller.post("/suivi/verrouiller/", {"file": file.id}, follow=True)
    again = teller.post("/suivi/verrouiller/", {"file": file.id, "back": "follow"})

    assert "C'est une photo intime ?" in before
    assert locked.redirect_chain == [("/raconter/6/", 302)]
    assert again["Location"] == "/suivi/"
    assert [each.state for each in told().files] == ["frozen"]
    page = text_of(locked)
    assert "Gardé et fermé à clé" in page
    assert "C'est une photo intime ?" not in page


@pytest.mark.parametrize("wrong", ["", "x", "9" * 30, "²", "123456"])
def test_a_file_that_is_not_theirs_is_not_locked(
    wrong: str, teller: Client, told: Callable[[], SoFar]
) -> None:
    teller.post("/raconter/6/?once=e1", {"files": SimpleUploadedFile("moi.png", PNG)})

    answer = teller.post("/suivi/verrouiller/", {"file": wrong})

    assert answer.status_code == 302
    assert [each.state for each in told().files] == ["received"]


def test_the_page_says_not_to_send_an_intimate_photo_and_what_else_to_do(teller: Client) -> None:
    page = text_of(teller.get("/raconter/6/"))

    assert "N'envoie pas de photo intime." in page
    assert "Take It Down" in page
    assert 'href="/conseils/photo/"' in page
