"""Two screenshots in one image are read one after the other."""

import numpy as np
import pytest

from tests.reading.screenshots.drawn import Screen
from vigie.kernel.conversations import Turn
from vigie.reading.engines import Pixels
from vigie.reading.screenshots.collages import parts_of_collage
from vigie.reading.screenshots.parts import parts_of, together
from vigie.reading.screenshots.shapes import ScreenReading

HIGH = 1500


def shot(*words: str, page: int = 255) -> Pixels:
    screen = Screen()
    screen.pixels[:] = page
    screen.fill((0, 0, 720, 110), (40, 60, 90))
    screen.text("Camille", 120, 40, ink=(240, 240, 240))
    screen.fill((30, 1420, 640, 1480), (200, 200, 205))
    for place, each in enumerate(words):
        screen.bubble(each, "right" if place % 2 else "left", 200 + 150 * place)
    return screen.pixels


FIRST = shot("Salut", "Coucou, tu vas bien ?", "Bof")
SECOND = shot("On en parle demain ?", "D'accord", "Je passe te prendre")


def beside(gap: int, paper: int, second: Pixels = SECOND) -> Pixels:
    return np.hstack([FIRST, np.full((HIGH, gap, 3), paper, np.uint8), second])


@pytest.mark.parametrize("gap", [0, 6, 24])
@pytest.mark.parametrize("paper", [0, 255])
def test_two_screenshots_side_by_side_are_two(gap: int, paper: int) -> None:
    parts = parts_of_collage(beside(gap, paper))

    (left, top, right, bottom), (begins, *_) = parts
    assert (left, top, bottom) == (0, 0, HIGH)
    assert abs(right - 720) <= 8
    assert abs(begins - 720 - gap) <= 8


def test_a_dark_screenshot_beside_a_light_one_is_two() -> None:
    parts = parts_of_collage(beside(0, 0, shot("Ok", page=20)))

    assert [abs(part[0] - at) <= 8 for part, at in zip(parts, (0, 720), strict=True)] == [
        True,
        True,
    ]


def test_two_screenshots_one_above_the_other_are_two() -> None:
    parts = parts_of_collage(np.vstack([FIRST, SECOND]))

    assert [part[2] for part in parts] == [720, 720]
    assert abs(parts[1][1] - HIGH) <= 8


@pytest.mark.parametrize("rows", [(0, HIGH), (110, 900), (400, 1100), (150, 880)])
def test_one_screenshot_is_one_however_it_is_cut(rows: tuple[int, int]) -> None:
    assert parts_of_collage(FIRST[slice(*rows)]) == ()


def test_the_turns_of_both_are_numbered_through_and_placed_in_the_whole_picture() -> None:
    parts = parts_of(beside(0, 0, shot("Ok", page=20)))
    turn = Turn(0, "Ok", box=(10, 20, 110, 60))
    answer = Turn(1, "Non", reply_to=0, box=(10, 90, 110, 130))

    whole = together(
        parts,
        [ScreenReading((turn,), None), ScreenReading((turn, answer), "Camille", "sms", ("w",))],
    )

    begins = parts[1].original((0, 0, 1, 1))[0]
    assert [each.n for each in whole.turns] == [0, 1, 2]
    assert whole.turns[2].reply_to == 1
    assert whole.turns[1].box == (10 + begins, 20, 110 + begins, 60)
    assert (whole.title, whole.platform, whole.warnings) == ("Camille", "sms", ("w",))
