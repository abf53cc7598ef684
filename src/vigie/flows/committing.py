"""Group commit: writes of several requests that wait at once share one transaction and its fsync.

Whoever comes while a transaction is being written waits for its end; then one of those who wait
writes for all of them. None is answered before what it wrote is durable.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from django.db import OperationalError, connection, transaction

from vigie.flows.place import folder

UNDONE = "The transaction was undone; nothing of it was kept."


class _Write:
    """One request's write, and what became of it."""

    def __init__(self, write: Callable[[], int]) -> None:
        self.write = write
        self.done = False
        self.number = 0
        self.error: Exception | None = None

    def run(self, *, alone: bool) -> None:
        """Writes within the group's transaction; a refusal undoes this write alone."""
        if alone:
            self.number = self.write()
            return
        try:
            with transaction.atomic():
                self.number = self.write()
        except Exception as error:  # noqa: BLE001 - raised again where it was asked for
            self.error = error


class GroupCommit:
    """The writes that wait, and whose turn it is to write them."""

    def __init__(self) -> None:
        self._waiting: list[_Write] = []
        self._adding = Lock()
        self._turn = Lock()

    def run(self, write: Callable[[], int]) -> int:
        """What `write` gives, once it is durable; raises what it raised, or why nothing was."""
        own = _Write(write)
        with self._adding:
            self._waiting.append(own)
        with self._turn:
            if not own.done:
                self._write_all()
        if own.error is not None:
            raise own.error
        return own.number

    def _write_all(self) -> None:
        """All that wait now, or none: what undoes the transaction is raised for each of them."""
        with self._adding:
            group, self._waiting = tuple(self._waiting), []
        try:
            with _turn_of_this_process(), transaction.atomic():
                for each in group:
                    each.run(alone=len(group) == 1)
                if transaction.get_rollback():
                    raise OperationalError(UNDONE)
        except BaseException as error:
            for each in group:
                each.error = each.error or _said(error)
            if not isinstance(error, Exception):
                raise
        finally:
            for each in group:
                each.done = True


@contextmanager
def _turn_of_this_process() -> Iterator[None]:
    """Waits while another intake process writes; SQLite would sleep and ask again, ever longer."""
    place = folder() / "intake"
    if connection.vendor != "sqlite" or not place.is_dir():
        yield
        return
    with (place / "writing.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _said(error: BaseException) -> Exception:
    return error if isinstance(error, Exception) else OperationalError(UNDONE)


_intake = GroupCommit()


def together(write: Callable[[], int]) -> int:
    """Runs a write of this process with those that wait beside it; durable when it returns."""
    return _intake.run(write)
