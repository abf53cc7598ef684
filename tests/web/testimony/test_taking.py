"""A witness's own copy: everything of theirs, opened by their password and by nothing else."""

import io
import json
import zipfile
from datetime import datetime

import pyrage  # type: ignore[import-untyped]
from django.test import Client

from tests.scenes import TALK, tell
from tests.web.reading_pages import text_of
from vigie.flows import witness
from vigie.store.custody import LogEntry
from vigie.store.testimonies import Item

PASSWORD = "trois cailloux bleus"
NARRATIVE = "il insiste " * 40


def come_back(browser: Client, code: str) -> None:
    browser.post("/suivi/", {"code": code})


def taken(browser: Client, password: str = PASSWORD) -> zipfile.ZipFile:
    answer = browser.post("/suivi/copie/", {"password": password})
    sealed = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == 'attachment; filename="document.age"'
    return zipfile.ZipFile(io.BytesIO(pyrage.passphrase.decrypt(sealed, password)))


def test_the_copy_holds_words_files_messages_and_receipt(browser: Client, now: datetime) -> None:
    files = [("../../t été.txt", TALK.encode()), ("b.png", b"\x89PNG" + b"0" * 200_000)]
    told = tell(now, narrative=NARRATIVE, happenings=["threat"], files=files)
    witness.say(told.session, "j'ai peur", once="m", now=now)
    come_back(browser, told.code)

    archive = taken(browser)

    words = archive.read("temoignage.txt").decode()
    assert NARRATIVE.strip() in words
    assert "j'ai peur" in words
    assert "Qui es-tu" not in words
    assert json.loads(archive.read("recu.json"))["schema"] == "vigie.receipt/1"
    names = [name for name in archive.namelist() if name.startswith("preuves/")]
    assert names == ["preuves/01 _.._t été.txt", "preuves/02 b.png"]
    assert [archive.read(name) for name in names] == [data for _, data in files]


def test_a_frozen_file_is_not_given(browser: Client, now: datetime) -> None:
    told = tell(now, files=[("a.txt", TALK.encode())])
    Item.objects.filter(kind=Item.Kind.FILE).update(state=Item.State.FROZEN)
    come_back(browser, told.code)

    assert taken(browser).namelist() == ["temoignage.txt", "recu.json"]


def test_a_short_password_is_asked_again_in_a_sentence(browser: Client, now: datetime) -> None:
    come_back(browser, tell(now).code)

    answer = browser.post("/suivi/copie/", {"password": "court"})

    assert answer.status_code == 422
    assert "Choisis un mot de passe plus long" in text_of(answer)


def test_taking_it_is_logged_and_leaves_no_file(browser: Client, now: datetime) -> None:
    told = tell(now, files=[("a.txt", TALK.encode())])
    come_back(browser, told.code)

    taken(browser)

    entry = LogEntry.objects.get(act=LogEntry.Act.EXPORTED)
    assert entry.actor == "witness"


def test_the_page_says_it_plainly_and_is_one_tap_away(browser: Client, now: datetime) -> None:
    come_back(browser, tell(now).code)

    followed = browser.get("/suivi/")
    page = text_of(browser.get("/suivi/copie/"))

    assert 'href="/suivi/copie/"' in followed.content.decode()
    assert "Sans lui, personne n'ouvre le fichier" in page
    assert "qui a le fichier et le mot de passe lit tout" in page


def test_without_a_code_it_asks_for_one(browser: Client) -> None:
    assert browser.get("/suivi/copie/")["Location"] == "/suivi/"
