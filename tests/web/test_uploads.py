"""Files of a form: sealed while they arrive, kept when they are strange, told when they are not."""

import tempfile
import threading
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests.scenes import TALK, everything_stored
from vigie.flows.place import folder
from vigie.store.testimonies import Item

EVIDENCE = "/raconter/6/"
PLANTED = b"Lui: PLANTE-FICHIER salut\nMoi: non\n"


@pytest.fixture
def witness_client(intake_client: Client) -> Client:
    """A browser that has begun a testimony."""
    intake_client.post("/raconter/")
    return intake_client


def send(client: Client, *files: tuple[str, bytes], once: str = "token", go: str = "add") -> str:
    given = [SimpleUploadedFile(name, data) for name, data in files]
    response = client.post(
        f"{EVIDENCE}?once={once}", {"files": given, "go": go, "pasted": ""}, follow=True
    )
    assert response.status_code == 200
    return str(response.content.decode())


def problems() -> list[str]:
    return list(Item.objects.filter(kind="file").order_by("pk").values_list("problem", flat=True))


def test_files_are_shown_with_what_became_of_them(witness_client: Client) -> None:
    shown = send(witness_client, ("discussion.txt", TALK.encode()), ("autre.txt", PLANTED))

    assert "discussion.txt" in shown
    assert "autre.txt" in shown
    assert problems() == ["", ""]


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("vide.png", b"", "empty"),
        ("photo.png", b"MZ\x90\x00" + bytes(600), "executable"),
        ("quoi.bin", bytes(range(256)) * 4, "unknown_kind"),
    ],
)
def test_a_strange_file_is_kept_and_the_witness_is_told(
    name: str, data: bytes, problem: str, witness_client: Client
) -> None:
    shown = send(witness_client, (name, data))

    assert problems() == [problem]
    assert name in shown


def test_a_file_over_the_limit_is_named_and_the_others_are_kept(
    witness_client: Client, settings: Settings
) -> None:
    settings.VIGIE_UPLOAD_LIMIT_BYTES = 1000

    shown = send(witness_client, ("long.txt", b"x" * 5000), ("court.txt", PLANTED))

    assert problems() == ["too_large", ""]
    assert "long.txt" in shown
    assert "court.txt" in shown


def test_the_same_form_sent_twice_adds_nothing(witness_client: Client) -> None:
    for _ in range(2):
        send(witness_client, ("a.txt", PLANTED))

    assert len(problems()) == 1
    assert len(list((folder() / "blobs").rglob("*.age"))) == 1


def test_no_word_of_a_file_touches_a_disk_in_clear(
    witness_client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = tmp_path / "spool"
    spool.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(spool))

    send(witness_client, ("gros.txt", PLANTED * 200_000))

    written = b"".join(each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())
    assert len(written) > len(PLANTED) * 200_000
    assert b"PLANTE" not in written
    assert list(spool.iterdir()) == []
    assert b"PLANTE" not in everything_stored()


def test_a_name_with_a_path_in_it_stays_a_name(witness_client: Client) -> None:
    send(witness_client, ("../../etc/passwd", PLANTED))

    assert problems() == [""]
    assert not list(folder().rglob("*passwd*"))


def test_a_very_long_token_is_no_fault(witness_client: Client) -> None:
    send(witness_client, ("a.txt", PLANTED), once="x" * 500)

    assert problems() == [""]


@pytest.mark.parametrize("address", [f"{EVIDENCE}?once=x", "/suivi/message/", "/raconter/"])
def test_a_form_that_cannot_be_read_leaves_no_thread_and_no_draft(
    address: str, witness_client: Client
) -> None:
    whole = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n'
    broken = whole + b"Content-Transfer-Encoding: base64\r\n\r\nAAAAA\r\n--x--\r\n"
    before = threading.active_count()

    answer = witness_client.post(
        address, whole + b"\r\nabc\r\n" + broken, content_type="multipart/form-data; boundary=x"
    )

    assert answer.status_code == 400
    assert threading.active_count() == before
    assert list((folder() / "blobs" / "incoming").iterdir()) == []


def test_files_that_no_view_asked_for_are_let_go(witness_client: Client) -> None:
    witness_client.post("/suivi/message/", {"files": SimpleUploadedFile("a.txt", PLANTED)})

    assert not [each for each in (folder() / "blobs").rglob("*") if each.is_file()]


def test_files_without_a_testimony_are_not_kept(intake_client: Client, now: datetime) -> None:
    given = SimpleUploadedFile("a.txt", PLANTED)

    response = intake_client.post(f"{EVIDENCE}?once=x", {"files": given})

    assert response.status_code == 403
    assert not Item.objects.exists()
    assert not [each for each in (folder() / "blobs").rglob("*") if each.is_file()]


def test_the_desk_takes_no_file(desk_client: Client, settings: Settings) -> None:
    settings.FILE_UPLOAD_HANDLERS = ["vigie.web.uploads.NoUploadHandler"]
    given = SimpleUploadedFile("a.txt", PLANTED)

    response = desk_client.post("/desk/connexion/", {"files": given, "name": "x"})

    assert response.status_code == 403
    assert not [each for each in (folder() / "blobs").rglob("*") if each.is_file()]
