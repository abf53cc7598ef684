"""Initials in discs are nobody's words; short answers in bubbles are."""

from tests.reading.screenshots.drawn import WIDE, Screen
from vigie.reading.screenshots import read_screenshot

FACE = (40, 160, 90)


def faced(screen: Screen, initial: str, left: int, top: int) -> Screen:
    """An initial in a fill as wide as it is high."""
    return screen.fill((left, top, left + 52, top + 52), FACE).text(initial, left + 20, top + 11)


def bubbles() -> Screen:
    """Three turns, those of the left away from the edge as beside a face."""
    screen = Screen().bubble("Tu fais quoi", "right", 500)
    for words, top in (("Salut toi", 300), ("Coucou", 400)):
        screen.fill((90, top, 130 + 12 * len(words), top + 60), (225, 225, 225))
        screen.text(words, 110, top + 15)
    return screen


def test_an_initial_beside_a_bubble_is_no_turn() -> None:
    screen = faced(faced(bubbles(), "L", 20, 304), "L", 20, 404)

    read = read_screenshot(screen.pixels, screen)

    assert [turn.text for turn in read.turns] == ["Salut toi", "Coucou", "Tu fais quoi"]


def test_a_letter_alone_on_its_rows_is_a_turn() -> None:
    screen = bubbles().fill((WIDE - 80, 600, WIDE - 20, 660), (10, 120, 250))
    screen.text("k", WIDE - 56, 615)

    read = read_screenshot(screen.pixels, screen)

    assert read.turns[-1].text == "k"


def test_the_initial_of_a_header_hides_no_title() -> None:
    screen = faced(bubbles(), "L", 60, 80)
    screen.text("Lilou", 140, 70).text("En ligne", 140, 115)

    read = read_screenshot(screen.pixels, screen)

    assert read.title == "Lilou"
    assert [turn.text for turn in read.turns] == ["Salut toi", "Coucou", "Tu fais quoi"]
