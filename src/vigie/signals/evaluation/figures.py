"""Rates with their intervals, and what they mean where almost nothing is of concern."""

import math
from dataclasses import dataclass

PREVALENCES = (1 / 100, 1 / 1_000, 1 / 10_000)
WORDS_READ = (5, 10, 20, 40, 80)
_NORMAL_95 = 1.96


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of how many were right."""

    right: int
    total: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None of nothing."""
        return self.right / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval at 95 %."""
        if not self.total:
            return 0.0, 1.0
        share, spread = self.right / self.total, _NORMAL_95**2 / self.total
        middle = share + spread / 2
        within = share * (1 - share) / self.total + spread / (4 * self.total)
        half = _NORMAL_95 * math.sqrt(within)
        low, high = (middle - half) / (1 + spread), (middle + half) / (1 + spread)
        return max(0.0, low), min(1.0, high)


def precision(found: float, false_alarms: float, prevalence: float) -> float | None:
    """Of what is flagged, how much is of concern, where one in so many conversations is.

    `found` and `false_alarms` are shares of the concern and of the ordinary conversations flagged.
    """
    flagged = found * prevalence + false_alarms * (1 - prevalence)
    return found * prevalence / flagged if flagged else None


def precision_interval(
    found: Rate, left_alone: Rate, prevalence: float
) -> tuple[float | None, float | None]:
    """The least and the most precision that both intervals leave possible."""
    (least, most), (worst, best) = found.interval, left_alone.interval
    return precision(least, 1 - worst, prevalence), precision(most, 1 - best, prevalence)
