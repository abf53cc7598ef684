"""One screenshot becomes turns: geometry alone, with an engine that knows the words."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tests.reading.screenshots.drawn import BAR, HIGH, WIDE, Screen
from vigie.kernel.conversations import Box
from vigie.kernel.registry import Sample
from vigie.reading.engines import Line, Pixels
from vigie.reading.screenshots import read_screenshot

BOXES = st.tuples(st.integers(0, 700), st.integers(0, 900), st.integers(1, 80), st.integers(1, 40))
LINES = st.lists(
    st.tuples(st.text(max_size=12), BOXES).map(
        lambda each: Line(
            each[0],
            (each[1][0], each[1][1], each[1][0] + each[1][2], each[1][1] + each[1][3]),
            0.5,
        )
    ),
    max_size=8,
)
SCREENS = arrays.arrays(
    np.uint8, st.tuples(st.integers(0, 180), st.integers(0, 180), st.just(3)), fill=st.just(90)
)


class Told:
    """An engine that says what it was told."""

    name = "told"
    samples: tuple[Sample, ...] = ()

    def __init__(self, lines: list[Line]) -> None:
        self.told = tuple(lines)

    def lines(self, pixels: Pixels) -> tuple[Line, ...]:
        """What it was told."""
        return self.told


def test_bubbles_become_turns_from_top_to_bottom_with_their_sides() -> None:
    screen = Screen().bubble("Salut toi", "left", 300).bubble("Bonjour", "right", 400)

    read = read_screenshot(screen.pixels, screen, image=3)

    assert [(turn.n, turn.side, turn.text) for turn in read.turns] == [
        (0, "left", "Salut toi"),
        (1, "right", "Bonjour"),
    ]
    assert {turn.image for turn in read.turns} == {3}


def test_a_box_is_in_pixels_of_the_picture_given() -> None:
    screen = Screen().bubble("Salut toi", "left", 300).bubble("Bonjour", "right", 400)
    twice = np.repeat(np.repeat(screen.pixels, 2, axis=0), 2, axis=1)

    first = read_screenshot(twice, screen).turns[0]

    assert first.box is not None
    assert np.allclose(first.box, (40, 600, 40 + 2 * (12 * 9 + 40), 720), atol=8)


def test_a_centred_date_is_a_system_turn() -> None:
    screen = Screen().bubble("Salut toi", "left", 300).bubble("Bonjour", "right", 500)
    screen.text("Aujourd'hui", (WIDE - 132) // 2, 420)

    kinds = [(turn.kind, turn.side) for turn in read_screenshot(screen.pixels, screen).turns]

    assert kinds == [("text", "left"), ("system", "centre"), ("text", "right")]


def test_header_text_field_and_receipt_are_no_turns() -> None:
    screen = Screen().fill((0, 0, WIDE, 120), BAR).text("Maelys", 100, 50)
    screen.bubble("Salut toi", "left", 300).bubble("Bonjour", "right", 400)
    screen.text("Vu", 660, 470)
    screen.fill((0, HIGH - 100, WIDE, HIGH), BAR).text("Message...", 120, HIGH - 70)

    read = read_screenshot(screen.pixels, screen)

    assert read.title == "Maelys"
    assert [turn.text for turn in read.turns] == ["Salut toi", "Bonjour"]


def test_a_time_inside_a_bubble_is_a_time() -> None:
    screen = Screen()
    for top, side in ((300, "left"), (400, "right"), (500, "left")):
        screen.bubble("On se voit demain ? 18:05", side, top)

    turns = read_screenshot(screen.pixels, screen).turns

    assert [(turn.text, turn.sent_at_raw) for turn in turns] == [
        ("On se voit demain ?", "18:05")
    ] * 3


def test_a_bubble_cut_by_the_header_is_partial_and_to_be_checked() -> None:
    screen = Screen().bubble("Un message long", "left", 100).bubble("Bonjour", "right", 400)
    screen.fill((0, 0, WIDE, 112), BAR).text("Maelys", 100, 40)

    turns = read_screenshot(screen.pixels, screen).turns

    assert [(turn.partial, turn.check) for turn in turns] == [(True, True), (False, False)]


def test_a_name_above_a_left_bubble_is_its_author() -> None:
    screen = Screen().bubble("Un message long", "left", 300).bubble("Bonjour", "right", 500)
    screen.text("Camille", 30, 268)

    turns = read_screenshot(screen.pixels, screen).turns

    assert [(turn.author, turn.text) for turn in turns] == [
        ("Camille", "Un message long"),
        (None, "Bonjour"),
    ]


def test_coloured_bars_part_the_voices_of_a_chat_without_bubbles() -> None:
    screen = Screen()
    said = (("LINA", "Salut toi", (0, 168, 240)), ("MOI", "Bonjour", (242, 60, 87)))
    for place, (name, words, colour) in enumerate(said):
        top = 300 + 150 * place
        screen.text(name, 20, top, colour).fill((20, top + 40, 26, top + 76), colour)
        screen.text(words, 40, top + 43)

    read = read_screenshot(screen.pixels, screen)

    assert read.platform == "snapchat"
    assert [(turn.author, turn.side, turn.text) for turn in read.turns] == [
        ("LINA", "left", "Salut toi"),
        (None, "right", "Bonjour"),
    ]


def test_lines_without_any_bubble_are_parted_by_side() -> None:
    screen = Screen().text("Salut toi", 20, 300).text("Bonjour", WIDE - 120, 400)

    turns = read_screenshot(screen.pixels, screen).turns

    assert [(turn.side, turn.text) for turn in turns] == [
        ("left", "Salut toi"),
        ("right", "Bonjour"),
    ]
    assert all(turn.check for turn in turns)


def test_a_blank_screen_says_so() -> None:
    screen = Screen()

    read = read_screenshot(screen.pixels, screen)

    assert read.turns == ()
    assert read.warnings


def inside(box: Box, wide: int, high: int) -> bool:
    """Whether a box lies in an image."""
    left, top, right, bottom = box
    return 0 <= left <= right <= wide and 0 <= top <= bottom <= high


@settings(max_examples=60, deadline=None)
@given(SCREENS, LINES)
def test_any_pixels_and_any_lines_give_a_reading(pixels: Pixels, lines: list[Line]) -> None:
    read = read_screenshot(pixels, Told(lines))

    high, wide = pixels.shape[:2]
    assert [turn.n for turn in read.turns] == list(range(len(read.turns)))
    assert all(turn.box is not None and inside(turn.box, wide, high) for turn in read.turns)
