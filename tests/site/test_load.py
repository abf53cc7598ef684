"""A surge begins after long waits in a row, and ends after a calm minute."""

from hypothesis import given
from hypothesis import strategies as st

from vigie.site.load import ENTER_SAMPLES, LEAVE_SAMPLES, Load


def after(load: Load, *waits: float) -> Load:
    for each in waits:
        load = load.after(each)
    return load


def test_one_long_wait_is_no_surge() -> None:
    assert not after(Load(), *[3.0] * (ENTER_SAMPLES - 1), 0.5, 3.0).surge


def test_long_waits_in_a_row_are_a_surge() -> None:
    assert after(Load(), *[1.5] * ENTER_SAMPLES).surge


def test_a_surge_goes_on_until_a_minute_without_a_noticeable_wait() -> None:
    surge = Load(surge=True)

    assert after(surge, *[0.1] * (LEAVE_SAMPLES - 1)).surge
    assert after(surge, *[0.1] * (LEAVE_SAMPLES - 1), 0.5, 0.1).surge
    assert not after(surge, *[0.1] * LEAVE_SAMPLES).surge


@given(st.lists(st.floats(0.2, 0.99), max_size=200), st.booleans())
def test_between_the_two_bounds_nothing_changes(waits: list[float], surge: bool) -> None:
    assert after(Load(surge=surge), *waits).surge is surge
