"""Public counts are rounded, and small ones are not given at all."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from vigie.observatory.counts import MOST_HOURS, by_hour, published, rounded, suppress

NOON = datetime(2020, 6, 17, 12, 0, tzinfo=UTC)


@given(st.integers(0, 100_000))
def test_a_published_count_is_a_multiple_of_five_near_the_truth_or_nothing(n: int) -> None:
    shown = published(n)

    if shown is None:
        assert n < 10
    else:
        assert shown % 5 == 0
        assert shown >= 10
        assert abs(shown - n) <= 2


def test_a_count_under_the_floor_is_not_given() -> None:
    assert [suppress(9), suppress(10), suppress(3, floor=3)] == [None, 10, 3]
    assert [rounded(12), rounded(13), rounded(14, to=10), rounded(15, to=10)] == [10, 15, 10, 20]


def test_hours_are_counted_in_a_row_with_the_small_ones_left_out() -> None:
    times = [NOON] * 12 + [NOON + timedelta(minutes=59)] * 11 + [NOON + timedelta(hours=2)] * 9

    series = by_hour(times, until=NOON + timedelta(hours=3, minutes=5))

    assert series == (
        (NOON, 25),
        (NOON + timedelta(hours=1), None),
        (NOON + timedelta(hours=2), None),
        (NOON + timedelta(hours=3), None),
    )


def test_hours_are_those_of_utc_wherever_the_time_was_taken() -> None:
    paris = NOON.astimezone(timezone(timedelta(hours=2)))

    assert by_hour([paris] * 10, until=NOON) == ((NOON, 10),)


def test_nothing_received_and_nothing_to_come_give_no_hours() -> None:
    assert by_hour([], until=NOON) == ()
    assert by_hour([NOON + timedelta(hours=1)], until=NOON) == ()


def test_an_old_call_shows_its_last_month_only() -> None:
    series = by_hour([NOON], until=NOON + timedelta(days=100))

    assert len(series) == MOST_HOURS
