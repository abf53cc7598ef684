"""Durations in words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from vigie.web.desk.clock import answer_due, spoken, waited

NOON = datetime(2020, 6, 18, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("duration", "said"),
    [
        (timedelta(seconds=59), "0 min"),
        (timedelta(minutes=40), "40 min"),
        (timedelta(hours=3, minutes=5), "3 h 05"),
        (timedelta(days=1, hours=23), "1 day"),
        (-timedelta(days=2), "2 days"),
    ],
)
def test_a_duration_has_two_figures_at_most(duration: timedelta, said: str) -> None:
    with translation.override("en"):
        assert spoken(duration) == said


def test_french_durations_do_not_break_across_lines() -> None:
    with translation.override("fr"):
        assert spoken(timedelta(hours=3, minutes=5)) == "3\u00a0h\u00a005"


def test_a_deadline_is_late_or_has_some_time_left() -> None:
    with translation.override("en"):
        assert answer_due(NOON - timedelta(hours=1), NOON) == "1 h 00 late"
        assert answer_due(NOON, NOON) == "0 min left"
        assert waited(NOON - timedelta(minutes=5), NOON) == "5 min"
