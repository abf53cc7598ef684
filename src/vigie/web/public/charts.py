"""Figures to look at: area charts as SVG paths drawn by the server, and grouped numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format

WIDTH, HEIGHT, TOP = 640, 150, 12


@dataclass(frozen=True, slots=True)
class AreaChart:
    """A filled area and its outline, in a box of `width` by `height`; `highest` is the top value.

    `last_x` and `last_y` are where the newest value stands.
    """

    width: int
    height: int
    area: str
    outline: str
    highest: int
    last_x: float
    last_y: float


def area_chart(values: Sequence[int | None]) -> AreaChart | None:
    """The chart of values in order; a suppressed value (None) lies on the ground line.

    Gives None where there are fewer than two values or nothing to see.
    """
    heights = [value or 0 for value in values]
    highest = max(heights, default=0)
    if len(heights) < 2 or not highest:
        return None
    step = WIDTH / (len(heights) - 1)
    points = [
        (round(place * step, 1), round(HEIGHT - value / highest * (HEIGHT - TOP), 1))
        for place, value in enumerate(heights)
    ]
    outline = "M" + "L".join(f"{x} {y}" for x, y in points)
    area = f"{outline}L{WIDTH} {HEIGHT}L0 {HEIGHT}Z"
    return AreaChart(WIDTH, HEIGHT, area, outline, highest, *points[-1])


def grouped(count: int | None) -> str:
    """ "1 519" in French, "1,519" in English; an empty text for a suppressed count."""
    return "" if count is None else number_format(count, use_l10n=True, force_grouping=True)
