"""Group commit: what waits together is written together, and each answers for itself."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from vigie.flows.committing import GroupCommit
from vigie.store.load import Surge

NOON = datetime(2020, 6, 18, 12, tzinfo=UTC)


def surge(number: int) -> Callable[[], int]:
    return lambda: Surge.objects.create(pk=number, since=NOON, seen=NOON).pk


def test_a_write_is_done_when_it_returns(db: None) -> None:
    assert GroupCommit().run(surge(1)) == 1

    assert Surge.objects.count() == 1


def test_what_one_write_refuses_undoes_that_one_alone(transactional_db: None) -> None:
    group, failed = GroupCommit(), []
    go = threading.Barrier(6)

    def write(number: int) -> None:
        go.wait()
        try:
            group.run(surge(number))
        except IntegrityError:
            failed.append(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(n,)) for n in (1, 2, 3, 4, 5, 5)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert failed == [5]
    assert Surge.objects.count() == 5


def test_writes_that_wait_share_one_transaction(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = GroupCommit()
    first_writes, others_wait = threading.Event(), threading.Event()
    commits: list[bool] = []
    real = BaseDatabaseWrapper.commit

    def counted(self: BaseDatabaseWrapper) -> None:
        commits.append(True)
        real(self)

    monkeypatch.setattr(BaseDatabaseWrapper, "commit", counted)

    def slow() -> int:
        first_writes.set()
        others_wait.wait(5)
        return surge(1)()

    def run(write: Callable[[], int]) -> None:
        group.run(write)
        connection.close()

    leader = threading.Thread(target=run, args=(slow,))
    leader.start()
    first_writes.wait(5)
    others = [threading.Thread(target=run, args=(surge(n),)) for n in (2, 3, 4)]
    for each in others:
        each.start()
    while len(group._waiting) < 3:
        pass
    others_wait.set()
    for each in (leader, *others):
        each.join()

    assert Surge.objects.count() == 4
    assert len(commits) == 2


def test_when_the_transaction_fails_nobody_is_acknowledged(transactional_db: None) -> None:
    group = GroupCommit()

    def close() -> int:
        surge(1)()
        raise DatabaseError("the disk is full")

    with pytest.raises(DatabaseError, match="disk is full"):
        group.run(close)

    assert not Surge.objects.exists()
