"""A surge is confirmed while it lasts, and is over when nobody confirms it."""

from datetime import UTC, datetime, timedelta

from vigie.flows.surge import confirm_surge, surge_at
from vigie.store.load import Surge

NOON = datetime(2020, 6, 18, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_there_is_no_surge_before_one_is_confirmed(db: None) -> None:
    assert surge_at(NOON) is None


def test_a_surge_lasts_while_it_is_confirmed_by_any_process(db: None) -> None:
    for minutes in range(5):
        confirm_surge(NOON + minutes * MINUTE)

    found = surge_at(NOON + 5 * MINUTE)
    assert found is not None
    assert found.since == NOON
    assert Surge.objects.count() == 1


def test_a_surge_that_nobody_confirms_is_over_and_the_next_one_begins_anew(db: None) -> None:
    confirm_surge(NOON)

    assert surge_at(NOON + 2 * MINUTE) is None

    confirm_surge(NOON + 10 * MINUTE)
    again = surge_at(NOON + 10 * MINUTE)
    assert again is not None
    assert again.since == NOON + 10 * MINUTE
