"""Area charts: points that stay in their box, and nothing where there is nothing to see."""

import re

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from vigie.web.public.charts import area_chart, grouped


def test_the_highest_hour_touches_the_top_and_a_suppressed_one_the_ground() -> None:
    chart = area_chart([None, 40, 20])

    assert chart is not None
    assert chart.outline == "M0.0 150.0L320.0 12.0L640.0 81.0"
    assert (chart.highest, chart.last_x, chart.last_y) == (40, 640.0, 81.0)


@pytest.mark.parametrize("values", [[], [30], [None, None], [0, 0]])
def test_nothing_to_see_is_no_chart(values: list[int | None]) -> None:
    assert area_chart(values) is None


@given(st.lists(st.none() | st.integers(0, 10**9)))
def test_every_point_is_in_the_box(values: list[int | None]) -> None:
    chart = area_chart(values)

    if chart is not None:
        points = re.findall(r"([\d.]+) ([\d.]+)", chart.outline)
        assert all(0 <= float(x) <= 640 and 0 <= float(y) <= 150 for x, y in points)


def test_numbers_are_grouped_as_the_reader_writes_them() -> None:
    with translation.override("fr"):
        french = grouped(1519)
    with translation.override("en"):
        english = grouped(1519)

    assert (re.sub(r"\s", " ", french), english, grouped(None)) == ("1 519", "1,519", "")
