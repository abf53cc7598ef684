"""Writes that share a transaction: when it is undone, nobody is told that theirs was kept."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection

from vigie.flows.committing import GroupCommit, _Write
from vigie.store.load import Surge

NOON = datetime(2020, 6, 18, 12, tzinfo=UTC)


def kept(number: int) -> int:
    return Surge.objects.create(pk=number, since=NOON, seen=NOON).pk


def waiting(group: GroupCommit, *writes: _Write) -> None:
    group._waiting = list(writes)


@pytest.fixture
def group() -> GroupCommit:
    """Nobody waits yet."""
    return GroupCommit()


def refused(*_: object) -> int:
    raise OperationalError("database or disk is full")


def test_when_one_write_undoes_the_transaction_all_are_refused(
    transactional_db: None, group: GroupCommit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite undoes a whole transaction by itself when the disk is full, savepoints with it."""
    early, late = _Write(lambda: kept(1)), _Write(lambda: kept(2))
    waiting(group, early, _Write(refused), late)

    with monkeypatch.context() as patched:
        patched.setattr(connection, "savepoint_rollback", refused)
        patched.setattr(connection, "savepoint_commit", refused)
        with pytest.raises(DatabaseError):
            group.run(lambda: kept(3))

    assert early.error is not None
    assert late.error is not None
    assert Surge.objects.count() == 0


@pytest.mark.parametrize("error", [InterfaceError("closed"), MemoryError(), SystemExit()])
def test_whatever_ends_the_transaction_is_raised_for_each(
    error: BaseException, db: None, group: GroupCommit, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = _Write(lambda: kept(4))
    waiting(group, other)

    def broken(*_: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr("vigie.flows.committing.transaction.get_rollback", broken)
        with pytest.raises(type(error)):
            group.run(lambda: kept(3))

    assert other.error is not None
    assert other.done


def test_one_refusal_leaves_the_others(db: None, group: GroupCommit) -> None:
    other = _Write(lambda: kept(4))
    refused = _Write(lambda: kept(4))
    waiting(group, other, refused)

    own = group.run(lambda: kept(3))

    assert own
    assert (other.error, other.number > 0) == (None, True)
    assert refused.error is not None
    assert Surge.objects.count() == 2


def test_who_comes_while_others_are_written_is_written_next(
    db: None, group: GroupCommit, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = threading.Event()
    late = _Write(lambda: kept(2))

    def adding() -> int:
        with group._adding:
            group._waiting.append(late)
        added.set()
        return kept(3)

    group.run(adding)

    assert added.is_set()
    assert not late.done
    group.run(lambda: kept(5))
    assert late.number > 0
