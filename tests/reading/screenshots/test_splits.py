"""Two bubbles that a page of nearly their colour made look like one are two."""

import numpy as np

from vigie.reading.engines import Line
from vigie.reading.screenshots.bubbles import Bubble
from vigie.reading.screenshots.splits import parted

FILL, PAGE = (226, 226, 223), (234, 233, 231)
LINES = (Line("Bonjour", (20, 20, 200, 50), 1.0), Line("Encore", (20, 96, 200, 126), 1.0))


def test_rows_of_page_between_two_lines_part_a_bubble() -> None:
    pixels = np.full((150, 300, 3), FILL, np.uint8)
    pixels[70:76] = PAGE

    parts = parted(pixels, Bubble((0, 0, 300, 150), FILL, LINES))

    assert [each.text for each in parts] == ["Bonjour", "Encore"]
    assert [each.box for each in parts] == [(0, 0, 300, 72), (0, 72, 300, 150)]


def test_a_bubble_of_one_fill_stays_whole_through_noise() -> None:
    noise = np.random.default_rng(1).integers(-5, 6, (150, 300, 3))
    pixels = (np.array(FILL) + noise).astype(np.uint8)
    bubble = Bubble((0, 0, 300, 150), FILL, LINES)

    assert parted(pixels, bubble) == [bubble]


def test_the_edges_of_an_inset_quote_part_no_bubble() -> None:
    pixels = np.full((150, 300, 3), FILL, np.uint8)
    pixels[70:76, 14:-14] = PAGE
    bubble = Bubble((0, 0, 300, 150), FILL, LINES)

    assert parted(pixels, bubble) == [bubble]
