"""age keys: made, derived, wrapped."""

import pyrage  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.evidence.keys import (
    bech32,
    identity_from_seed,
    new_identity,
    recipient_of,
    unwrap,
    wrap,
)
from vigie.kernel.errors import WrongKey


def test_two_fresh_identities_differ_and_know_their_recipients() -> None:
    first, second = new_identity(), new_identity()

    assert first != second
    assert recipient_of(first[0]) == first[1]
    assert first[0].startswith("AGE-SECRET-KEY-1")
    assert first[1].startswith("age1")


@settings(deadline=None, max_examples=50)
@given(st.binary(min_size=32, max_size=32))
def test_every_seed_gives_a_key_that_age_reads_and_writes_the_same(seed: bytes) -> None:
    secret, recipient = identity_from_seed(seed)

    assert str(pyrage.x25519.Identity.from_str(secret)) == secret
    assert recipient_of(secret) == recipient


def test_the_notation_is_that_of_the_published_example() -> None:
    program = bytes.fromhex("751e76e8199196d454941c45d1b3a323f1433bd6")

    assert bech32("bc", program) == "bc1w508d6qejxtdg4y5r3zarvary0c5xw7kj7gz7z"


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=64).filter(lambda seed: len(seed) != 32))
def test_a_seed_of_another_length_is_refused(seed: bytes) -> None:
    with pytest.raises(WrongKey):
        identity_from_seed(seed)


def test_a_wrapped_key_comes_back_to_its_recipient_only() -> None:
    inner, outer, stranger = new_identity(), new_identity(), new_identity()

    wrapped = wrap(inner[0], outer[1])

    assert unwrap(wrapped, outer[0]) == inner[0]
    with pytest.raises(WrongKey):
        unwrap(wrapped, stranger[0])


def test_a_wrap_that_holds_no_key_is_refused() -> None:
    secret, recipient = new_identity()

    for content in ("not a key", "clé"):
        with pytest.raises(WrongKey):
            unwrap(wrap(content, recipient), secret)


@settings(deadline=None, max_examples=50)
@given(st.text(), st.binary())
def test_texts_and_bytes_that_are_no_keys_are_refused(text: str, data: bytes) -> None:
    secret, _ = identity_from_seed(bytes(32))

    with pytest.raises(WrongKey):
        recipient_of(text)
    with pytest.raises(WrongKey):
        wrap(secret, text)
    with pytest.raises(WrongKey):
        unwrap(data, secret)


def test_a_refusal_never_repeats_a_secret() -> None:
    secret, _ = new_identity()

    with pytest.raises(WrongKey) as refused:
        recipient_of(secret[:-1])

    assert secret[:-1] not in str(refused.value)
