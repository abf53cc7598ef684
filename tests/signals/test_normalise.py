"""Hidden words are read again and every offset leads back to the original text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.signals.characters import fold
from vigie.signals.normalise import normalise
from vigie.signals.rulesets import built_in

SPELLING = built_in().normaliser.spelling


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_folding_plain_letters_only_lowers_them(text: str) -> None:
    letters = "".join(each for each in text if each.isalnum() or each == " ")

    assert fold(letters) == letters.lower()


@given(st.text())
def test_every_span_of_the_normal_text_comes_from_the_original(text: str) -> None:
    normal = normalise(text, SPELLING)

    for start in range(len(normal.text)):
        first, last = normal.span(start, start + 1)
        assert 0 <= first < last <= len(text)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("PHOTO", "photo"),
        ("phôtò", "photo"),
        ("ph0t0", "photo"),
        ("p h o t o", "photo"),
        ("e n v o i e  u n e  p h o t o", "envoie une photo"),
        ("e n v o i e u n e p h o t o", "envoie une photo"),
        ("p.h.o.t.o", "photo"),
        ("phooootoooo", "photo"),
        ("ph*to", "photo"),
        ("s3cr3t", "secret"),
        ("scrt", "secret"),
        ("рhоtо", "photo"),
        ("pho\u200bto", "photo"),
        ("𝓹𝓱𝓸𝓽𝓸", "photo"),
        ("ｐｈｏｔｏ", "photo"),
        ("tof", "photo"),
        ("dlete", "dlete"),
        ("dlt", "delete"),
    ],
)
def test_a_hidden_word_is_read_again(written: str, read: str) -> None:
    normal = normalise(written, SPELLING)

    assert normal.text == read


@pytest.mark.parametrize("text", ["rdv à 18h30", "j'ai 13 ans", "les 3e B", "t'as 2 photos ?"])
def test_ordinary_numbers_are_left_alone(text: str) -> None:
    normal = normalise(text, SPELLING)

    assert [each for each in text if each.isdigit()] == [
        each for each in normal.text if each.isdigit()
    ]


def test_a_rewritten_word_leads_back_to_the_whole_original() -> None:
    text = "envoie une p h 0 t o !"

    normal = normalise(text, SPELLING)
    start = normal.text.index("photo")
    first, last = normal.span(start, start + len("photo"))

    assert text[first:last] == "p h 0 t o"


def test_an_emoji_that_could_not_be_named_counts_as_any_other() -> None:
    unnamed, named = (normalise(f"envoie {each} une photo", SPELLING) for each in "\ufffc😺")

    assert unnamed.text == named.text
