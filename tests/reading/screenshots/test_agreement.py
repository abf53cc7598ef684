"""Two readings are compared by letters and digits; what differs is marked for a person."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading.screenshots.drawn import Screen
from vigie.kernel.conversations import Turn
from vigie.reading.screenshots import ScreenReading
from vigie.reading.screenshots.agreement import Grey, agree, checked, plain

TURN = Turn(0, "Tu fais quoi ?", side="left", box=(20, 300, 220, 360))


@pytest.mark.parametrize(
    ("text", "other", "beside"),
    [
        ("Ça va ?", "ca va\n", ()),
        ("week-end à 2", "week - end a2", ()),
        ("Tu viens ?", "Tu viens ? 20:14", ("20:14",)),
        ("Oui moi", "Zoé\nOui moi", ("Zoé",)),
        ("Oui moi", "On y va demain ?\nOui moi", ("On y va demain ?",)),
    ],
)
def test_the_same_letters_agree(text: str, other: str, beside: tuple[str, ...]) -> None:
    assert agree(text, other, beside)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Rendez-vous à 17h", "Rendez-vous à 11h"),
        ("Donne ton num", "Donne ton mum"),
        ("Première ligne", "Première ligne et une deuxième"),
        ("Oui", ""),
    ],
)
def test_another_letter_or_a_line_more_disagrees(text: str, other: str) -> None:
    assert not agree(text, other)


@given(st.text())
def test_a_text_agrees_with_itself(text: str) -> None:
    assert agree(text, text)
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(("other", "check"), [("tu fais quoi", False), ("tu fais qui", True)])
def test_a_turn_is_marked_when_the_second_engine_disagrees(other: str, check: bool) -> None:
    screen = Screen().bubble("Tu fais quoi ?", "left", 300)

    read = checked(screen.pixels, ScreenReading((TURN,)), lambda _: other)

    assert [turn.check for turn in read.turns] == [check]
    assert read.turns[0].text == TURN.text


def test_a_doubt_about_the_shape_stays() -> None:
    doubtful = replace(TURN, check=True)

    read = checked(Screen().pixels, ScreenReading((doubtful,)), lambda _: TURN.text)

    assert read.turns == (doubtful,)


def test_the_second_engine_sees_dark_letters_on_white_without_emoji() -> None:
    screen = Screen().bubble("Tu fais quoi ?", "left", 300)
    screen.fill((190, 310, 215, 350), (250, 190, 20))
    seen: list[Grey] = []

    def second(grey: Grey) -> str:
        seen.append(grey)
        return ""

    checked(screen.pixels, ScreenReading((TURN,)), second)

    (grey,) = seen
    assert np.median(grey) == 255
    assert grey[:, : grey.shape[1] // 2].min() < 60
    assert grey[:, -40:].min() > 200
