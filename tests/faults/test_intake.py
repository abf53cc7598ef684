"""Intake on a full or read-only disk, or without its database: text is kept or comes back."""

import errno
import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.scenes import TALK
from tests.web.reading_pages import text_of
from vigie.flows.place import blobs, folder
from vigie.flows.witness import SoFar
from vigie.store.testimonies import Item

FORM = "application/x-www-form-urlencoded"
STORY = "il insiste depuis trois semaines et il a ma photo"
FULL = OSError(errno.ENOSPC, "No space left on device")
PASSING = (OperationalError("locked"), InterfaceError("closed"), DatabaseError("malformed"), FULL)


def refusing(error: Exception = FULL) -> Callable[..., Any]:
    def refuse(*_: object, **__: object) -> None:
        raise error

    return refuse


class FullFile:
    """A file on a full disk: what is written is refused, at once or when it is flushed."""

    def __init__(self, *, late: bool) -> None:
        self._late = late

    def write(self, data: bytes) -> int:
        if not self._late:
            raise FULL
        return len(data)

    def flush(self) -> None:
        raise FULL

    def close(self) -> None:
        raise FULL


def full_at_open(patched: pytest.MonkeyPatch) -> None:
    patched.setattr("os.open", refusing())


def full_at_write(patched: pytest.MonkeyPatch) -> None:
    patched.setattr("os.fdopen", lambda *_: FullFile(late=False))


def full_at_flush(patched: pytest.MonkeyPatch) -> None:
    patched.setattr("os.fdopen", lambda *_: FullFile(late=True))


def full_at_sync(patched: pytest.MonkeyPatch) -> None:
    patched.setattr("os.fsync", refusing(OSError(errno.EIO, "Input/output error")))


def full_at_rename(patched: pytest.MonkeyPatch) -> None:
    patched.setattr("pathlib.Path.rename", refusing(OSError(errno.EROFS, "Read-only")))


STEPS = [full_at_open, full_at_write, full_at_flush, full_at_sync, full_at_rename]


def send_file(client: Client, *, data: bytes = TALK.encode(), once: str = "one") -> HttpResponse:
    form = {"files": SimpleUploadedFile("t.txt", data), "go": "add", "pasted": STORY}
    return client.post(f"/raconter/6/?once={once}", form)  # type: ignore[return-value]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("size", [len(TALK), 3_000_000])
def test_a_file_that_cannot_be_stored_is_said_and_its_text_is_kept(
    step: Callable[[pytest.MonkeyPatch], None],
    size: int,
    teller: Client,
    told: Callable[[], SoFar],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = TALK.encode().ljust(size)
    with monkeypatch.context() as patched:
        step(patched)
        page = text_of(send_file(teller, data=data))

    before = told()
    again = send_file(teller, data=data)

    assert "t.txt : On n'a pas pu le garder" in page
    assert STORY in page
    assert before.files == ()
    assert before.answers.pasted == STORY
    assert again.status_code == 302
    assert [each.state for each in told().files] == ["received"]


def test_a_full_disk_leaves_no_draft_behind(
    teller: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for step in STEPS[2:]:
        with monkeypatch.context() as patched:
            step(patched)
            send_file(teller)

    assert list((folder() / "blobs" / "incoming").iterdir()) == []
    assert list(blobs().names()) == []


def fields_of(page: str) -> list[tuple[str, str]]:
    """What the form of a page would send."""
    hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    areas = re.findall(r'<textarea[^>]* name="([^"]*)">([^<]*)</textarea>', page)
    return [(name, unescape(value)) for name, value in [*hidden, *areas]]


@pytest.mark.parametrize("error", PASSING)
def test_without_a_database_the_text_comes_back_and_is_received_once(
    error: Exception, teller: Client, told: Callable[[], SoFar], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = {"once": "one", "narrative": STORY, "happenings": ["pressure", "images"]}
    with monkeypatch.context() as patched:
        patched.setattr("vigie.flows.witness.telling.receive_item", refusing(error))
        response = teller.post("/raconter/1/", urlencode(sent, doseq=True), FORM)
    page = response.content.decode()

    fields = urlencode(fields_of(page))
    again = [teller.post("/raconter/1/", fields, FORM) for _ in range(2)]

    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert 'action="/raconter/1/"' in page
    assert [each.status_code for each in again] == [302, 302]
    assert told().answers.narrative == STORY
    assert Item.objects.filter(kind="page").count() == 1


def test_of_a_form_with_files_the_text_comes_back_and_the_files_are_asked_for(
    teller: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vigie.flows.witness.telling.enter_files", refusing(PASSING[0]))

    page = text_of(send_file(teller))

    assert STORY in page
    assert 'action="/raconter/6/?once=one"' in page
    assert "Tes fichiers seront à choisir à nouveau" in page


def test_a_fault_of_ours_gives_the_text_back_as_well(
    teller: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "vigie.flows.witness.telling.receive_item", refusing(IntegrityError("PLANTE"))
    )

    response = teller.post("/raconter/1/", {"narrative": STORY, "once": "one"})

    assert response.status_code == 500
    assert STORY in text_of(response)
    assert "PLANTE" not in text_of(response)


@pytest.mark.parametrize("address", ["/suivi/", "/raconter/1/?code"])
def test_no_code_is_written_into_the_page_of_a_fault(
    address: str, intake_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake_client.raise_request_exception = False
    monkeypatch.setattr("vigie.web.testimony.carrying.witness.reopen", refusing(PASSING[0]))

    sent = urlencode({"code": "abeille barque colline dune", "narrative": STORY})
    response = intake_client.post(address, sent, FORM)

    assert response.status_code == 503
    assert "abeille" not in text_of(response)
    assert STORY in text_of(response)


def test_the_passphrase_of_a_responder_is_not_written_there_either(
    desk_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk_client.raise_request_exception = False
    monkeypatch.setattr("vigie.web.desk.views_login.people.log_in", refusing(PASSING[0]))

    response = desk_client.post(
        "/desk/connexion/", {"name": "Camille", "passphrase": "quatre pommes", "code": "123456"}
    )

    assert response.status_code == 503
    assert "pommes" not in text_of(response)
    assert "123456" not in text_of(response)


def test_the_first_page_and_the_advice_need_no_database(
    intake_client: Client, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.block():
        pages = [intake_client.get(path).status_code for path in ("/", "/conseils/")]

    assert pages == [200, 200]
