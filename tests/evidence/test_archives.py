"""Archives are read within limits, and what is unsafe in them is refused with the right reason."""

import io
import os
import stat
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.evidence import archives
from vigie.evidence.archives import Archive, open_archive
from vigie.kernel.errors import BadFile, Unreadable


def zip_of(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compression)
    return packed.getvalue()


def opened(source: bytes | Path, name: str = "export.zip") -> Archive:
    archive = open_archive(source, name)
    assert isinstance(archive, Archive)
    return archive


def reason(source: bytes | Path) -> str:
    refused = open_archive(source, "export.zip")
    assert isinstance(refused, Unreadable)
    return refused.reason


def test_members_are_found_by_the_end_of_their_path_in_counting_order() -> None:
    archive = opened(zip_of({f"a/inbox/x/message_{n}.json": b"{}" for n in (10, 2, 1)}))

    found = archive.find(r"message_\d+\.json")

    assert [name[-7:] for name in found] == ["_1.json", "_2.json", "10.json"]
    assert archive.find(r"essage_1\.json") == ()


def test_text_and_json_are_read_whatever_the_encoding() -> None:
    archive = opened(zip_of({"a.json": '{"é": 1}'.encode("utf-8-sig"), "b.txt": b"\xe9t\xe9"}))

    assert archive.read_json("a.json") == {"é": 1}
    assert archive.read_text("b.txt") == "été"
    with pytest.raises(BadFile, match="not as its platform writes it"):
        archive.read_json("b.txt")


def test_json_nested_without_end_is_a_damaged_export() -> None:
    archive = opened(b"[" * 200_000, "deep.json")

    with pytest.raises(BadFile) as refused:
        archive.read_json("deep.json")

    assert refused.value.reason == "damaged_export"


@pytest.mark.parametrize("name", ["/etc/passwd", "../up.txt", "a/../../b", "C:\\x", "..\\x"])
def test_names_that_point_outside_are_refused(name: str) -> None:
    assert reason(zip_of({name: b"x"})) == "archive_unsafe"


def test_links_are_refused() -> None:
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(link, "/etc/passwd")

    assert reason(packed.getvalue()) == "archive_unsafe"


def test_an_encrypted_member_asks_for_a_copy_without_password() -> None:
    packed = bytearray(zip_of({"a.txt": b"secret"}))
    for signature, flag_at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.index(signature) + flag_at] |= 1

    assert reason(bytes(packed)) == "archive_encrypted"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    assert reason(zip_of({"bomb.json": bytes(20_000_000)})) == "archive_too_large"


def test_a_bomb_that_lies_about_its_size_does_not_grow_past_what_it_declares() -> None:
    packed = bytearray(zip_of({"bomb.json": bytes(20_000_000)}))
    for signature, size_at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = packed.index(signature) + size_at
        packed[at : at + 4] = struct.pack("<I", 1000)

    archive = opened(bytes(packed))

    with pytest.raises(BadFile) as refused:
        archive.read("bomb.json")
    assert refused.value.reason == "damaged_archive"


def test_a_member_is_measured_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    archive = opened(zip_of({"long.txt": os.urandom(200_000)}))
    monkeypatch.setattr(archives, "MAX_MEMBER_BYTES", 100_000)

    with pytest.raises(BadFile) as refused:
        archive.read("long.txt")

    assert refused.value.reason == "archive_too_large"


def test_too_many_entries_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_ENTRIES", 3)

    assert reason(zip_of({str(n): b"x" for n in range(4)})) == "archive_too_large"


def test_a_way_of_packing_that_cannot_be_bounded_is_refused() -> None:
    assert reason(zip_of({"a.txt": b"x" * 100}, zipfile.ZIP_BZIP2)) == "unknown_kind"


def test_an_archive_cut_short_is_damaged() -> None:
    assert reason(zip_of({"a.txt": b"x" * 1000})[:60]) == "damaged_archive"


def test_a_folder_is_an_archive_and_its_links_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("oui")
    (tmp_path / "in/link").symlink_to("/etc")

    archive = opened(tmp_path)

    assert archive.names() == ("in/a.txt",)
    assert archive.read_text("in/a.txt") == "oui"


def test_a_file_of_its_own_is_an_archive_of_one(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zip_of({"b.txt": b"non"}))
    (tmp_path / "empty").touch()

    assert opened(b"salut", "dossier/c.txt").names() == ("c.txt",)
    assert opened(tmp_path / "a.zip").read("b.txt") == b"non"
    assert reason(tmp_path / "empty") == "empty"


@given(st.binary(max_size=400))
def test_any_bytes_after_a_zip_mark_are_read_or_refused(tail: bytes) -> None:
    archive = open_archive(b"PK\x03\x04" + tail, "x.zip")

    assert isinstance(archive, Archive | Unreadable)


@given(st.data())
def test_a_zip_with_any_byte_changed_is_read_or_refused(data: st.DataObject) -> None:
    packed = bytearray(zip_of({"a/b.json": b'{"a": [1, 2]}' * 9}))
    packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))

    archive = open_archive(bytes(packed), "x.zip")

    if isinstance(archive, Archive):
        for name in archive.names():
            with suppress(BadFile):
                archive.read(name)
