"""What is kept until when: each line of the table, and dates at their edges."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.cases.retention import Kept, after_months, clock_jumped, due, rules

CLOSED = datetime(2026, 3, 10, 14, tzinfo=UTC)
TIMES = st.integers(0, 40 * 365).map(lambda day: CLOSED + timedelta(days=day))
TIMES_OR_NONE = st.none() | TIMES
ANY = st.builds(
    Kept,
    severity=st.sampled_from(["", "P1", "P2", "P3", "P4"]),
    outcome=st.sampled_from(["", "handled", "out_of_scope", "unfounded"]),
    about_adults=st.booleans(),
    open=st.booleans(),
    frozen=st.booleans(),
    closed_at=TIMES_OR_NONE,
    last_word_at=TIMES_OR_NONE,
    withdraw_at=TIMES_OR_NONE,
    referred_at=TIMES_OR_NONE,
    reviewed_at=TIMES_OR_NONE,
    archived_at=TIMES_OR_NONE,
    postponed_until=TIMES_OR_NONE,
)


@pytest.mark.parametrize(
    ("kept", "rule", "act", "on"),
    [
        (Kept(closed_at=CLOSED, outcome="out_of_scope", severity="P1"), "out_of_scope",
         "anonymise", CLOSED),
        (Kept(closed_at=CLOSED, outcome="handled", severity="P3"), "no_follow_up",
         "anonymise", datetime(2026, 5, 10, 14, tzinfo=UTC)),
        (Kept(closed_at=CLOSED, outcome="unfounded", severity="P2"), "unfounded",
         "anonymise", datetime(2026, 5, 10, 14, tzinfo=UTC)),
        (Kept(closed_at=CLOSED, outcome="handled", severity="P1"), "grave",
         "archive", datetime(2026, 5, 10, 14, tzinfo=UTC)),
        (Kept(closed_at=CLOSED, outcome="handled", severity="P1", about_adults=True),
         "no_follow_up", "anonymise", datetime(2026, 5, 10, 14, tzinfo=UTC)),
        (Kept(closed_at=CLOSED, severity="P2", last_word_at=CLOSED + timedelta(days=3)),
         "notified_grave", "archive", datetime(2026, 11, 13, 14, tzinfo=UTC)),
        (Kept(closed_at=CLOSED, severity="P4", last_word_at=CLOSED - timedelta(days=3)),
         "notified", "anonymise", datetime(2026, 11, 10, 14, tzinfo=UTC)),
        (Kept(closed_at=CLOSED, severity="P1", referred_at=CLOSED), "referred", "review",
         datetime(2027, 3, 10, 14, tzinfo=UTC)),
        (Kept(severity="P1", withdraw_at=CLOSED), "withdrawn", "erase", CLOSED),
        (Kept(closed_at=CLOSED, archived_at=CLOSED), "archived", "anonymise",
         datetime(2036, 3, 10, 14, tzinfo=UTC)),
        (Kept(closed_at=CLOSED, open=True), "open", "keep", None),
        (Kept(), "open", "keep", None),
    ],
)  # fmt: skip
def test_each_line_of_the_table(kept: Kept, rule: str, act: str, on: datetime | None) -> None:
    found = due(kept, 10)

    assert (found.rule.name, found.act, found.on) == (rule, act, on)


def test_what_was_referred_is_not_erased_though_it_was_withdrawn() -> None:
    kept = Kept(withdraw_at=CLOSED, referred_at=CLOSED)

    found = due(kept, None)

    assert found.act == "review"


def test_nothing_leaves_the_archive_before_the_organisation_has_decided() -> None:
    found = due(Kept(closed_at=CLOSED, archived_at=CLOSED), None)

    assert found.on is None
    assert not found.is_due(datetime.max.replace(tzinfo=UTC))


def test_a_lead_postpones_a_rule_and_never_a_withdrawal() -> None:
    later = CLOSED + timedelta(days=400)

    held = due(Kept(closed_at=CLOSED, postponed_until=later), None)
    withdrawn = due(Kept(withdraw_at=CLOSED, postponed_until=later), None)

    assert (held.on, withdrawn.on) == (later, CLOSED)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ((2028, 2, 29), 12, (2029, 2, 28)),
        ((2028, 2, 29), 48, (2032, 2, 29)),
        ((2026, 12, 31), 2, (2027, 2, 28)),
        ((2027, 12, 31), 2, (2028, 2, 29)),
        ((2026, 10, 31), 8, (2027, 6, 30)),
        ((9999, 6, 1), 12, (9999, 12, 31)),
    ],
)
def test_a_month_without_that_day_ends_on_its_last(
    start: tuple[int, int, int], months: int, end: tuple[int, int, int]
) -> None:
    found = after_months(datetime(*start, tzinfo=UTC), months)

    assert (found.year, found.month, found.day) == end


@given(TIMES, st.integers(0, 1200), st.integers(0, 1200))
def test_more_months_are_never_earlier(start: datetime, fewer: int, more: int) -> None:
    less, most = sorted((fewer, more))

    assert start <= after_months(start, less) <= after_months(start, most)


@given(ANY, st.none() | st.integers(1, 60))
def test_every_state_has_one_rule_and_what_is_open_or_frozen_never_goes(
    kept: Kept, years: int | None
) -> None:
    found = due(kept, years)

    assert found.rule.why.fr
    assert found.rule.why.en
    if found.rule.name in ("open", "frozen"):
        assert not found.is_due(datetime.max.replace(tzinfo=UTC))
    if kept.referred_at is not None:
        assert found.act == "review"
    if found.act in ("anonymise", "archive") and kept.archived_at is None:
        assert kept.closed_at is not None
        assert found.on is not None
        assert found.on >= kept.closed_at


@given(ANY, TIMES, TIMES)
def test_what_is_due_stays_due(kept: Kept, first: datetime, second: datetime) -> None:
    early, late = sorted((first, second))
    found = due(kept, 10)

    assert not found.is_due(early) or found.is_due(late)


@pytest.mark.parametrize(
    ("ahead", "jumped"),
    [
        (timedelta(days=1), False),
        (timedelta(days=45), False),
        (timedelta(days=46), True),
        (timedelta(days=36500), True),
        (timedelta(hours=-2), False),
        (timedelta(days=-2), True),
    ],
)
def test_a_clock_that_jumped_is_not_trusted_with_erasing(ahead: timedelta, jumped: bool) -> None:
    assert clock_jumped(CLOSED + ahead, CLOSED) is jumped
    assert not clock_jumped(CLOSED, None)


def test_every_rule_says_why_and_on_what_ground() -> None:
    assert all(each.why.fr and each.why.en and each.source for each in rules().values())
