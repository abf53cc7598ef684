"""The log held to what it says of itself: each kind of damage is named, and nothing true is."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.flows.custody.invented_log import grow
from tests.scenes import TALK, tell, work
from vigie.flows.custody import check_log, publish_log
from vigie.flows.worker import Worker
from vigie.store.custody import LogEntry, LogHead, LogNode
from vigie.store.testimonies import Item


@pytest.fixture
def log(worker: Worker, now: datetime) -> None:
    """Two testimonies, told and read."""
    for _ in range(2):
        tell(now, files=[("t.txt", TALK.encode())])
        work(worker, now)


def salted() -> LogEntry:
    return LogEntry.objects.filter(act="read")[0]


def actor() -> None:
    LogEntry.objects.filter(pk=salted().pk).update(actor="R-OTHER")


def hour() -> None:
    LogEntry.objects.filter(pk=salted().pk).update(hour=salted().hour - timedelta(hours=1))


def salt() -> None:
    LogEntry.objects.filter(pk=salted().pk).update(salt=None)


def pointer() -> None:
    LogEntry.objects.filter(pk=salted().pk).update(testimony=None)


def promise() -> None:
    LogEntry.objects.filter(position=2).update(promise=bytes(64))


def received_by_nobody() -> None:
    LogEntry.objects.filter(position=2).update(actor="R-OTHER")


def subtree() -> None:
    LogNode.objects.filter(level=1, index=1).update(hash=bytes(32))


def one_more_subtree() -> None:
    LogNode.objects.create(level=7, index=7, hash=bytes(32))


def public_head() -> None:
    LogHead.objects.filter(size__gt=2).update(published=True)


def item() -> None:
    new = Item.objects.filter(kind=Item.Kind.FILE)[0]
    new.pk, new.once = None, "another"
    new.save(force_insert=True)


@pytest.mark.usefixtures("log")
def test_a_log_that_nobody_touched_is_never_accused(worker: Worker, now: datetime) -> None:
    tell(now)

    assert check_log(True, now) == check_log(False, now) == ()


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (actor, "not those of their leaves"),
        (hour, "not those of their leaves"),
        (salt, "cannot be computed again"),
        (pointer, "do not point to what they are about"),
        (promise, "not made by the certified key"),
        (received_by_nobody, "cannot have made them"),
        (subtree, "subtrees are missing or not those"),
        (one_more_subtree, "not as many subtrees"),
        (public_head, "no entry marks"),
        (item, "received without an entry"),
    ],
)
def test_each_damage_is_named(damage: Callable[[], None], said: str, now: datetime) -> None:
    damage()

    assert said in "; ".join(check_log(True, now))


@pytest.mark.usefixtures("log")
def test_one_line_a_kind_says_where_it_begins_and_how_often(now: datetime) -> None:
    LogEntry.objects.filter(act="read").update(actor="R-OTHER")

    (line,) = check_log(True, now)

    first = LogEntry.objects.filter(act="read").order_by("position")[0].position
    assert line == f"entries are not those of their leaves (first at {first}, 2 in all)"


@pytest.mark.usefixtures("log")
def test_the_quick_check_sees_a_changed_top(now: datetime) -> None:
    top = LogNode.objects.order_by("-level")[0]
    LogNode.objects.filter(pk=top.pk).update(hash=bytes(32))

    assert "not that of the subtrees" in "; ".join(check_log(False, now))


@pytest.mark.usefixtures("log")
def test_a_log_without_its_leaves_says_which_is_missing(now: datetime) -> None:
    LogNode.objects.all().delete()

    assert "lacks its leaf" in "; ".join(check_log(False, now))


def test_published_marks_and_heads_go_together(worker: Worker, now: datetime) -> None:
    grow(worker, now, 100)
    publish_log(now)
    work(worker, now)

    assert LogHead.objects.filter(published=True).count() == 1
    assert check_log(True, now) == ()
