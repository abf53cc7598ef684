"""Leases: one worker at a time has a testimony in hand, and what it drops is taken up again.

A lease is `leased_by` and `leased_until`; together they say whose work counts. A worker that slept
past its lease finds another's there and keeps nothing of what it read. Times that a wrong clock
wrote far ahead count as past.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

from django.db.models import F, Q

from vigie.flows.items import hold
from vigie.store.testimonies import Item, Testimony

LEASE = timedelta(minutes=5)
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=10)
FARTHEST = timedelta(hours=1)


def due(now: datetime) -> Q:
    """What waits to be read now."""
    return Q(read_after__lte=now) | Q(read_after__gt=now + FARTHEST)


def lease_next(hand: str, now: datetime) -> Testimony | None:
    """Takes the most urgent testimony to be read, so that no other worker does."""
    free = Q(leased_until=None) | Q(leased_until__lt=now) | Q(leased_until__gt=now + FARTHEST)
    waiting = Testimony.objects.filter(free & due(now))
    for key in waiting.order_by("-urgent", "read_after").values_list("pk", flat=True)[:10]:
        taken = waiting.filter(pk=key).update(leased_until=now + LEASE, leased_by=hand)
        if taken:
            return Testimony.objects.get(pk=key)
    return None


def take_back_leases(worker: str) -> None:
    """What a worker of this name had in hand when it died is to be done again, now."""
    of_name = Q(leased_by=worker) | Q(leased_by__startswith=f"{worker}/")
    Testimony.objects.filter(of_name).update(leased_until=None, leased_by="")


def still_ours(testimony: Testimony) -> bool:
    """Whether nobody else took it up since; it is held still until the transaction ends."""
    current = hold(testimony)
    return (current.leased_by, current.leased_until) == (
        testimony.leased_by,
        testimony.leased_until,
    )


def renewing(testimony: Testimony, now: datetime) -> Callable[[int, int], None]:
    """Called after each file that was read: long work keeps its lease, a hung worker loses it."""
    began = monotonic()

    def renew(_done: int, _of: int) -> None:
        until = now + timedelta(seconds=monotonic() - began) + LEASE
        if testimony.leased_until is None or until - testimony.leased_until < LEASE / 5:
            return
        mine = Testimony.objects.filter(
            pk=testimony.pk, leased_by=testimony.leased_by, leased_until=testimony.leased_until
        )
        if mine.update(leased_until=until):
            testimony.leased_until = until

    return renew


def put_off(testimony: Testimony, failures: int, now: datetime) -> None:
    """What could not be read is tried again, in five seconds, then later and later."""
    until = now + min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(failures - 1, 10))
    mine = Testimony.objects.filter(pk=testimony.pk, leased_by=testimony.leased_by)
    mine.update(leased_until=until)


def forgive(testimony: Testimony) -> None:
    """A try that our own disk or database ended is not counted against the files."""
    tried = testimony.items.filter(state=Item.State.UNREAD, attempts__gt=0)
    tried.update(attempts=F("attempts") - 1)
