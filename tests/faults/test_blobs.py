"""A sealed file that is gone, cut, changed or swapped: seen, said, and the rest is read."""

import errno
import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from tests.scenes import TALK, Told, only_case, tell, work
from vigie.flows import casework, witness
from vigie.flows.place import blobs, folder
from vigie.flows.team.people import Desk
from vigie.flows.worker import Worker
from vigie.kernel.errors import NotFound
from vigie.store.testimonies import Item


@pytest.fixture
def told(worker: Worker, now: datetime) -> Told:
    """A testimony with three files, of which nothing is read yet."""
    names = ("a.txt", "b.txt", "c.txt")
    return tell(now, files=[(name, f"{TALK}Lui: {name}\n".encode()) for name in names])


def blob_of(place: int) -> Path:
    item = Item.objects.filter(kind="file").order_by("pk")[place]
    return folder() / "blobs" / item.blob[:2] / f"{item.blob}.age"


def remove(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def swap(path: Path) -> None:
    path.write_bytes(blob_of(2).read_bytes())


@pytest.mark.parametrize("damage", [remove, empty, cut, flip, swap])
def test_a_damaged_file_is_said_to_be_and_the_others_are_read(
    damage: Callable[[Path], None], told: Told, worker: Worker, desk: Desk, now: datetime
) -> None:
    damage(blob_of(1))

    work(worker, now)

    files = witness.so_far(told.session, now).files
    assert [each.state for each in files] == ["read", "unreadable", "read"]
    assert files[1].problem == "damaged_here"
    case = casework.open_case(desk, only_case(desk, now).reference, now)
    talks = case.testimonies[0].conversations
    assert len(talks) == 2


def test_two_files_swapped_are_both_seen(told: Told, worker: Worker, now: datetime) -> None:
    one, other = blob_of(0).read_bytes(), blob_of(1).read_bytes()
    blob_of(0).write_bytes(other)
    blob_of(1).write_bytes(one)

    work(worker, now)

    files = witness.so_far(told.session, now).files
    assert [each.problem for each in files] == ["damaged_here", "damaged_here", None]


def test_a_sector_that_cannot_be_read_counts_as_lost(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    class BadSector(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("vigie.evidence.blobs.BlobStore.open", lambda *_: BadSector())

    with pytest.raises(NotFound, match="cannot read"):
        blobs().read(Item.objects.filter(kind="file")[0].blob)
