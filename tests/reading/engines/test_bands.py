"""A page is cut where nothing is written, and every edge of it is in a band."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.reading.engines import Pixels
from vigie.reading.engines.bands import OVERLAP, TALLEST, bands_of


def page(rows: list[int], high: int = 1200) -> Pixels:
    """A white page with a line of text on each of some rows."""
    drawn = np.full((high, 400, 3), 255, np.uint8)
    for row in rows:
        cv2.putText(drawn, "des mots", (60, row), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (0, 0, 0), 2)
    return drawn


def test_a_blank_page_has_no_band() -> None:
    blank = page([])

    assert bands_of(blank) == []


def test_blank_rows_and_margins_are_left_out() -> None:
    bands = bands_of(page([100, 1100]))

    looked_at = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (b.box for b in bands))
    assert looked_at < 0.3 * 400 * 1200


@pytest.mark.parametrize("gap", [30, 41, 57])
def test_a_cut_passes_between_lines(gap: int) -> None:
    rows = list(range(60, 1180, gap))

    bands = bands_of(page(rows))

    cuts = {band.rows[1] for band in bands[:-1]}
    assert all(page(rows)[cut].min() == 255 for cut in cuts)


@given(st.lists(st.integers(30, 1190), max_size=12))
def test_every_row_with_an_edge_belongs_to_one_band(rows: list[int]) -> None:
    drawn = page(rows)

    bands = bands_of(drawn)

    written = np.flatnonzero(drawn.min(axis=(1, 2)) < 200)
    for row in written:
        assert sum(band.rows[0] <= row < band.rows[1] for band in bands) == 1
    assert all(band.box[3] - band.box[1] <= TALLEST + 2 * OVERLAP for band in bands)
