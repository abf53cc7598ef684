"""Turns beside coloured bars, some of them on a shade."""

from tests.reading.screenshots.drawn import WIDE, Screen
from vigie.reading.screenshots import read_screenshot

BLUE, RED, SHADE = (0, 168, 240), (242, 60, 87), (228, 229, 231)


def test_a_saved_turn_on_its_shade_is_one_turn_of_its_bars_voice() -> None:
    screen = Screen().text("LINA", 20, 300, BLUE).fill((20, 340, 26, 376), BLUE)
    screen.text("Salut toi", 40, 343).text("MOI", 20, 450, RED)
    screen.fill((26, 540, WIDE - 20, 590), SHADE).fill((20, 490, 26, 590), RED)
    screen.text("Bonjour à tous", 40, 500).text("On se voit demain", 40, 550)

    turns = read_screenshot(screen.pixels, screen).turns

    assert [(turn.side, turn.text) for turn in turns] == [
        ("left", "Salut toi"),
        ("right", "Bonjour à tous"),
        ("right", "On se voit demain"),
    ]


def test_rows_all_as_far_apart_are_turns_where_they_begin_anew() -> None:
    screen = Screen().text("LINA", 20, 300, BLUE).fill((20, 340, 26, 420), BLUE)
    screen.text("Des photos de la fête de samedi soir au collège", 40, 343)
    screen.text("Bonne nuit", 40, 383).text("MOI", 20, 450, RED)
    screen.text("Bonjour à tous", 40, 493).fill((20, 490, 26, 530), RED)

    turns = read_screenshot(screen.pixels, screen).turns

    assert [turn.text for turn in turns] == [
        "Des photos de la fête de samedi soir au collège",
        "Bonne nuit",
        "Bonjour à tous",
    ]
