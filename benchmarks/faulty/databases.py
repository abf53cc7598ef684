"""Databases that are gone, locked, slow, damaged or stopped under the running processes."""

import sqlite3
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.faulty.disks import UNREAD, refusal
from benchmarks.faulty.killed_intake import STORY, tell
from benchmarks.faulty.staging import (
    becomes,
    doctor,
    fault,
    logged,
    number,
    serving,
    working,
    wrongs,
)
from benchmarks.household import Place, place
from benchmarks.walker import Witness
from scripts.postgres import _free_port, _make_cluster, _start, _wait, programs

LINE = "the database does not answer"
BACK = "all is well again"


@fault("database file removed under the processes", "text back, one line; put back, all goes on")
def removed() -> str:
    """Moved away by mistake, then put back."""
    with place() as home, serving(home, "intake") as port, working(home) as worker:
        base, away = home.folder / "vigie.sqlite3", home.folder.parent / "away"
        witness = Witness(port)
        witness.start()
        base.rename(away)
        refused = refusal(witness, "gone")
        lines = becomes(lambda: LINE in logged(home), True, 30)
        made = base.exists()
        away.rename(base)
        tell(witness, "gone")
        witness.send_off()
        return wrongs(
            status=(refused[0], 503),
            text=(STORY in refused[1], True),
            line=(lines, True),
            lines=(logged(home).count(LINE), 1),
            empty_file_made=(made, False),
            read=(becomes(lambda: number(home, UNREAD), 0, 90), True),
            back=(becomes(lambda: BACK in logged(home), True, 60), True),
            worker=(worker.poll(), None),
            text_after=(Witness(port).come_back(witness.code).count(STORY), 1),
        )


@contextmanager
def locked(home: Place, seconds: float) -> Iterator[None]:
    """Another program writes for some seconds and lets nobody else."""
    began = threading.Event()

    def hold() -> None:
        with closing(sqlite3.connect(home.folder / "vigie.sqlite3", timeout=30)) as base:
            base.execute("BEGIN EXCLUSIVE")
            began.set()
            time.sleep(seconds)
            base.rollback()

    thread = threading.Thread(target=hold)
    thread.start()
    began.wait()
    try:
        yield
    finally:
        thread.join()


@fault("database slow: locked for 6 seconds", "the page waits and is received")
def slow() -> str:
    """A backup, a disk that is busy."""
    with place() as home, serving(home, "intake") as port:
        witness = Witness(port)
        witness.start()
        with locked(home, 6):
            tell(witness, "slow")
        return wrongs(text=(Witness(port).come_back(witness.code).count(STORY), 1))


@fault("database locked for 30 seconds", "text back after 20; the worker waits; then all goes on")
def locked_for_long() -> str:
    """A program that hangs inside a transaction."""
    with place() as home, serving(home, "intake") as port, working(home) as worker:
        witness = Witness(port)
        witness.start()
        with locked(home, 30):
            refused = refusal(witness, "locked")
        tell(witness, "locked")
        witness.send_off()
        return wrongs(
            status=(refused[0], 503),
            text=(STORY in refused[1], True),
            read=(becomes(lambda: number(home, UNREAD), 0, 90), True),
            worker=(worker.poll(), None),
        )


@fault("database file damaged", "text back, doctor says so; restored, it is received")
def damaged() -> str:
    """A page of it was overwritten."""
    with place() as home, serving(home, "intake") as port:
        base = home.folder / "vigie.sqlite3"
        witness = Witness(port)
        witness.start()
        whole = base.read_bytes()
        base.write_bytes(b"\xff" * 65_536 + whole[65_536:])
        refused = refusal(witness, "damaged")
        said = doctor(home)
        base.write_bytes(whole)
        tell(witness, "damaged")
        return wrongs(
            status=(refused[0], 503),
            text=(STORY in refused[1], True),
            doctor=("database" in said, True),
            after=(Witness(port).come_back(witness.code).count(STORY), 1),
        )


class Postgres:
    """A server that can be stopped and started again on the same data."""

    def __init__(self, folder: Path, place_: Path) -> None:
        self.folder, self.place, self.port = folder, place_, _free_port()
        _make_cluster(folder, place_, "invented")
        self.url = f"postgresql://vigie:invented@127.0.0.1:{self.port}/postgres"
        self.start()

    def start(self) -> None:
        """Starts it and waits until it answers."""
        self.server = _start(self.folder, self.place, self.port)
        _wait(self.folder, self.port, self.server)

    def stop(self) -> None:
        """Stops it at once, whatever is open."""
        self.server.send_signal(2)
        self.server.wait(30)

    def number(self, question: str) -> int:
        """One number from the database."""
        asked = [self.folder / "psql", "-At", "-c", question, self.url]
        return int(subprocess.run(asked, check=True, capture_output=True).stdout)


@fault("PostgreSQL stopped and started under the processes", "text back; then all goes on alone")
def postgres_restarted() -> str:
    """An upgrade of the server, on the day of the campaign."""
    found = programs()
    if found is None:
        return "PostgreSQL is not on this machine"
    with tempfile.TemporaryDirectory(prefix="vigie-postgres-") as folder:
        server = Postgres(found, Path(folder))
        try:
            with place({"VIGIE_DATABASE_URL": server.url}) as home:
                return stopped_and_started(home, server)
        finally:
            server.stop()


def stopped_and_started(home: Place, server: Postgres) -> str:
    """Told before, during and after; read after."""
    with serving(home, "intake") as port, working(home) as worker:
        witness = Witness(port)
        witness.start()
        server.stop()
        refused = refusal(witness, "stopped")
        lines = becomes(lambda: LINE in logged(home), True, 30)
        server.start()
        tell(witness, "stopped")
        witness.send_off()
        return wrongs(
            status=(refused[0], 503),
            text=(STORY in refused[1], True),
            line=(lines, True),
            read=(becomes(lambda: server.number(UNREAD), 0, 90), True),
            once=(server.number("SELECT COUNT(*) FROM store_logentry WHERE act='read'"), 1),
            worker=(worker.poll(), None),
        )
