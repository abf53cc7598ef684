"""Four words of a key, to be compared aloud: always the same, and others for anything else."""

from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.evidence.codes import words
from vigie.evidence.fingerprints import fingerprint

SALT = bytes(16)


def test_a_key_has_the_same_four_words_everywhere() -> None:
    seen = fingerprint(b"vigie responder R-1 lead age1abc", SALT)

    assert fingerprint(b"vigie responder R-1 lead age1abc", SALT) == seen
    assert len(seen.split()) == 4
    assert set(seen.split()) <= set(words())


@settings(max_examples=8, deadline=None)
@given(st.binary(max_size=90), st.binary(max_size=90))
def test_another_message_or_another_installation_has_other_words(one: bytes, other: bytes) -> None:
    assert (fingerprint(one, SALT) == fingerprint(other, SALT)) == (one == other)
    assert fingerprint(one, SALT) != fingerprint(one, bytes(15) + b"1")
