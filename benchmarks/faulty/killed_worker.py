"""`kill -9` and SIGSTOP of the worker between its steps: everything is read, once."""

import os
import signal
from pathlib import Path

from benchmarks.faulty.staging import (
    becomes,
    change,
    died,
    environment_for,
    fault,
    number,
    serving,
    working,
    wrongs,
)
from benchmarks.household import Place, place
from benchmarks.walker import Witness

TALK = "Léo: salut\nMoi: j'ai 13 ans\nLéo: envoie une photo\nMoi: non\n"
READING = "vigie.flows.reading"
STEPS = {
    "leased": "vigie.flows.worker:read_testimony:before",
    "opened": f"{READING}:read_files:before",
    "read": f"{READING}:read_files:after",
    "results written, not committed": f"{READING}:_done:after",
    "results committed, log not sequenced": "vigie.flows.worker:read_testimony:after",
    "log sequenced": "vigie.flows.worker:sequence_log:after",
}
STOPPED = f"{READING}:read_files:after"


def send_testimonies(home: Place, count: int = 2) -> None:
    """Sends testimonies with a file and an account."""
    with serving(home, "intake") as port:
        for turn in range(count):
            witness = Witness(port)
            witness.start()
            witness.tell(4, account=f"tiktok @compte{turn}.exemple")
            witness.tell(8, own_pseudonym="petit_pseudo", consent_pseudonym="yes")
            witness.upload("discussion.txt", TALK.encode())
            witness.send_off()


def once(home: Place, count: int = 2) -> str:
    """What is not there exactly once."""
    return wrongs(
        read=(number(home, "SELECT COUNT(*) FROM store_logentry WHERE act='read'"), count),
        talks=(number(home, "SELECT COUNT(*) FROM store_item WHERE kind='conversation'"), count),
        unread=(number(home, "SELECT COUNT(*) FROM store_item WHERE state='unread'"), 0),
        cases=(number(home, "SELECT COUNT(*) FROM store_joined"), count),
        placed=(number(home, "SELECT COUNT(*) FROM store_logentry WHERE position IS NULL"), 0),
        log=(
            "custody log" in home.run("doctor", "--whole", check=False).split("NO ", 1)[-1][:40],
            False,
        ),
    )


def killed(point: str) -> str:
    """A worker that dies at a step, and the next one of its name."""
    with place() as home:
        send_testimonies(home)
        with working(home, "--once", more=environment_for(point)) as worker:
            if not died(worker):
                return "the worker did not die"
        home.run("worker", "--once")
        return once(home)


for name, point in STEPS.items():
    fault(f"worker killed: {name}", "the next worker reads it at once; everything once")(
        lambda point=point: killed(point)
    )


@fault("worker stopped (SIGSTOP) past its lease", "another reads; nothing twice when it wakes")
def slept() -> str:
    """It reads, sleeps, and finds its work done by another when it wakes."""
    with place() as home:
        send_testimonies(home)
        with working(home, more=environment_for(STOPPED, "stop")) as sleeper:
            if not becomes(lambda: state_of(sleeper.pid), "T"):
                return "the worker did not stop"
            change(home, "UPDATE store_testimony SET leased_until='2026-01-01 00:00:00'")
            home.run("worker", "--name", "other", "--once")
            os.kill(sleeper.pid, signal.SIGCONT)
            left = "SELECT COUNT(*) FROM store_testimony WHERE read_after IS NOT NULL"
            if not becomes(lambda: number(home, left), 0):
                return "something is left to read"
            send_testimonies(home, 1)
            if not becomes(lambda: number(home, left), 0):
                return "the sleeper reads no more"
        home.run("worker", "--once")
        return once(home, 3)


def state_of(process: int) -> str:
    """The letter that the system gives to a process: R, S, T…"""
    return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]


@fault("two workers at once", "every testimony read once")
def two_at_once() -> str:
    """Two names, one folder."""
    with place() as home:
        send_testimonies(home, 8)
        with working(home, "--once"), working(home, "--name", "other", "--once") as other:
            died(other)
            left = "SELECT COUNT(*) FROM store_testimony WHERE read_after IS NOT NULL"
            becomes(lambda: number(home, left), 0)
        home.run("worker", "--once")
        return once(home, 8)


@fault("a second worker of the same name", "it does not start, and says in one line what to do")
def same_name() -> str:
    """The system's service and a command typed by hand."""
    with place() as home, working(home) as first:
        becomes(lambda: state_of(first.pid), "S", 20)
        lock = home.folder / "worker" / "worker.lock"
        becomes(lock.exists, True, 20)
        with working(home, "--once") as second:
            died(second)
            said = home.log.read_text()
            return wrongs(code=(second.returncode, 2), said=("--name" in said, True))
