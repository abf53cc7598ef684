"""What every fault needs: a registry, an installation, its database, processes that crash."""

import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.household import SOURCE, Place, free_port, kill, wait_until_served

CRASHING = Path(__file__).resolve().parent.parent / "crashing"
Act = Callable[[], str]
Worker = subprocess.Popen[bytes]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: its name, what is expected, and what makes it and gives what was not so."""

    name: str
    expected: str
    act: Act


FAULTS: list[Fault] = []


def fault(name: str, expected: str) -> Callable[[Act], Act]:
    """Registers a fault; its function gives "" when everything was as expected."""

    def register(act: Act) -> Act:
        FAULTS.append(Fault(name, expected, act))
        return act

    return register


def wrongs(**seen: tuple[object, object]) -> str:
    """What differs, as "files 2 and not 1"; each value is (seen, expected)."""
    return "; ".join(
        f"{name} {have!r} and not {want!r}" for name, (have, want) in seen.items() if have != want
    )


def ask(home: Place, question: str) -> list[tuple[object, ...]]:
    """Rows of the database."""
    path = f"file:{home.folder / 'vigie.sqlite3'}?mode=ro"
    with closing(sqlite3.connect(path, uri=True, timeout=30)) as base:
        return list(base.execute(question))


def number(home: Place, question: str) -> int:
    """One number from the database."""
    found = ask(home, question)[0][0]
    assert isinstance(found, int)
    return found


def change(home: Place, statement: str) -> None:
    """Changes the database behind everybody's back."""
    with closing(sqlite3.connect(home.folder / "vigie.sqlite3", timeout=30)) as base:
        base.execute(statement)
        base.commit()


def environment_for(point: str, how: str = "kill") -> dict[str, str]:
    """The variables with which a process crashes at a point."""
    path = os.pathsep.join([str(CRASHING), str(SOURCE)])
    return {"CRASH_AT": point, "CRASH_HOW": how, "PYTHONPATH": path}


@contextmanager
def crashing(home: Place, name: str, point: str) -> Iterator[int]:
    """A listening process that crashes at a point; gives its port. Raises when it did not crash."""
    port = free_port()
    process = home.start(name, "--port", str(port), more=environment_for(point))
    try:
        wait_until_served(port)
        yield port
        if not died(process, 20):
            raise RuntimeError(f"{name} did not crash at {point}")
    finally:
        end(process)


@contextmanager
def serving(home: Place, name: str) -> Iterator[int]:
    """A listening process that does not crash; gives its port."""
    port = free_port()
    process = home.start(name, "--port", str(port))
    try:
        wait_until_served(port)
        yield port
    finally:
        end(process)


@contextmanager
def working(home: Place, *arguments: str, more: dict[str, str] | None = None) -> Iterator[Worker]:
    """A worker, ended at the end."""
    process = home.start("worker", *arguments, more=more or {})
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """`kill -9` of a process of ours that may be gone."""
    try:
        os.killpg(process.pid, signal.SIGCONT)
        kill(process)
    except ProcessLookupError:
        process.wait()


def died(process: subprocess.Popen[bytes], seconds: float = 60) -> bool:
    """Whether it ended by itself within a time."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def becomes(seen: Callable[[], object], wanted: object, seconds: float = 60) -> bool:
    """Whether something becomes so within a time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if seen() == wanted:
            return True
        time.sleep(0.2)
    return False


def logged(home: Place) -> str:
    """What the processes of a place have written for their operator."""
    return home.log.read_text()


def doctor(home: Place) -> str:
    """The lines of `vigie doctor` that are not well."""
    lines = home.run("doctor", "--whole", check=False).splitlines()
    unwell = [line for line in lines if line.startswith("NO") and "worker secret" not in line]
    return "\n".join(unwell)
