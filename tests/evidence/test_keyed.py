"""What is sealed under one key opens with it, for its own purpose, and unchanged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.evidence.keyed import KEY_BYTES, KeyedSeal
from vigie.kernel.errors import WrongKey

KEY = bytes(range(KEY_BYTES))


@given(st.binary(max_size=500))
def test_it_opens_again_and_never_looks_the_same(data: bytes) -> None:
    seal = KeyedSeal.of(KEY, b"test")

    sealed = [seal.seal(data), seal.seal(data)]

    assert [seal.open(each) for each in sealed] == [data, data]
    assert sealed[0] != sealed[1]


@given(st.binary(max_size=60))
def test_what_was_never_sealed_does_not_open(data: bytes) -> None:
    with pytest.raises(WrongKey):
        KeyedSeal.of(KEY, b"test").open(data)


def test_another_key_purpose_or_byte_does_not_open() -> None:
    sealed = KeyedSeal.of(KEY, b"test").seal(b"salut")
    changed = bytes([*sealed[:-1], sealed[-1] ^ 1])

    for seal, data in (
        (KeyedSeal.of(bytes(KEY_BYTES), b"test"), sealed),
        (KeyedSeal.of(KEY, b"other"), sealed),
        (KeyedSeal.of(KEY, b"test"), changed),
    ):
        with pytest.raises(WrongKey):
            seal.open(data)


def test_a_short_key_is_refused() -> None:
    with pytest.raises(WrongKey, match="31 bytes"):
        KeyedSeal.of(bytes(31), b"test")
