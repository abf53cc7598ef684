"""Pasted text becomes turns, with speakers where lines name them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.reading.text import read_text
from vigie.reading.threads import Thread


def said(thread: Thread) -> list[tuple[str | None, str]]:
    names = {person.id: person.name for person in thread.participants}
    return [(names.get(turn.author or ""), turn.text) for turn in thread.turns]


def test_lines_that_begin_with_a_name_are_turns_of_that_name() -> None:
    thread = read_text("Coach : envoie une photo\nMoi: non\n\nCoach : pourquoi ?\nréponds\n")

    assert said(thread) == [
        ("Coach", "envoie une photo"),
        ("Moi", "non"),
        ("Coach", "pourquoi ?\nréponds"),
    ]


def test_moi_is_the_owner_of_the_phone_and_on_the_right() -> None:
    thread = read_text("Lui: t'es où\nMoi: ici")

    assert [turn.side for turn in thread.turns] == ["left", "right"]
    assert [person.owner for person in thread.participants] == [False, True]


@pytest.mark.parametrize("line", ["21:34 Max : viens", "[21:34] Max: viens", "Max (21h34) : viens"])
def test_a_time_beside_the_name_is_kept_as_written(line: str) -> None:
    thread = read_text(line)

    assert said(thread) == [("Max", "viens")]
    assert thread.turns[0].sent_at_raw in ("21:34", "21h34")


def test_text_without_speakers_is_one_turn_a_paragraph_with_no_author() -> None:
    thread = read_text("Il m'a écrit hier.\nIl voulait une photo.\r\n\r\nJ'ai dit : non.\n")

    assert said(thread) == [
        (None, "Il m'a écrit hier.\nIl voulait une photo."),
        (None, "J'ai dit : non."),
    ]
    assert thread.participants == ()


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/a\nhttps://example.org/b",
        "Voilà ce que je voulais vous dire : j'ai peur",
        "Il m'a dit : envoie une photo",
        "Bonjour. Alors : il m'a menacé",
    ],
)
def test_a_sentence_with_a_colon_is_no_speaker(text: str) -> None:
    assert read_text(text).participants == ()


def test_a_copied_chat_is_read_as_a_chat() -> None:
    thread = read_text("[12/03/2026 18:02] Max: tu dors ?\n[12/03/2026 18:03] Léa: oui")

    assert said(thread) == [("Max", "tu dors ?"), ("Léa", "oui")]
    assert thread.turns[0].sent_at_raw == "12/03/2026 18:02"


def test_lines_before_the_first_speaker_belong_to_nobody() -> None:
    thread = read_text("hier soir\nMax: viens\nMoi: non\nMax: allez")

    assert said(thread)[0] == (None, "hier soir")


@given(st.text(max_size=300))
def test_any_text_gives_turns_in_order(text: str) -> None:
    thread = read_text(text)

    assert [turn.n for turn in thread.turns] == list(range(len(thread.turns)))
    assert all(turn.text.encode("utf-8") for turn in thread.turns if turn.text)
