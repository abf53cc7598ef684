"""The worker's duty: positions for new entries, the subtrees they complete, one signed head."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max

from vigie.evidence.custody import head_message, sign
from vigie.evidence.subtrees import GrowingLog, full_subtrees
from vigie.flows.custody.entering import log_act, to_hour
from vigie.flows.custody.noting import noted_head
from vigie.flows.custody.proving import hashes_at
from vigie.kernel.errors import Conflict
from vigie.store.custody import LogEntry, LogHead, LogNode

MOST_AT_ONCE = 5000
NODES_AT_ONCE = 300
CLOCK_AHEAD = timedelta(days=2)
SHORTENED = (
    "Entries or heads of the custody log are gone: nothing is added to it; see 'vigie doctor'."
)
PUBLISHED_AFTER = 100
"""How many entries a published head must add: see docs/decisions/0015."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What growing needs of an entry that has no position yet."""

    key: int
    leaf: bytes
    hour: datetime
    promised: bool
    act: str


def sequence_log(log_seed: bytes, now: datetime) -> int:
    """Appends the entries that wait, in their order, and signs a head; gives how many.

    All of it is kept or nothing is, so that a crash leaves no position twice and no gap. Raises
    Conflict, and adds nothing, when the log is not as long as its last head says.
    """
    with transaction.atomic():
        waiting = _waiting()
        if not waiting:
            return 0
        head = LogHead.objects.order_by("-size").first()
        size = _size()
        if size != (head.size if head is not None else 0):
            raise Conflict(SHORTENED)
        peaks = full_subtrees((0, size))
        hashes = hashes_at(peaks)
        log = GrowingLog(size, [hashes[place] for place in peaks])
        _give_positions(waiting, size)
        _grow(log, [each.leaf for each in waiting])
        published = any(each.act == LogEntry.Act.PUBLISHED for each in waiting)
        _sign_head(log, log_seed, _head_hour(head, waiting, now), published=published)
    return len(waiting)


def publish_log(now: datetime) -> bool:
    """Marks the present end of the log, whose head will be public; gives whether it was time.

    At most once a day, and only when enough was added since: a head says how much the log grew.
    """
    with transaction.atomic():
        marks = LogEntry.objects.filter(act=LogEntry.Act.PUBLISHED, position=None)
        last = LogHead.objects.filter(published=True).order_by("-size").first()
        too_soon = last is not None and last.hour.date() >= now.date()
        added = _size() - (last.size if last is not None else 0)
        if too_soon or added < PUBLISHED_AFTER or marks.exists():
            return False
        log_act(LogEntry.Act.PUBLISHED, actor="worker", now=now)
    return True


def _waiting() -> list[Waiting]:
    """The entries without a position; another worker that wants them waits, then passes them.

    After a restore they go beyond the head that was noted, so that no size is signed twice.
    """
    noted = noted_head()
    limit = max(MOST_AT_ONCE, noted[0] - _size() + 1 if noted is not None else 0)
    rows = LogEntry.objects.select_for_update().filter(position=None).order_by("pk")
    columns = rows.values_list("pk", "leaf", "hour", "promise", "act")
    return [
        Waiting(key, bytes(leaf), hour, promise is not None, act)
        for key, leaf, hour, promise, act in columns[:limit]
    ]


def _size() -> int:
    last = LogEntry.objects.aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1


def _give_positions(waiting: Sequence[Waiting], first: int) -> None:
    """One prepared statement for all: a thousand rows in an update by cases take seconds."""
    table = LogEntry._meta.db_table
    rows = [(position, each.key) for position, each in enumerate(waiting, start=first)]
    with connection.cursor() as cursor:
        cursor.executemany(f'UPDATE "{table}" SET position = %s WHERE id = %s', rows)  # noqa: S608 (our own table)


def _grow(log: GrowingLog, leaves: Sequence[bytes]) -> None:
    made = [
        LogNode(level=level, index=index, hash=each)
        for leaf in leaves
        for (level, index), each in log.add(leaf)
    ]
    LogNode.objects.bulk_create(made, batch_size=NODES_AT_ONCE)


def _sign_head(log: GrowingLog, log_seed: bytes, hour: datetime, *, published: bool) -> None:
    root = log.root()
    signature = sign(log_seed, head_message(log.size, root, hour))
    LogHead.objects.create(
        size=log.size, root=root, hour=hour, signature=signature, published=published
    )


def _head_hour(head: LogHead | None, waiting: Sequence[Waiting], now: datetime) -> datetime:
    """Never before the last head, nor before a promise under it: clocks are set back sometimes.

    A promise from days ahead is of a clock that was wrong, and does not lead the log astray.
    """
    latest = now + CLOCK_AHEAD
    promised = [each.hour for each in waiting if each.promised and each.hour < latest]
    return max([to_hour(now), *promised, *([head.hour] if head is not None else [])])
