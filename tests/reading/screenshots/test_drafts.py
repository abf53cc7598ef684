"""Drafts of turns: what in a bubble is quoted."""

from tests.reading.screenshots.drawn import LEFT, Screen
from vigie.reading.screenshots.bubbles import Bubble
from vigie.reading.screenshots.drafts import drafts_of


def test_the_page_beside_a_bubbles_tail_is_no_bar_of_a_quote() -> None:
    screen = Screen().fill((0, 300, 720, 360), (40, 90, 60)).fill((32, 300, 300, 360), LEFT)
    screen.fill((20, 352, 32, 360), LEFT).text("Je sais", 52, 315).text("14:02", 200, 324)
    lines = tuple(screen.lines_drawn)

    [draft] = drafts_of(screen.pixels, [Bubble((20, 300, 300, 360), LEFT, lines, side="left")])

    assert (draft.text.startswith("Je sais"), draft.quoted) == (True, "")
