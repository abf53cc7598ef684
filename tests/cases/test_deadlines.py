"""What is grave is looked at first, and every deadline says where it comes from."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.cases.deadlines import deadline, deadlines, promise_for_witness, queue_key
from vigie.kernel.findings import SEVERITIES, Severity

EVENING = datetime(2020, 6, 17, 20, 0, tzinfo=UTC)
TIMES = st.timedeltas(timedelta(0), timedelta(days=3650)).map(lambda after: EVENING + after)


@pytest.mark.parametrize(
    ("severity", "hours"), [("P1", 1), ("P2", 24), ("P3", 72), ("P4", 168), ("none", 168)]
)
def test_each_severity_has_its_deadline(severity: Severity, hours: int) -> None:
    assert deadline(severity, EVENING) == EVENING + timedelta(hours=hours)


@given(st.sampled_from(SEVERITIES), TIMES)
def test_a_witness_hears_no_later_than_the_case_is_decided(
    severity: Severity, received_at: datetime
) -> None:
    promised = promise_for_witness(severity, received_at)

    assert received_at < promised <= deadline(severity, received_at)


def test_the_queue_puts_the_gravest_first_then_the_longest_waiting() -> None:
    later = EVENING + timedelta(hours=1)
    waiting: list[tuple[Severity, datetime]] = [
        ("P3", EVENING), ("P1", later), ("none", EVENING), ("P1", EVENING)
    ]  # fmt: skip

    ordered = sorted(waiting, key=lambda each: queue_key(*each))

    assert ordered == [("P1", EVENING), ("P1", later), ("P3", EVENING), ("none", EVENING)]


def test_every_deadline_names_its_source() -> None:
    assert set(deadlines()) == {"P1", "P2", "P3", "P4"}
    assert all(len(row.source) > 20 for row in deadlines().values())
