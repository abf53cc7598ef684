"""Counts for the public: rounded, and silent about small numbers, so that they name nobody."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

FLOOR = 10
ROUND_TO = 5
HOUR = timedelta(hours=1)
MOST_HOURS = 24 * 31


def suppress(n: int, floor: int = FLOOR) -> int | None:
    """The count, or None under the floor; a count of zero says something too, so it goes too."""
    return n if n >= floor else None


def rounded(n: int, to: int = ROUND_TO) -> int:
    """The count to the nearest multiple, halves away from zero."""
    return (n + to // 2) // to * to


def published(n: int) -> int | None:
    """A count as the public may see it: suppressed under ten, else rounded to five."""
    kept = suppress(n)
    return None if kept is None else rounded(kept)


def by_hour(
    times: Iterable[datetime], *, until: datetime
) -> tuple[tuple[datetime, int | None], ...]:
    """Published counts of each hour (UTC), from the first time given to the hour of `until`.

    Empty hours are among them; at most the last 31 days are given.
    """
    hours = Counter(_hour(time) for time in times if time <= until)
    if not hours:
        return ()
    last = _hour(until)
    first = max(min(hours), last - HOUR * (MOST_HOURS - 1))
    span = int((last - first) / HOUR) + 1
    series = [first + HOUR * number for number in range(span)]
    return tuple((hour, published(hours[hour])) for hour in series)


def _hour(time: datetime) -> datetime:
    return time.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
