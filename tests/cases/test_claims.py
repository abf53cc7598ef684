"""A claim lasts thirty idle minutes."""

from datetime import UTC, datetime, timedelta

from vigie.cases.claims import claim_expired, claim_until

NOW = datetime(2020, 6, 17, 20, 0, tzinfo=UTC)


def test_a_claim_holds_for_thirty_minutes_and_not_longer() -> None:
    until = claim_until(NOW)

    assert until == NOW + timedelta(minutes=30)
    assert not claim_expired(until, until)
    assert claim_expired(until, until + timedelta(seconds=1))


def test_what_nobody_claimed_is_free() -> None:
    assert claim_expired(None, NOW)
