"""Deadlines: what is urgent is looked at first, and a witness knows when to expect an answer."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from vigie.kernel.findings import SEVERITIES, Severity

TABLE = Path(__file__).with_name("deadlines.toml")
CALMEST: Severity = "P4"


@dataclass(frozen=True, slots=True)
class Deadline:
    """Time to decide a case and time to answer its witness, and where the figures come from."""

    answer: timedelta
    witness: timedelta
    source: str


@cache
def deadlines() -> dict[Severity, Deadline]:
    """The table of `deadlines.toml`, by severity."""
    rows = tomllib.loads(TABLE.read_text(encoding="utf-8"))["deadline"]
    return {
        row["severity"]: Deadline(
            timedelta(hours=row["answer_hours"]),
            timedelta(hours=row["witness_hours"]),
            row["source"],
        )
        for row in rows
    }


def deadline(severity: Severity, received_at: datetime) -> datetime:
    """Before when a case is to be decided; what has no severity waits as the calmest does."""
    return received_at + _row(severity).answer


def promise_for_witness(severity: Severity, received_at: datetime) -> datetime:
    """Before when the witness is told an answer will come."""
    return received_at + _row(severity).witness


def queue_key(severity: Severity, received_at: datetime) -> tuple[int, datetime]:
    """Sorts the queue: the gravest first, then the longest waiting."""
    return SEVERITIES.index(severity), received_at


def _row(severity: Severity) -> Deadline:
    return deadlines().get(severity, deadlines()[CALMEST])
