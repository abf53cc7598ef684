"""Underlined words: exact, never invented, whatever the quotes."""

from dataclasses import replace

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from vigie.kernel.findings import (
    Bilingual,
    Findings,
    Quote,
    Signal,
    Stage,
)
from vigie.web.desk.marked_text import MarkedText, is_within, mark_text, noted_quotes

NOTE = Bilingual("Demande une image.", "Asks for an image.")
TEXT = "envoie une photo de toi, vite"


def signal(*quotes: Quote, stage: Stage = "solicit_image") -> Signal:
    """A signal with these quotes."""
    return Signal(stage, "rule", "p1", quotes, NOTE)


def quote(words: str, turn: int = 0) -> Quote:
    """The quote of some words of the text."""
    start = TEXT.index(words)
    return Quote(turn, start, start + len(words), words)


def marked(*signals: Signal) -> MarkedText:
    """The text with the lines of these signals."""
    return mark_text(TEXT, noted_quotes(Findings("c", "P2", signals)))


def test_a_quote_is_underlined_and_its_number_stands_at_its_end() -> None:
    found = marked(signal(quote("une photo de toi")))

    assert [(each.text, each.notes, each.ends) for each in found.stretches] == [
        ("envoie ", (), ()),
        ("une photo de toi", (1,), (1,)),
        (", vite", (), ()),
    ]


def test_quotes_that_cross_share_the_words_between_them() -> None:
    found = marked(signal(quote("envoie une photo")), signal(quote("photo de toi"), stage="guilt"))

    assert [(each.text, each.notes) for each in found.stretches] == [
        ("envoie une ", (1,)),
        ("photo", (1, 2)),
        (" de toi", (2,)),
        (", vite", ()),
    ]


def test_a_signal_with_two_quotes_has_one_note() -> None:
    found = marked(signal(quote("photo"), quote("vite")))

    assert [note.number for note in found.notes] == [1]
    assert [each.text for each in found.stretches if each.notes] == ["photo", "vite"]


def test_a_quote_of_words_that_were_corrected_keeps_its_note_and_loses_its_line() -> None:
    gone = signal(Quote(0, 0, 5, "salut"))

    found = marked(gone)

    assert [note.number for note in found.notes] == [1]
    assert not any(each.notes for each in found.stretches)


def test_notes_speak_the_language_of_the_page() -> None:
    with translation.override("en"):
        english = marked(signal(quote("photo"))).notes[0]
    with translation.override("fr"):
        french = marked(signal(quote("photo"))).notes[0]

    assert (english.stage, english.sentence) == ("Request for an image", "Asks for an image.")
    assert (french.stage, french.sentence) == ("Demande d’image", "Demande une image.")


def test_reported_words_are_marked_where_every_note_says_so() -> None:
    told = Signal("guilt", "r", "reported", (quote("une photo de toi"),), NOTE, reported=True)

    found = marked(told, signal(quote("photo")))

    assert [(each.text, each.reported) for each in found.stretches if each.notes] == [
        ("une ", True),
        ("photo", False),
        (" de toi", True),
    ]
    assert [note.reported for note in found.notes] == [True, False]


def test_a_sign_that_the_context_explains_is_weak() -> None:
    lowered = replace(signal(quote("photo")), lowered=True)
    signals = (lowered, signal(quote("vite"), stage="guilt"))

    found = mark_text(TEXT, noted_quotes(Findings("c", "P4", signals)))

    assert [(each.text, each.weak) for each in found.stretches if each.notes] == [
        ("photo", True),
        ("vite", False),
    ]


def test_the_notes_of_some_stages_keep_their_numbers() -> None:
    signals = (signal(quote("photo")), signal(quote("vite"), stage="guilt"))

    found = mark_text(TEXT, noted_quotes(Findings("c", "P4", signals), {"guilt"}))

    assert [(note.number, note.code) for note in found.notes] == [(2, "guilt")]


def test_a_quote_is_within_a_longer_one_of_its_own_turn() -> None:
    short, long = quote("photo"), quote("une photo de toi")

    assert is_within(short, (short, long))
    assert not is_within(long, (short, long))
    assert not is_within(short, (short, quote("vite"), quote("une photo", turn=1)))


def test_an_emoji_without_a_name_is_shown_as_a_square() -> None:
    found = mark_text("Salut \ufffc", ())

    assert [each.text for each in found.stretches] == ["Salut ▢"]


@given(st.text(), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))))
def test_the_stretches_put_together_are_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    signals = tuple(
        signal(Quote(0, start, end, text[start:end]))
        for start, end in spans
        if start < end <= len(text)
    )

    found = mark_text(text, noted_quotes(Findings("c", "P2", signals)))

    assert "".join(each.text for each in found.stretches) == text.replace("\ufffc", "▢")
    assert len(found.notes) == len(signals)
    assert sum(len(each.ends) for each in found.stretches) == len(signals)
