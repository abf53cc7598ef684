"""A log of invented acts, grown in as many rounds as asked."""

from datetime import datetime, timedelta

from vigie.flows.custody import log_act, sequence_log
from vigie.flows.worker import Worker
from vigie.store.custody import LogEntry


def seed_of(worker: Worker) -> bytes:
    """The log key of the installation."""
    return bytes.fromhex(worker.vault.log_seed)


def act(now: datetime, number: int = 0) -> LogEntry:
    """One invented act, about a case."""
    return log_act(LogEntry.Act.OPENED, actor=f"R-{number}", now=now, subject="C-1", detail="x")


def grow(worker: Worker, now: datetime, *rounds: int) -> None:
    """So many acts, then a head, each round an hour later."""
    for number, count in enumerate(rounds):
        time = now + timedelta(hours=number)
        for n in range(count):
            act(time, n)
        sequence_log(seed_of(worker), time)
