"""Photographs of a screen: told from screenshots, set upright, with the way back."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reading.screenshots.drawn import Screen
from tests.reading.screenshots.photographed import photographed, quad
from vigie.kernel.registry import Sample
from vigie.reading.cautions import PHOTOGRAPH, TOO_POOR
from vigie.reading.engines import Line, Pixels
from vigie.reading.screenshots import ScreenReading, read_screenshot
from vigie.reading.screenshots.photos import Upright, is_photo, upright


@dataclass
class Reads:
    """An engine that reads the same lines everywhere, equally sure of all."""

    known: tuple[Line, ...]
    score: float
    name: str = "reads"
    samples: tuple[Sample, ...] = ()

    def lines(self, pixels: Pixels) -> tuple[Line, ...]:
        return tuple(replace(each, score=self.score) for each in self.known)


SIDES = st.floats(-60, 60)


def talk() -> Pixels:
    screen = Screen()
    for place, words in enumerate(("Salut, tu fais quoi ?", "Rien", "On se voit samedi alors")):
        screen.bubble(words, "right" if place % 2 else "left", 300 + 140 * place)
    return screen.pixels


def squeezed(pixels: Pixels, quality: int) -> Pixels:
    _, written = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(written, cv2.IMREAD_COLOR), np.uint8)


@pytest.mark.parametrize("tilt", [-1.0, -0.3, 0.5, 1.0])
def test_a_photograph_of_a_screen_is_told_from_a_screenshot(tilt: float) -> None:
    photo = photographed(talk(), quad(tilt))

    assert is_photo(photo)
    assert is_photo(squeezed(photo, 70))


@pytest.mark.parametrize("quality", [30, 40, 75, 95])
@pytest.mark.parametrize("page", [(255, 255, 255), (0, 0, 0), (18, 18, 20)])
def test_a_screenshot_stays_one_however_it_is_squeezed(
    quality: int, page: tuple[int, int, int]
) -> None:
    pixels = talk()
    pixels[(pixels == 255).all(axis=2)] = page

    assert not is_photo(pixels)
    assert not is_photo(squeezed(pixels, quality))


@pytest.mark.parametrize("tilt", [-1.0, -0.4, 0.0, 0.6, 1.0])
def test_the_screen_is_found_whole_and_without_its_frame(tilt: float) -> None:
    corners = quad(tilt)

    seen = upright(photographed(talk(), corners))

    high, wide = seen.pixels.shape[:2]
    there = seen.original((0, 0, wide, high))
    outline = (*corners.min(axis=0), *corners.max(axis=0))
    assert np.abs(np.array(there) - np.array(outline)).max() < 20
    assert seen.pixels[high // 2, [2, wide - 3]].min() > 150


@settings(max_examples=60, deadline=None)
@given(
    shifts=st.lists(st.tuples(SIDES, SIDES), min_size=4, max_size=4),
    left=st.integers(0, 600),
    top=st.integers(0, 1300),
    wide=st.integers(1, 119),
    tall=st.integers(1, 199),
)
def test_a_box_comes_back_around_its_own_corners(
    shifts: list[tuple[float, float]], left: int, top: int, wide: int, tall: int
) -> None:
    corners = np.asarray(quad(0.0) + np.array(shifts), np.float32)
    flat = np.array([[0, 0], [720, 0], [720, 1500], [0, 1500]], np.float32)
    home = np.asarray(cv2.getPerspectiveTransform(flat, corners), np.float64)
    seen = Upright(np.zeros((1500, 720, 3), np.uint8), home, 1200, 1600)

    back = seen.original((left, top, left + wide, top + tall))

    points = np.array(
        [[left, top], [left + wide, top], [left + wide, top + tall], [left, top + tall]]
    )
    ahead = np.column_stack([points, np.ones(4)]) @ home.T
    there = ahead[:, :2] / ahead[:, 2:]
    around = (*there.min(axis=0), *there.max(axis=0))
    assert np.abs(np.array(back) - np.array(around)).max() <= 1


def test_a_box_stays_inside_the_photograph() -> None:
    home = np.array([[1, 0, -50], [0, 1, -50], [0, 0, 1]], np.float64)
    seen = Upright(np.zeros((400, 400, 3), np.uint8), home, 300, 300)

    assert seen.original((0, 0, 400, 400)) == (0, 0, 300, 300)


def test_a_picture_without_any_edge_is_taken_whole() -> None:
    grain = np.random.default_rng(3).normal(128, 9, (800, 600, 3))

    seen = upright(np.clip(grain, 0, 255).astype(np.uint8))

    left, top, right, bottom = seen.original((0, 0, *seen.pixels.shape[1::-1]))
    assert left <= 60
    assert top <= 60
    assert right >= 540
    assert bottom >= 740


def test_a_photograph_is_read_with_a_warning_and_placed_in_its_own_pixels() -> None:
    screen = Screen()
    photo = photographed(talk(), quad(0.7))
    for place in range(6):
        screen.text("Salut tout le monde", 40, 300 + 100 * place)

    reading = read_screenshot(photo, Reads(tuple(screen.lines_drawn), 0.99))

    assert reading.warnings == (PHOTOGRAPH,)
    assert len(reading.turns) > 0
    assert all(each.box and 230 <= each.box[0] < each.box[2] <= 1000 for each in reading.turns)


def test_a_photograph_whose_lines_are_all_doubtful_gives_no_turn() -> None:
    line = Screen().text("Salut tout le monde", 40, 400).lines_drawn[0]

    reading = read_screenshot(photographed(talk(), quad(0.7)), Reads((line,) * 8, 0.8))

    assert reading == ScreenReading((), warnings=(TOO_POOR,))
