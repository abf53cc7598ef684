"""A log that was cut, changed or put back: seen, said in one line, and reading goes on."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.scenes import Told, tell, work
from vigie.evidence.receipts import check_receipt
from vigie.flows import witness
from vigie.flows.custody import check_log, sequence_log
from vigie.flows.place import folder, installation
from vigie.flows.worker import Worker, work_once
from vigie.kernel.errors import Conflict
from vigie.store.custody import LogEntry, LogHead


@pytest.fixture
def told(worker: Worker, now: datetime) -> Told:
    """A testimony that was read, and so a log with several heads."""
    told = tell(now, narrative="il insiste")
    work(worker, now)
    tell(now)
    work(worker, now)
    return told


def drop_middle() -> None:
    LogEntry.objects.filter(position=2).delete()


def drop_last() -> None:
    LogEntry.objects.order_by("-position")[:1].get().delete()


def drop_head() -> None:
    LogHead.objects.order_by("-size")[:1].get().delete()


def drop_last_and_its_head() -> None:
    drop_head()
    newest = LogHead.objects.order_by("-size")[:1].get()
    LogEntry.objects.filter(position__gte=newest.size).delete()


def drop_all() -> None:
    LogEntry.objects.exclude(position=None).delete()
    LogHead.objects.all().delete()


def change_leaf() -> None:
    LogEntry.objects.filter(position=1).update(leaf=bytes(32))


def change_order() -> None:
    one, other = LogEntry.objects.get(position=1), LogEntry.objects.get(position=2)
    for entry, place in ((one, 9_999), (other, 1), (one, 2)):
        LogEntry.objects.filter(pk=entry.pk).update(position=place)


def back_date_head() -> None:
    head = LogHead.objects.order_by("-size")[:1].get()
    LogHead.objects.filter(pk=head.pk).update(hour=head.hour - timedelta(hours=3))


def test_a_whole_log_is_said_to_be_whole(told: Told, now: datetime) -> None:
    assert check_log(True, now) == check_log(False, now) == ()
    assert LogEntry.objects.count() > 4
    assert LogHead.objects.count() > 1


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (drop_middle, "entries are missing before a position"),
        (drop_last, "entries that were signed for are missing at the end"),
        (drop_head, "the last entries are under no head"),
        (drop_last_and_its_head, "the log was cut"),
        (drop_all, "the log was cut"),
        (change_leaf, "not those of their leaves"),
        (change_order, "not those of their leaves"),
        (back_date_head, "not signed"),
    ],
)
def test_what_was_cut_or_changed_is_seen(
    damage: Callable[[], None], said: str, told: Told, now: datetime
) -> None:
    damage()

    assert said in "; ".join(check_log(True, now))


def test_a_missing_head_is_seen_without_the_workers_note_too(told: Told, now: datetime) -> None:
    drop_head()
    (folder() / "worker" / "head.json").unlink()

    assert "not of one log" in "; ".join(check_log(False, now))


@pytest.mark.parametrize("damage", [drop_last, drop_head])
def test_nothing_is_added_to_a_cut_log_and_reading_goes_on(
    damage: Callable[[], None], told: Told, worker: Worker, now: datetime
) -> None:
    damage()
    heads = LogHead.objects.count()
    later = tell(now)

    with pytest.raises(Conflict, match="doctor"):
        work_once(worker, now)

    assert LogHead.objects.count() == heads
    assert witness.so_far(later.session, now).status == "reading"


def test_an_entry_without_a_place_for_a_day_is_said(told: Told, now: datetime) -> None:
    tell(now)

    early, late = (check_log(False, time) for time in (now, now + timedelta(days=2)))

    assert early == ()
    assert "is the worker running" in late[0]


def test_heads_never_go_back_in_time_when_the_clock_does(
    told: Told, worker: Worker, now: datetime
) -> None:
    earlier = now - timedelta(hours=3)
    tell(earlier)

    sequence_log(bytes.fromhex(worker.vault.log_seed), earlier)

    hours = list(LogHead.objects.order_by("size").values_list("hour", flat=True))
    assert hours == sorted(hours)
    assert check_log(True, now) == ()


@pytest.mark.parametrize("leap", [timedelta(days=1), -timedelta(hours=1)])
def test_receipts_hold_when_the_clock_jumps_and_comes_back(
    leap: timedelta, worker: Worker, now: datetime
) -> None:
    told = [tell(now), tell(now + leap), tell(now)]
    for time in (now, now + leap, now):
        work(worker, time)

    receipts = [witness.receipt(each.session) for each in told]

    public = bytes.fromhex(installation().log_public)
    verdicts = [check_receipt(json.loads(each), public) for each in receipts]
    assert [each.sentence[:5] for each in verdicts] == ["Valid"] * 3
    assert check_log(True, now) == ()
