"""Claims: a case has one holder, for as long as that person works on it."""

from datetime import datetime, timedelta

IDLE = timedelta(minutes=30)


def claim_until(now: datetime) -> datetime:
    """When a claim taken or renewed now expires, if nothing more is done."""
    return now + IDLE


def claim_expired(claimed_until: datetime | None, now: datetime) -> bool:
    """Whether a case is free to take; at the very instant of expiry it is still held."""
    return claimed_until is None or claimed_until < now
