"""Blobs: durable once kept, and nothing outside their folder."""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.evidence.blobs import BlobStore
from vigie.kernel.errors import BadInput, NotFound

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    """A store in a folder that does not exist yet."""
    return BlobStore(tmp_path / "data" / "blobs")


def keep(store: BlobStore, data: bytes) -> str:
    draft = store.begin()
    draft.file.write(data)
    return draft.keep()


def set_age(root: Path, when: datetime) -> None:
    for path in root.rglob("*"):
        os.utime(path, (when.timestamp(), when.timestamp()))


def test_a_kept_blob_is_read_whole_or_in_parts(store: BlobStore) -> None:
    name = keep(store, b"sealed")

    assert store.read(name) == b"sealed"
    with store.open(name) as file:
        assert file.read(3) == b"sea"
    assert list(store.names()) == [name]


def test_two_processes_share_one_folder(store: BlobStore, tmp_path: Path) -> None:
    name = keep(store, b"sealed")

    assert BlobStore(tmp_path / "data" / "blobs").read(name) == b"sealed"


def test_a_draft_exists_for_nobody_until_it_is_kept(store: BlobStore) -> None:
    draft = store.begin()
    draft.file.write(b"half")

    assert list(store.names()) == []
    draft.drop()
    draft.drop()
    assert store.sweep(set(), NOW + timedelta(days=9), NOW + timedelta(days=9)) == []


def test_dropping_after_keeping_loses_nothing(store: BlobStore) -> None:
    draft = store.begin()
    name = draft.keep()

    draft.drop()

    assert store.read(name) == b""


def test_only_the_owner_may_read_files_and_folders(store: BlobStore, tmp_path: Path) -> None:
    name = keep(store, b"sealed")

    root = tmp_path / "data" / "blobs"
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (root, root / name[:2])}
    assert set(modes.values()) == {0o700}
    assert stat.S_IMODE((root / name[:2] / f"{name}.age").stat().st_mode) == 0o600


def test_keeping_syncs_the_file_and_then_its_folder(
    store: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[bool] = []
    monkeypatch.setattr(os, "fsync", lambda fd: synced.append(stat.S_ISDIR(os.fstat(fd).st_mode)))

    keep(store, b"sealed")

    assert synced == [False, True, True]


def test_a_deleted_blob_is_gone_and_may_be_deleted_again(store: BlobStore) -> None:
    name = keep(store, b"sealed")

    store.delete(name)
    store.delete(name)
    store.delete("ff" * 16)

    with pytest.raises(NotFound):
        store.read(name)


@settings(deadline=None, max_examples=50)
@given(st.one_of(st.text(), st.sampled_from(["../" + "a" * 29, "A" * 32, "a" * 32 + "\n"])))
def test_what_is_no_name_reaches_no_file(name: str) -> None:
    with TemporaryDirectory() as folder:
        store = BlobStore(Path(folder))

        for act in (store.read, store.open, store.delete):
            with pytest.raises(BadInput):
                act(name)


def test_sweeping_removes_old_orphans_and_drafts_only(store: BlobStore, tmp_path: Path) -> None:
    known, orphan = keep(store, b"known"), keep(store, b"orphan")
    left = store.begin()
    set_age(tmp_path, NOW - timedelta(days=2))
    young = keep(store, b"young")

    swept = store.sweep({known}, older_than=NOW - timedelta(days=1), now=NOW)

    left.file.close()
    assert orphan in swept
    assert len(swept) == 2
    assert set(store.names()) == {known, young}


def test_nothing_written_after_now_is_ever_swept(store: BlobStore, tmp_path: Path) -> None:
    name = keep(store, b"sealed")
    set_age(tmp_path, NOW)

    assert store.sweep(set(), older_than=NOW + timedelta(days=1), now=NOW) == []
    assert list(store.names()) == [name]
