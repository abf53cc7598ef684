"""Prints: small, the same for two readings of one thing, and of no use but to look for it."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.linking.talks import STORY, turns
from vigie.evidence.pdq import BITS_BYTES, PictureHash
from vigie.kernel.errors import BadInput
from vigie.linking.prints import (
    LETTERS,
    WINDOW,
    EitherPrint,
    TalkPrint,
    alike_talks,
    decode,
    digest_of,
    encode,
    letters_of,
    near_pictures,
    talk_print,
)

PICTURES = st.builds(
    PictureHash, st.binary(min_size=BITS_BYTES, max_size=BITS_BYTES), st.integers(0, 100)
)
TALKS = st.builds(
    TalkPrint,
    st.binary(min_size=16, max_size=16),
    st.lists(st.binary(min_size=4, max_size=4), max_size=90).map(b"".join),
)


@given(PICTURES | TALKS)
def test_a_print_is_written_and_read(made: EitherPrint) -> None:
    assert decode(encode(made)) == made


@given(st.binary(max_size=400))
def test_any_bytes_are_a_print_or_refused(data: bytes) -> None:
    try:
        made = decode(data)
    except BadInput:
        return

    assert decode(encode(made)) == made


def test_the_length_of_a_conversation_hardly_shows() -> None:
    lengths = {len(encode(talk_print(turns(*STORY[:n])))) for n in range(len(STORY))}

    assert len(lengths) == 2


def test_case_accents_and_spaces_make_no_difference() -> None:
    assert letters_of("Tu as QUEL âge, déjà ?") == letters_of("tu as quelage deja")


@given(st.text(min_size=LETTERS + WINDOW - 1, max_size=80), st.text(), st.text())
def test_a_stretch_in_common_gives_a_tag_in_common(words: str, before: str, after: str) -> None:
    letters = letters_of(words)
    alone, inside = talk_print(turns(words)), talk_print(turns(before + words + after))

    found = alike_talks(alone, [inside])

    assert (
        found
        or len(letters) < LETTERS + WINDOW - 1
        or letters not in letters_of(before + words + after)
    )


def test_a_crop_is_found_among_others_and_others_are_not() -> None:
    others = [talk_print(turns(*STORY)), talk_print(turns("Le prof de SVT est absent demain"))]

    (found,) = alike_talks(talk_print(turns(*STORY[2:5])), others)

    assert found[0] == 0
    assert alike_talks(talk_print(turns("ok")), others) == []
    assert alike_talks(others[0], []) == []


def test_pictures_within_a_distance_are_found_nearest_first() -> None:
    mine = PictureHash(bytes(BITS_BYTES), 100)
    others = [_differing(40), _differing(9), _differing(0)]

    assert near_pictures(mine, others, within=31) == [(2, 0), (1, 9)]
    assert near_pictures(mine, [], within=31) == []


def _differing(bits: int) -> PictureHash:
    return PictureHash(((1 << bits) - 1).to_bytes(BITS_BYTES, "big"), 100)


def test_a_corrected_word_is_another_digest() -> None:
    before, after = turns("salut"), turns("salue")

    assert digest_of(before) == talk_print(before).made_of
    assert digest_of(before) != digest_of(after)


def test_a_very_long_conversation_has_a_print_of_its_end() -> None:
    long: Sequence[str] = [f"message numero {n} de la classe" for n in range(20_000)]

    made = talk_print(turns(*long))

    assert alike_talks(talk_print(turns(*long[-3:])), [made])
    assert len(encode(made)) < 200_000


@pytest.mark.parametrize("data", [b"", b"P", b"Q" * 60, b"T" + bytes(16) + b"\xff\xff\xff\xff"])
def test_what_is_no_print_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput):
        decode(data)
