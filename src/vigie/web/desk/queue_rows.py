"""The queue as it is read: bands of severity, and in each row why it is late."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext, ngettext

from vigie.flows.queue import QueueRow
from vigie.kernel.findings import SEVERITIES, Severity
from vigie.web.desk.clock import answer_due, spoken, waited
from vigie.web.desk.words import PLATFORMS, word
from vigie.web.desk.words import SEVERITIES as SEVERITY_WORDS

TOLD_AFTER = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the queue with its times in words and the reasons it is late."""

    row: QueueRow
    platform: str
    waited: str
    due: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """The rows of one severity."""

    severity: Severity
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, how many cases it keeps, and whether it is the present one."""

    value: str
    label: str
    count: int
    current: bool


def unread_for(waiting: timedelta | None) -> str:
    """How long the machine has left testimonies unread, once the desk must know; else nothing."""
    return spoken(waiting) if waiting is not None and waiting >= TOLD_AFTER else ""


def bands(rows: Iterable[QueueRow], now: datetime) -> tuple[Band, ...]:
    """The rows by severity, in the queue's own order; empty bands are left out."""
    lines = [_line(row, now) for row in rows]
    found = (
        Band(
            severity,
            word(SEVERITY_WORDS, severity),
            tuple(line for line in lines if line.row.severity == severity),
        )
        for severity in SEVERITIES
    )
    return tuple(band for band in found if band.lines)


def cannot_wait(rows: Iterable[QueueRow], now: datetime) -> Line | None:
    """The one urgent P1 that nobody holds yet, to be said above everything else."""
    free = (row for row in rows if row.severity == "P1" and row.urgent and row.holder is None)
    first = min(free, key=lambda row: row.waiting_since, default=None)
    return None if first is None else _line(first, now)


def severity_choices(rows: Sequence[QueueRow], current: str) -> tuple[Choice, ...]:
    """Every severity with how many cases it has, "all" first."""
    counts = Counter(row.severity for row in rows)
    everything = Choice("", gettext("All"), len(rows), current == "")
    return (
        everything,
        *(Choice(each, each, counts[each], current == each) for each in SEVERITIES[:4]),
    )


def platform_choices(rows: Sequence[QueueRow], current: str) -> tuple[Choice, ...]:
    """Every platform that the rows name, the most frequent first."""
    counts = Counter(row.platform for row in rows if row.platform)
    return tuple(
        Choice(name, word(PLATFORMS, name), count, current == name)
        for name, count in counts.most_common()
    )


def _line(row: QueueRow, now: datetime) -> Line:
    return Line(
        row=row,
        platform=word(PLATFORMS, row.platform),
        waited=waited(row.waiting_since, now),
        due=answer_due(row.answer_before, now),
        reasons=tuple(_reasons(row)),
    )


def _reasons(row: QueueRow) -> Iterable[str]:
    if not row.late:
        return
    if row.holder is None:
        yield gettext("nobody has taken it")
    elif not row.mine:
        yield gettext("%(holder)s has taken it and not answered") % {"holder": row.holder}
    else:
        yield gettext("you have taken it and not answered")
    if row.unread:
        unread = ngettext("%(count)d not read yet", "%(count)d not read yet", row.unread)
        yield unread % {"count": row.unread}
