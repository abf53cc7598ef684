"""A row that says who wrote and when is a name and a time, and no words of the turn."""

import numpy as np
import pytest

from tests.reading.screenshots.drawn import Screen
from vigie.reading.engines import Line
from vigie.reading.screenshots.bubbles import Bubble
from vigie.reading.screenshots.headings import heading_in, without_headings
from vigie.reading.screenshots.reader import read_screenshot

PAGE = np.full((400, 720, 3), 255, np.uint8)


@pytest.mark.parametrize(
    ("row", "name", "time"),
    [
        ("Anaïs 1 h", "Anaïs", "1 h"),
        ("Océane Perrin il y a 5 min", "Océane Perrin", "il y a 5 min"),
        ("Lina · à l’instant", "Lina", "à l’instant"),
        ("tom_77 just now", "tom_77", "just now"),
        ("Sam 14m ago", "Sam", "14m ago"),
        ("Hugo Perrin Aujourd'hui à 09:36", "Hugo Perrin", "Aujourd'hui à 09:36"),
        ("Amélie Today at 9:36 AM", "Amélie", "Today at 9:36 AM"),
        ("Nora 12/11/2025 14:32", "Nora", "12/11/2025 14:32"),
        ("Nora 14:32", "Nora", "14:32"),
    ],
)
def test_a_name_and_the_whole_time_after_it_are_told_apart(row: str, name: str, time: str) -> None:
    found = heading_in(row)

    assert found is not None
    assert (found.name, found.time) == (name, time)


@pytest.mark.parametrize("row", ["Anaïs", "2 min", "Rendez-vous à la gare", ""])
def test_a_name_alone_a_time_alone_and_words_are_no_heading(row: str) -> None:
    assert heading_in(row) is None


def test_the_row_above_the_words_of_a_bubble_is_its_name_and_time() -> None:
    name, time = Line("Anaïs", (30, 20, 100, 45), 1.0), Line("2 min", (300, 20, 360, 45), 1.0)
    words = Line("pareil", (30, 60, 120, 90), 1.0)
    pixels = PAGE.copy()
    pixels[25:40, 32:100:4], pixels[25:40, 302:360:4] = (20, 120, 60), (140, 140, 140)

    [(bubble, heading)] = without_headings(
        pixels, [Bubble((20, 10, 380, 100), (255, 255, 255), (name, time, words), side="left")]
    )

    assert bubble.lines == (words,)
    assert heading is not None
    assert (heading.name, heading.time) == ("Anaïs", "2 min")


def test_the_only_row_of_a_bubble_is_its_words_and_their_time() -> None:
    row = (Line("ok merci", (30, 20, 130, 45), 1.0), Line("14:32", (140, 22, 190, 44), 1.0))
    bubble = Bubble((20, 10, 220, 60), (255, 255, 255), row, side="left")

    told = without_headings(PAGE, [bubble, bubble, bubble])

    assert told == [(bubble, None)] * 3


def test_a_line_of_one_ink_that_ends_in_a_time_stays_words() -> None:
    screen = Screen().bubble("Bonjour", "left", 100).bubble("Salut", "right", 200)
    screen.fill((20, 300, 500, 400), (225, 225, 225))
    screen.text("on part dans 5 min", 40, 315).text("sois prêt", 40, 355)

    turns = read_screenshot(screen.pixels, screen).turns

    assert turns[-1].text == "on part dans 5 min sois prêt"


def test_words_and_their_time_below_a_quote_are_no_heading() -> None:
    row = (Line("ok", (30, 60, 60, 90), 1.0), Line("14:32", (140, 62, 190, 88), 1.0))
    quoted = (Line("tu viens ?", (40, 20, 160, 45), 1.0),)
    bubble = Bubble((20, 10, 220, 100), (255, 255, 255), row, quoted, side="left")

    assert without_headings(PAGE, [bubble] * 3) == [(bubble, None)] * 3
