"""Files are sealed while they arrive; what cannot be read is kept, and said."""

import hashlib
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.scenes import TALK, tell, upload, work
from vigie.flows import witness
from vigie.flows.place import blobs, folder
from vigie.flows.queue import queue
from vigie.flows.reading import MOST_ATTEMPTS
from vigie.flows.team.people import Desk
from vigie.flows.witness import IncomingFile
from vigie.flows.worker import Worker, open_worker
from vigie.reading.read import Reading, read_files
from vigie.store.testimonies import Item

pytestmark = pytest.mark.usefixtures("installation")


def sealed_files() -> list[Path]:
    return [each for each in (folder() / "blobs").rglob("*") if each.is_file()]


def test_a_file_is_hashed_and_sealed_whatever_the_size_of_the_chunks(now: datetime) -> None:
    data = b"Lui: salut\n" * 5000

    sealed = [upload("talk.txt", data, chunk_bytes=size) for size in (7_000, 65_536)]

    assert {each.sha256 for each in sealed} == {hashlib.sha256(data).hexdigest()}
    assert {each.size_bytes for each in sealed} == {len(data)}
    assert not any(b"salut" in path.read_bytes() for path in sealed_files())
    for each in sealed:
        each.drop()
    assert sealed_files() == []


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("vide.png", b"", "empty"),
        ("photo.png", b"MZ\x90\x00" + b"\x00" * 600, "executable"),
        ("photo.jpg", b"\x7fELF" + b"\x00" * 600, "executable"),
        ("quoi.bin", bytes(range(256)) * 4, "unknown_kind"),
    ],
)
def test_a_file_that_cannot_be_read_is_kept_and_named(
    name: str, data: bytes, problem: str, worker: Worker, now: datetime
) -> None:
    told = tell(now, files=[(name, data)])

    work(worker, now)

    (seen,) = witness.so_far(told.session, now).files
    assert (seen.name, seen.state, seen.problem) == (name, "unreadable", problem)
    assert seen.size_bytes == len(data)
    assert len(list(blobs().names())) == 1


def test_of_a_file_over_the_limit_name_size_and_reason_are_kept(
    settings: Settings, now: datetime
) -> None:
    settings.VIGIE_UPLOAD_LIMIT_BYTES = 1000

    told = tell(now, files=[("long.txt", b"x" * 1001), ("court.txt", b"x" * 1000)])

    files = witness.so_far(told.session, now).files
    assert [(file.name, file.size_bytes, file.problem) for file in files] == [
        ("long.txt", 1001, "too_large"),
        ("court.txt", 1000, None),
    ]
    assert len(sealed_files()) == 1


def test_a_sender_who_goes_away_leaves_nothing(now: datetime) -> None:
    incoming = IncomingFile("talk.txt")
    incoming.write(b"Lui: salut\n" * 100_000)

    incoming.abort()

    assert sealed_files() == []


def test_an_unreadable_file_does_not_stop_the_others(worker: Worker, now: datetime) -> None:
    files = [("a.zip", b"PK\x03\x04 damaged"), ("b.txt", TALK.encode()), ("c.json", b"{}")]
    told = tell(now, files=files)

    work(worker, now)

    states = {file.name: file.state for file in witness.so_far(told.session, now).files}
    assert states == {"a.zip": "unreadable", "b.txt": "read", "c.json": "unreadable"}


def test_two_files_of_one_name_keep_their_own_result(worker: Worker, now: datetime) -> None:
    told = tell(now, files=[("image.json", b"{}"), ("image.json", TALK.encode())])

    work(worker, now)

    states = [file.state for file in witness.so_far(told.session, now).files]
    assert states == ["unreadable", "read"]


def test_the_same_file_sent_twice_is_read(worker: Worker, now: datetime) -> None:
    told = tell(now, files=[("a.txt", TALK.encode()), ("b.txt", TALK.encode())])

    work(worker, now)

    assert {file.state for file in witness.so_far(told.session, now).files} == {"read"}


def test_a_file_that_ended_the_worker_too_often_is_set_aside(worker: Worker, now: datetime) -> None:
    told = tell(now, files=[("a.txt", TALK.encode()), ("b.txt", b"Lui: salut\n")])
    first = Item.objects.filter(kind=Item.Kind.FILE).order_by("pk")[0]
    Item.objects.filter(pk=first.pk).update(attempts=MOST_ATTEMPTS)

    work(worker, now)

    problems = [file.problem for file in witness.so_far(told.session, now).files]
    assert problems == ["took_too_long", None]


def test_the_queue_counts_what_is_not_yet_read(worker: Worker, desk: Desk, now: datetime) -> None:
    told = tell(now, account="@lea.exemple", platform="tiktok")
    work(worker, now)

    witness.receive_files(told.session, [upload("b.txt", TALK.encode())], once="x", now=now)

    assert [row.unread for row in queue(desk, now)] == [1]


def test_a_machine_that_stops_between_two_files_keeps_none_and_the_second_try_keeps_both(
    worker: Worker, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tell(now)
    work(worker, now)

    def send() -> None:
        files = [upload(name, TALK.encode()) for name in ("a.txt", "b.txt")]
        witness.receive_files(told.session, files, once="f", now=now)

    with monkeypatch.context() as patched:
        patched.setattr("vigie.flows.witness.telling.to_be_read", broken)
        with pytest.raises(RuntimeError):
            send()
    kept_at_first = Item.objects.filter(kind=Item.Kind.FILE).count()
    send()
    work(worker, now)

    assert kept_at_first == 0
    assert [file.state for file in witness.so_far(told.session, now).files] == ["read", "read"]


def broken(*_: object, **__: object) -> None:
    raise RuntimeError("the machine stops here")


def test_a_receipt_that_was_given_once_is_given_after_a_crash(
    worker: Worker, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tell(now)
    first = witness.receipt(told.session)

    with monkeypatch.context() as patched:
        patched.setattr("vigie.flows.witness.acknowledging.log_acknowledged", broken)
        with pytest.raises(RuntimeError):
            witness.send_off(told.session, now)

    assert witness.receipt(told.session) == first


def test_a_long_message_is_kept_to_its_last_word(worker: Worker, now: datetime) -> None:
    told = tell(now)

    witness.say(told.session, "x" * 30_000 + " fin", once="m", now=now)

    (message,) = witness.so_far(told.session, now).messages
    assert message.text.endswith(" fin")


def test_a_file_that_ends_the_worker_does_not_take_the_others_with_it(
    worker: Worker, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tell(now, files=[(name, TALK.encode()) for name in ("a.txt", "fatal.txt", "z.txt")])

    def fragile(files: list[tuple[str, bytes]], **_: object) -> Reading:
        if "fatal.txt" in [name for name, _ in files]:
            raise RuntimeError("the machine stops here")
        return read_files(files)

    monkeypatch.setattr("vigie.flows.reading.read_files", fragile)
    for _ in range(MOST_ATTEMPTS + 5):
        with suppress(RuntimeError):
            work(open_worker("worker"), now)

    states = {file.name: file.state for file in witness.so_far(told.session, now).files}
    assert states == {"a.txt": "read", "fatal.txt": "unreadable", "z.txt": "read"}
