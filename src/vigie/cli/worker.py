"""The worker process: no listening socket; reads what was received until stopped."""

import errno
import fcntl
import logging
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from vigie.cli import ready as ready
from vigie.flows.leases import take_back_leases
from vigie.flows.place import folder
from vigie.flows.worker import Worker, open_worker, work_once
from vigie.kernel.errors import Conflict, Misconfigured
from vigie.site.memory import keep_memory_private

PAUSE_SECONDS = 0.5
AFTER_FAULT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 30.0
TRIES_ONCE = 3
LEAP = timedelta(hours=1)
NO_SWEEPING = timedelta(days=1)
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
LOST = (DatabaseError, InterfaceError)
NO_DATABASE = "the database does not answer; nothing is lost, trying until it is back"
NO_DISK = "the disk is full or read-only; nothing is lost, make room and reading goes on"
log = logging.getLogger("vigie.worker")


def worker(
    name: Annotated[str, typer.Option(help="This worker's name, one a process.")] = "worker",
    once: Annotated[bool, typer.Option(help="Stop when nothing is left to do.")] = False,
) -> None:
    """Reads, grades and joins what was received, until stopped."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    os.umask(0o077)
    keep_memory_private()
    with alone(name):
        patience = Patience()
        opened = open_when_there(name, patience)
        watch = Watch.begun()
        while True:
            if watch.leapt():
                put_sweeping_off(opened)
            worked = one_round(opened, patience)
            if once and patience.in_vain >= TRIES_ONCE:
                raise SystemExit(1)
            if not worked and once:
                return
            if not worked:
                time.sleep(PAUSE_SECONDS)


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Raises Misconfigured when a worker of this name runs here already."""
    place = folder() / "worker"
    if not place.is_dir():
        raise Misconfigured(f"There are no worker's keys in {folder()}; make them: 'vigie init'.")
    with _lock_file(place / f"{Path(name).name}.lock") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Misconfigured(
                f"A worker called {name!r} runs already; give this one a name with --name."
            ) from error
        yield


@contextmanager
def _lock_file(path: Path) -> Iterator[int]:
    """Opened for reading where the disk is read-only: the lock is on the file, not in it."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@dataclass(slots=True)
class Patience:
    """How long to wait after a fault, longer each time; each trouble is said once, and its end."""

    wait_seconds: float = AFTER_FAULT_SECONDS
    trouble: str = ""
    in_vain: int = 0

    def bear(self, trouble: str, *, wait: bool = True) -> None:
        """Says a new trouble, then waits."""
        if trouble != self.trouble:
            log.error(trouble, exc_info=True)
        self.trouble = trouble
        self.in_vain = self.in_vain + 1 if wait else 0
        if wait:
            time.sleep(self.wait_seconds)
            self.wait_seconds = min(LONGEST_WAIT_SECONDS, 2 * self.wait_seconds)

    def well(self) -> None:
        """A round went well."""
        if self.trouble in (NO_DATABASE, NO_DISK):
            log.warning("all is well again")
        self.trouble, self.wait_seconds, self.in_vain = "", AFTER_FAULT_SECONDS, 0


@dataclass(slots=True)
class Watch:
    """Tells when the clock was set forward: it then ran faster than the machine did."""

    ahead: float

    @classmethod
    def begun(cls) -> "Watch":
        """From now on."""
        return cls(time.time() - time.monotonic())

    def leapt(self) -> bool:
        """Whether the clock leapt forward since the last look."""
        before, self.ahead = self.ahead, time.time() - time.monotonic()
        return self.ahead - before > LEAP.total_seconds()


def put_sweeping_off(opened: Worker) -> None:
    """A day's delay, so that a clock gone wrong erases nothing before its time."""
    opened.sweep_after = datetime.now(tz=UTC) + NO_SWEEPING
    log.warning("the clock was set forward; nothing is erased for a day, check the time")


def open_when_there(name: str, patience: Patience) -> Worker:
    """Unlocks the worker, waiting for a database that does not answer; raises Misconfigured."""
    while True:
        try:
            return open_worker(name)
        except LOST as error:
            connection.close()
            patience.bear(trouble_of(error))


def one_round(opened: Worker, patience: Patience) -> bool:
    """One round; a fault is said in one line without what was told, and tried again later."""
    close_old_connections()
    opened.worked = False
    try:
        if patience.trouble == NO_DATABASE:
            take_back_leases(opened.hand)
        worked = work_once(opened, datetime.now(tz=UTC))
    except Exception as error:  # noqa: BLE001 - said in one line; the worker goes on
        if isinstance(error, LOST):
            connection.close()
        patience.bear(trouble_of(error), wait=not opened.worked)
        return True
    patience.well()
    return worked


def trouble_of(error: Exception) -> str:
    """The operator's line: what is wrong, what becomes of it, what to do; nothing that was told."""
    if isinstance(error, LOST):
        return NO_DATABASE
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return NO_DISK
    if isinstance(error, Misconfigured | Conflict):
        return str(error).replace(":", ";")
    return "a round failed; it is tried again, others go on; see 'vigie doctor' if it lasts"
