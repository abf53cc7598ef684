"""The frames that are kept: those that stand still, and enough of those that move."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.evidence.decoding.motion import SMALL_HEIGHT, SMALL_WIDTH, Grey, Sample, worth_keeping

ROWS = np.random.default_rng(1).integers(0, 255, (334, SMALL_WIDTH // 6))
CHAT: Grey = ROWS.repeat(6, axis=0).repeat(6, axis=1).astype(np.float32)


def film(*parts: tuple[int, int, float], every: float = 0.15) -> list[Sample[int]]:
    """Scrolls from row to row in some seconds; what each frame shows is the row at its top."""
    samples, at = [], 0.0
    for start, end, seconds in parts:
        count = max(1, round(seconds / every))
        for n in range(count):
            row = round(start + (end - start) * n / count)
            samples.append(Sample(at, CHAT[row : row + SMALL_HEIGHT], row))
            at += every
    return samples


def kept(samples: list[Sample[int]]) -> list[int]:
    return [each.shown for each in worth_keeping(samples)]


def test_a_screen_that_never_moves_is_kept_once() -> None:
    assert kept(film((0, 0, 5.0))) == [0]


def test_each_stop_of_a_scroll_is_kept_and_what_overlaps_on_the_way() -> None:
    rows = kept(film((0, 0, 1.0), (0, 100, 0.6), (100, 100, 1.0), (100, 200, 0.6), (200, 200, 1.0)))

    assert {0, 100, 200} <= set(rows)
    assert len(rows) <= 5


def test_one_short_message_more_is_another_screen() -> None:
    before = np.full((SMALL_HEIGHT, SMALL_WIDTH), 250, np.float32)
    after = before.copy()
    after[150:158, 5:25] = 200
    samples = [Sample(n * 0.2, before if n < 5 else after, n) for n in range(10)]

    assert kept(samples) == [0, 6]


def test_a_frame_shown_for_long_is_kept_although_it_comes_once() -> None:
    samples = [Sample(at, CHAT[row : row + SMALL_HEIGHT], row) for at, row in ((0, 0), (5, 700))]

    assert kept([*samples, Sample(9.0, CHAT[1400 : 1400 + SMALL_HEIGHT], 1400)]) == [0, 700, 1400]


@settings(max_examples=12, deadline=None)
@given(st.floats(10, 300), st.integers(200, 900))
def test_of_a_scroll_without_a_stop_no_row_is_lost(rows_a_second: float, length: int) -> None:
    samples = film((0, length, length / rows_a_second))

    rows = kept(samples)

    gaps = [after - before for before, after in pairwise(rows)]
    assert rows[0] == 0
    assert all(gap < SMALL_HEIGHT for gap in gaps)
    assert len(rows) <= length / 25 + 3
