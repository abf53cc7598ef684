"""A sealed tar: a stream that any age and tar open, whole or refused."""

import io
import shutil
import subprocess
import tarfile
import tracemalloc
from pathlib import Path

import pyrage  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.evidence.keys import new_identity
from vigie.evidence.sealed_tar import SealedTarWriter, opened_tar
from vigie.kernel.errors import BadInput, VigieError, WrongKey

SECRET, RECIPIENT = new_identity()
PARTS = {"a.json": b"{}", "blobs/1.age": b"x" * 700_000, "empty": b""}


def written(parts: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    tar = SealedTarWriter(sink, RECIPIENT)
    for name, data in parts.items():
        tar.add_bytes(name, data)
    tar.finish()
    return sink.getvalue()


def read(data: bytes, secret: str = SECRET) -> dict[str, bytes]:
    with opened_tar(io.BytesIO(data), secret) as tar:
        return {name: file.read() for name, file in tar}


def test_what_was_written_is_read_back() -> None:
    assert read(written(PARTS)) == PARTS


def test_any_age_and_any_tar_open_it() -> None:
    plain = pyrage.decrypt(written(PARTS), [pyrage.x25519.Identity.from_str(SECRET)])

    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        names = tar.getnames()

    assert names == [*PARTS, "index.json"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"garbage" * 100, "not sealed with age"),
        (written(PARTS)[:80], "cut short"),
        (written(PARTS)[:300_000], "cut short"),
        (written(PARTS)[:-1], "cut short"),
        (written(PARTS)[:200_000] + b"!" + written(PARTS)[200_001:], "cut short"),
    ],
    ids=["nothing", "garbage", "the head", "a part", "all but a byte", "a byte changed"],
)
def test_what_is_not_whole_is_said_in_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        read(data)


def test_a_wrong_key_is_said() -> None:
    with pytest.raises(WrongKey, match="does not open with this key"):
        read(written(PARTS), new_identity()[0])


def test_without_its_index_it_is_not_whole() -> None:
    sink = io.BytesIO()
    with tarfile.open(mode="w", fileobj=sink) as tar:
        tar.addfile(tarfile.TarInfo("a.json"))
    sealed = pyrage.encrypt(sink.getvalue(), [pyrage.x25519.Recipient.from_str(RECIPIENT)])

    with pytest.raises(BadInput, match="cut short"):
        read(sealed)


def test_a_part_that_is_not_in_the_index_is_refused() -> None:
    plain = pyrage.decrypt(written(PARTS), [pyrage.x25519.Identity.from_str(SECRET)])
    changed = plain.replace(b"x" * 700_000, b"x" * 699_999 + b"y")
    sealed = pyrage.encrypt(changed, [pyrage.x25519.Recipient.from_str(RECIPIENT)])

    with pytest.raises(BadInput, match=r"index says, at 'blobs/1\.age'"):
        read(sealed)


def test_a_link_or_a_folder_is_refused() -> None:
    sink = io.BytesIO()
    with tarfile.open(mode="w", fileobj=sink) as tar:
        link = tarfile.TarInfo("installation.json")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    sealed = pyrage.encrypt(sink.getvalue(), [pyrage.x25519.Recipient.from_str(RECIPIENT)])

    with pytest.raises(BadInput, match="no backup has"):
        read(sealed)


def test_a_part_that_shrank_while_it_was_read_is_said() -> None:
    tar = SealedTarWriter(io.BytesIO(), RECIPIENT)

    with pytest.raises(BadInput, match="shorter"):
        tar.add("blobs/1.age", 1000, io.BytesIO(b"x"))

    tar.abort()


def test_memory_does_not_grow_with_what_is_in_it(tmp_path: Path) -> None:
    class Zeros(io.RawIOBase):
        def read(self, n_bytes: int = -1) -> bytes:
            return bytes(n_bytes)

    size = 200_000_000
    tracemalloc.start()
    with (tmp_path / "big").open("wb") as sink:
        tar = SealedTarWriter(sink, RECIPIENT)
        tar.add("blobs/big", size, Zeros())  # type: ignore[arg-type]
        tar.finish()
    with (tmp_path / "big").open("rb") as source, opened_tar(source, SECRET) as opened:
        names = [name for name, _ in opened]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert names == ["blobs/big"]
    assert peak < 20_000_000


@pytest.mark.skipif(shutil.which("age") is None, reason="the age tool is not on this machine")
def test_the_age_tool_opens_it(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(SECRET + "\n")
    (tmp_path / "backup").write_bytes(written(PARTS))

    command = ["age", "-d", "-i", str(tmp_path / "key"), str(tmp_path / "backup")]
    plain = subprocess.run(command, capture_output=True, check=True).stdout

    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        assert tar.getnames()[0] == "a.json"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=2000), st.booleans())
def test_any_bytes_are_read_or_refused_in_a_sentence(data: bytes, sealed: bool) -> None:
    if sealed:
        data = pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(RECIPIENT)])
    try:
        read(data)
    except VigieError as error:
        said = str(error)
    else:
        said = "."

    assert said.endswith(".")
