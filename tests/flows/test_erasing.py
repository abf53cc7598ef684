"""Withdrawing: seven days in which it can be undone, then nothing is left to open."""

from datetime import datetime, timedelta

import pytest

from tests.scenes import TALK, only_case, tell, work
from vigie.flows import witness
from vigie.flows.erasing import erase_withdrawn
from vigie.flows.people import Desk
from vigie.flows.place import blobs
from vigie.flows.queue import queue
from vigie.flows.worker import Worker
from vigie.kernel.errors import NotFound
from vigie.store.custody import LogEntry
from vigie.store.testimonies import Item, Testimony, Wrap

WEEK = timedelta(days=7)


def test_what_was_withdrawn_is_erased_after_seven_days_and_not_before(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    told = tell(now, account="tiktok @leo.exemple", files=[("t.txt", TALK.encode())])
    work(worker, now)
    witness.withdraw(told.session, now)

    early = erase_withdrawn(now + WEEK - timedelta(days=1))
    late = erase_withdrawn(now + WEEK)

    assert (early, late) == (0, 1)
    assert not Testimony.objects.exists()
    assert not Wrap.objects.exists()
    assert not Item.objects.exists()
    assert not list(blobs().names())
    assert queue(desk, now) == ()
    assert LogEntry.objects.filter(act=LogEntry.Act.ERASED).count() == 1
    with pytest.raises(NotFound):
        witness.so_far(told.session, now)


def test_a_withdrawal_taken_back_erases_nothing(worker: Worker, now: datetime) -> None:
    told = tell(now)
    witness.withdraw(told.session, now)
    witness.keep(told.session, now)

    erased = erase_withdrawn(now + 2 * WEEK)

    assert erased == 0
    assert witness.so_far(told.session, now).withdraw_on is None


def test_the_other_testimonies_of_the_case_stay(worker: Worker, desk: Desk, now: datetime) -> None:
    gone, kept = (tell(now, account="tiktok @leo.exemple") for _ in range(2))
    work(worker, now)
    witness.withdraw(gone.session, now)

    erase_withdrawn(now + WEEK)

    assert only_case(desk, now).testimonies == 1
    assert witness.so_far(kept.session, now).status == "reading"
