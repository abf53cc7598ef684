"""The language of a conversation, from its function words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.reading.language import language_of


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (["slt tu fé koi", "tkt c entre nous"], "fr"),
        (["envoie une photo de toi stp"], "fr"),
        (["hey how r u", "dont tell your mum"], "en"),
        (["send me a picture of you"], "en"),
        (["ok lol", "you know", "mais tu sais que je t'aime et c'est pas grave"], "fr"),
        (["hola guapa, mándame una foto tuya"], None),
        (["👍", "", "14"], None),
        ([], None),
    ],
)
def test_the_language_is_told_or_left_open(texts: list[str], code: str | None) -> None:
    assert language_of(texts) == code


@given(st.lists(st.text(max_size=40), max_size=5))
def test_any_texts_have_a_language_or_none(texts: list[str]) -> None:
    assert language_of(texts) in ("fr", "en", None)
