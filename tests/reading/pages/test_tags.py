"""Tags and words of hostile pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.reading.pages.tags import Piece, pieces, unescaped


def test_tags_words_and_attributes_are_found_in_order() -> None:
    found = list(pieces("<p class='a b' title=\"l&#39;&eacute;t\u00e9\">oui &amp; non<br></P>"))

    assert found[0].attribute("class") == "a b"
    assert found[0].attribute("title") == "l'été"
    assert found[1:] == [Piece(text="oui & non"), Piece("br"), Piece("p", closes=True)]


def test_a_number_that_is_no_letters_does_not_stop_the_reading() -> None:
    assert unescaped(f"a&#{'9' * 5000};b") == "a\ufffdb"


@pytest.mark.parametrize("piece", ["<!--", "<a ", "<p class='", "<", "&#", "&"])
def test_hostile_pages_are_read_in_linear_time(piece: str) -> None:
    assert isinstance(list(pieces(piece * 50_000)), list)


@given(st.text("<>/!='\"& a&#;9p", max_size=200))
def test_any_text_gives_pieces(content: str) -> None:
    assert all(each.tag or each.text for each in pieces(content))
