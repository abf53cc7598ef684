"""Sealing: padded texts, items under their own key, and uploads in a stream."""

import hashlib
import io
import resource
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typing_extensions import Buffer

from vigie.evidence.keys import identity_from_seed, new_identity
from vigie.evidence.sealing import (
    SealingPipe,
    open_file,
    open_item,
    open_sealed,
    open_text,
    padded_size,
    seal,
    seal_file,
    seal_item,
    seal_text,
    size_class,
)
from vigie.kernel.errors import BadInput, VigieError, WrongKey

SECRET, RECIPIENT = identity_from_seed(bytes(range(32)))
STRANGER, _ = identity_from_seed(bytes(32))
MEBIBYTE = 1024 * 1024


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=2000))
def test_what_was_sealed_opens_with_its_key_only(data: bytes) -> None:
    sealed = seal(data, RECIPIENT)

    assert open_sealed(sealed, SECRET) == data
    with pytest.raises(WrongKey):
        open_sealed(sealed, STRANGER)


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=300), st.data())
def test_a_changed_byte_never_opens(data: bytes, draw: st.DataObject) -> None:
    place, change = draw.draw(st.integers(0, 10**6)), draw.draw(st.integers(1, 255))
    sealed = bytearray(seal(data, RECIPIENT))
    sealed[place % len(sealed)] ^= change

    with pytest.raises(WrongKey):
        open_sealed(bytes(sealed), SECRET)


@settings(deadline=None, max_examples=50)
@given(st.text(alphabet=st.characters(), max_size=1500))
def test_any_text_comes_back(text: str) -> None:
    assert open_text(seal_text(text, RECIPIENT), SECRET) == text


def test_half_a_surrogate_pair_is_kept_as_it_came() -> None:
    assert open_text(seal_text("\ud83d", RECIPIENT), SECRET) == "\ud83d"


def test_texts_of_one_class_are_sealed_to_one_length() -> None:
    def hidden_bytes(size: int) -> int:
        return len(open_sealed(seal_text("a" * size, RECIPIENT), SECRET))

    assert {hidden_bytes(size) for size in (0, 1, 100, 248)} == {256}
    assert hidden_bytes(249) == 1024


@pytest.mark.parametrize(
    ("n_bytes", "expected"),
    [
        (0, 256),
        (256, 256),
        (257, 1024),
        (1025, 4096),
        (4097, 16384),
        (16385, 65536),
        (65537, 131072),
        (131073, 196608),
    ],
)
def test_size_classes_end_where_they_should(n_bytes: int, expected: int) -> None:
    assert size_class(n_bytes) == expected


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=600))
def test_what_was_not_padded_is_said_to_be_malformed(data: bytes) -> None:
    with pytest.raises(BadInput):
        open_text(seal(data, RECIPIENT), SECRET)


def test_padded_bytes_that_are_no_text_are_said_to_be_malformed() -> None:
    padded = ((1).to_bytes(8, "big") + b"\xff").ljust(256, b"\0")

    with pytest.raises(BadInput):
        open_text(seal(padded, RECIPIENT), SECRET)


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=3000))
def test_an_item_comes_back_and_says_its_hash_and_size(data: bytes) -> None:
    item = seal_item(data, RECIPIENT)

    assert open_item(item.sealed, item.wrapped_key, SECRET) == data
    assert (item.sha256, item.size_bytes) == (hashlib.sha256(data).hexdigest(), len(data))


def test_each_item_has_a_key_of_its_own() -> None:
    one, two = (seal_item(b"the same", RECIPIENT) for _ in range(2))

    with pytest.raises(WrongKey):
        open_item(one.sealed, two.wrapped_key, SECRET)
    with pytest.raises(WrongKey):
        open_item(one.sealed, one.wrapped_key, STRANGER)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.binary(max_size=30_000), max_size=12))
def test_any_chunking_seals_the_same_file(chunks: list[bytes]) -> None:
    sink = io.BytesIO()

    pipe = SealingPipe(sink, RECIPIENT, MEBIBYTE)
    for chunk in chunks:
        pipe.write(chunk)
    sealed = pipe.finish()

    whole = b"".join(chunks)
    assert open_file(sink.getvalue(), SECRET, len(whole)) == whole
    assert (sealed.sha256, sealed.size_bytes) == (hashlib.sha256(whole).hexdigest(), len(whole))
    assert not pipe.too_large


class Counting(io.RawIOBase):
    """A sink that keeps nothing."""

    size_bytes = 0

    def write(self, data: Buffer) -> int:
        n_bytes = memoryview(data).nbytes
        self.size_bytes += n_bytes
        return n_bytes


def test_fifty_megabytes_pass_in_bounded_memory() -> None:
    chunk, sink = bytes(64 * 1024), Counting()
    before_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    pipe = SealingPipe(sink, RECIPIENT, 200 * MEBIBYTE)  # type: ignore[arg-type]
    for _ in range(800):
        pipe.write(chunk)
    sealed = pipe.finish()

    assert sealed.size_bytes == 50 * MEBIBYTE < sink.size_bytes
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kib < 8 * 1024


def test_beyond_the_limit_the_rest_is_counted_and_not_sealed() -> None:
    sink = io.BytesIO()

    pipe = SealingPipe(sink, RECIPIENT, 1000)
    for _ in range(5):
        pipe.write(bytes(400))
    sealed = pipe.finish()

    assert pipe.too_large
    assert (sealed.size_bytes, sealed.sha256) == (2000, hashlib.sha256(bytes(2000)).hexdigest())
    with pytest.raises(WrongKey):
        open_sealed(sink.getvalue(), SECRET)


def test_exactly_the_limit_is_sealed() -> None:
    sink = io.BytesIO()

    pipe = SealingPipe(sink, RECIPIENT, 1000)
    pipe.write(bytes(1000))
    pipe.finish()

    assert open_file(sink.getvalue(), SECRET, 1000) == bytes(1000)


class Full(io.RawIOBase):
    """A sink on a full disk."""

    def write(self, data: Buffer) -> int:
        raise OSError(28, "No space left on device")


def write_often(pipe: SealingPipe) -> None:
    for _ in range(200):
        pipe.write(bytes(70_000))


def test_a_full_disk_is_told_to_whoever_writes_or_finishes() -> None:
    writing, finishing = (SealingPipe(Full(), RECIPIENT, 99 * MEBIBYTE) for _ in range(2))  # type: ignore[arg-type]

    with pytest.raises(VigieError, match="No space left"):
        write_often(writing)
    finishing.write(b"small")
    with pytest.raises(VigieError, match="end could not be written"):
        finishing.finish()


def test_an_aborted_pipe_ends_its_thread_and_seals_nothing() -> None:
    sink, before = io.BytesIO(), threading.active_count()

    pipe = SealingPipe(sink, RECIPIENT, MEBIBYTE)
    pipe.write(b"begun")
    pipe.abort()
    pipe.abort()

    assert threading.active_count() == before
    with pytest.raises(VigieError, match="stopped"):
        pipe.write(b"more")
    with pytest.raises(VigieError, match="stopped"):
        pipe.finish()


def test_a_finished_pipe_takes_nothing_more_and_says_the_same_again() -> None:
    pipe = SealingPipe(io.BytesIO(), RECIPIENT, MEBIBYTE)
    pipe.write(b"all")

    sealed = pipe.finish()

    pipe.abort()
    assert pipe.finish() == sealed
    with pytest.raises(VigieError, match="closed"):
        pipe.write(b"late")


def test_a_pipe_to_nobody_is_refused_before_anything_is_written() -> None:
    with pytest.raises(WrongKey):
        SealingPipe(io.BytesIO(), "age1nobody", MEBIBYTE)


def test_fresh_keys_work_as_derived_ones_do() -> None:
    secret, recipient = new_identity()

    assert open_text(seal_text("bonjour", recipient), secret) == "bonjour"


@given(st.integers(0, 300_000_000))
def test_a_padded_file_is_an_eighth_larger_at_most(size: int) -> None:
    padded = padded_size(size)

    assert padded >= max(size, 256)
    assert padded <= max(256, size * 9 / 8)


def test_files_of_close_sizes_cannot_be_told_apart() -> None:
    sizes = range(200_000, 210_000)

    assert len({padded_size(each) for each in sizes}) <= 4


@given(st.binary(max_size=5000))
def test_a_sealed_file_opens_to_its_bytes_and_to_no_other_size(data: bytes) -> None:
    sealed = seal_file(data, RECIPIENT)

    assert open_file(sealed, SECRET, len(data)) == data
    with pytest.raises(BadInput):
        open_file(sealed, SECRET, 2 * len(data) + 1000)
