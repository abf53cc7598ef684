"""Bars of one colour are one voice; the owner is the one called "me", else the red one."""

import pytest

from tests.reading.screenshots.drawn import Screen
from vigie.reading.engines import Line
from vigie.reading.screenshots import read_screenshot
from vigie.reading.screenshots.voices import Named, is_red, voices
from vigie.reading.screenshots.words import Colour

RED, BLUE, ORANGE = (242, 59, 87), (26, 163, 255), (255, 138, 0)


def said(bars: list[Named], title: str | None = None) -> list[tuple[str, str | None]]:
    """The side and the author of each bar."""
    return [(each.side, each.author) for each in voices(bars, title)]


def test_the_colour_called_me_is_the_owner_even_where_the_label_is_cut_off() -> None:
    bars = [Named(RED, None), Named(BLUE, "Lilou"), Named(RED, "MOI")]

    assert said(bars) == [("right", None), ("left", "Lilou"), ("right", None)]


def test_a_red_called_by_a_first_name_is_the_owner() -> None:
    bars = [Named(RED, "Camille"), Named(BLUE, "Lilou")]

    assert said(bars, "Lilou") == [("right", None), ("left", "Lilou")]


def test_a_red_called_by_the_title_is_the_other() -> None:
    bars = [Named(RED, "LILOU")]

    assert said(bars, "Lilou") == [("left", "LILOU")]


def test_an_orange_beside_a_red_is_another_voice() -> None:
    bars = [Named(ORANGE, "Lilou"), Named((232, 65, 60), "Moi"), Named(ORANGE, None)]

    assert said(bars) == [("left", "Lilou"), ("right", None), ("left", "Lilou")]


@pytest.mark.parametrize(("colour", "red"), [(RED, True), (ORANGE, False), (BLUE, False)])
def test_only_a_plain_red_is_red(colour: Colour, red: bool) -> None:
    assert is_red(colour) is red


def test_a_chat_named_at_each_turn_is_still_one_of_bars() -> None:
    screen = Screen()
    for n, (name, colour) in enumerate((("Me", RED), ("Lilou", BLUE), ("Me", RED))):
        top = 300 + 120 * n
        screen.text(name, 22, top, colour).fill((24, top + 34, 29, top + 84), colour)
        screen.text(f"Le message {n}", 40, top + 44)

    read = read_screenshot(screen.pixels, screen)

    assert [(turn.side, turn.text) for turn in read.turns] == [
        ("right", "Le message 0"),
        ("left", "Le message 1"),
        ("right", "Le message 2"),
    ]


def test_words_read_from_the_bar_on_are_beside_it_and_hold_no_stroke() -> None:
    screen = Screen()
    for n, colour in enumerate((RED, BLUE)):
        top = 300 + 120 * n
        screen.text("Moi" if colour == RED else "Lilou", 22, top, colour)
        screen.fill((24, top + 40, 29, top + 84), colour)
        screen.text(f"| Le message {n}", 40, top + 44)
        line = screen.lines_drawn[-1]
        box = (16, line.box[1], line.box[2], line.box[3])
        screen.lines_drawn[-1] = Line(line.text, box, line.score)

    read = read_screenshot(screen.pixels, screen)

    assert [(turn.side, turn.text) for turn in read.turns] == [
        ("right", "Le message 0"),
        ("left", "Le message 1"),
    ]
