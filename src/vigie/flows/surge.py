"""Surge mode: entered and left by measured load, told to the desk, over when nobody confirms it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from vigie.store.load import Surge
from vigie.store.testimonies import Testimony

LAPSES = timedelta(seconds=90)
ONLY_ROW = 1


@dataclass(frozen=True, slots=True)
class SurgeView:
    """A surge as the desk shows it."""

    since: datetime
    unread: int


def confirm_surge(now: datetime) -> None:
    """Says that an intake process is in a surge now; one that lapsed begins anew."""
    Surge.objects.filter(pk=ONLY_ROW, seen__lt=now - LAPSES).update(since=now)
    Surge.objects.update_or_create(
        pk=ONLY_ROW, defaults={"seen": now}, create_defaults={"since": now, "seen": now}
    )


def surge_at(now: datetime) -> SurgeView | None:
    """The surge that goes on, if one does, and how many testimonies wait to be read."""
    found = Surge.objects.filter(seen__gte=now - LAPSES).first()
    if found is None:
        return None
    return SurgeView(found.since, Testimony.objects.filter(read_after__lte=now).count())
