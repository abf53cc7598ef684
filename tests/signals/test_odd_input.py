"""What strangers may send: nothing raises, nothing hangs, quotes stay exact."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.signals.suite import talks
from vigie.kernel.conversations import Conversation, Source, Turn
from vigie.signals.screen import screen, signs
from vigie.signals.talk import talk_of

ASKS = "envoie une photo de toi nue sinon je balance tout"
ODD = {
    "controls": "\x00\x01\x02\x1b[31m " + ASKS + "\x7f\x9f",
    "right to left": "\u202e" + ASKS + "\u202c شكرا",
    "lone surrogates": "\ud83d " + ASKS + " \udc00",
    "one megabyte of words": (ASKS + " ") * 20_000,
    "one megabyte of one letter": "a" * 1_000_000,
    "one megabyte of stars": "n*" * 500_000,
    "one megabyte of spaced letters": "p h o t o " * 100_000,
    "one megabyte of leet": "ph0t0" * 200_000,
    "one megabyte of dots": "a." * 500_000,
    "one megabyte of quotation marks": '"a' * 500_000,
    "one megabyte of lines": "il m'a dit\n" * 90_000,
    "one megabyte of hidden characters": "p\u200b" * 500_000,
    "combining marks": "e" + "\u0301" * 100_000,
}
SLOWEST_SECONDS = 10


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_are_screened_in_time_and_quoted_exactly(name: str) -> None:
    turn = Turn(0, ODD[name], author="A")
    started = time.process_time()

    found = screen(Conversation("odd", Source("text"), (turn,)))

    assert time.process_time() - started < SLOWEST_SECONDS
    for signal in found.signals:
        for quote in signal.quotes:
            assert turn.text[quote.start : quote.end] == quote.text


@pytest.mark.parametrize("name", ["controls", "right to left", "lone surrogates"])
def test_what_is_hidden_among_odd_characters_is_found(name: str) -> None:
    found = screen(Conversation("odd", Source("text"), (Turn(0, ODD[name], author="A"),)))

    assert {"solicit_image", "threat_exposure"} <= {each.stage for each in found.signals}


def found_rules(text: str) -> set[tuple[str, int, int]]:
    turns = (Turn(0, text, author="A"),)
    found = signs(talk_of(Conversation("one", Source("text"), turns)))
    return {(each.rule, each.quote.start, each.quote.end) for each in found}


LINES = sorted({turn.text for _, concern, talk in talks() if concern for turn in talk.turns})


@given(st.sampled_from(LINES))
@settings(max_examples=300, deadline=None)
def test_without_its_words_a_sign_is_gone(text: str) -> None:
    for rule, start, end in found_rules(text):
        without = text[:start] + " " * (end - start) + text[end:]
        assert (rule, start, end) not in found_rules(without)


def test_a_conversation_of_ten_thousand_turns_is_screened_whole() -> None:
    said = ("salut", "ça va ?", "t'as fait le dm de maths", "non et toi", "on mange où")
    turns = [Turn(n, said[n % len(said)], author="AB"[n % 2]) for n in range(10_000)]
    turns[9_000] = Turn(9_000, ASKS, author="A")

    found = screen(Conversation("long", Source("text"), tuple(turns)))

    assert found.severity == "P1"
    assert {quote.turn for each in found.signals for quote in each.quotes} == {9_000}
