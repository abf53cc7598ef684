"""The worker's duty: positions for new entries, the subtrees they complete, one signed head."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max

from vigie.evidence.custody import head_message, sign
from vigie.evidence.subtrees import GrowingLog, full_subtrees
from vigie.flows.custody.entering import log_act, to_hour
from vigie.flows.custody.proving import hashes_at
from vigie.store.custody import LogEntry, LogHead, LogNode

MOST_AT_ONCE = 5000
NODES_AT_ONCE = 300
AHEAD = timedelta(hours=1)
PUBLISHED_AFTER = 100
"""How many entries a published head must add: see docs/decisions/0015."""
Waiting = tuple[int, bytes, datetime]


def sequence_log(log_seed: bytes, now: datetime) -> int:
    """Appends the entries that wait, in their order, and signs a head; gives how many.

    All of it is kept or nothing is, so that a crash leaves no position twice and no gap.
    """
    with transaction.atomic():
        waiting = _waiting()
        if not waiting:
            return 0
        head = LogHead.objects.order_by("-size").first()
        size = max(_size(), head.size if head is not None else 0)
        peaks = full_subtrees((0, size))
        hashes = hashes_at(peaks)
        log = GrowingLog(size, [hashes[place] for place in peaks])
        _give_positions(waiting, size)
        _grow(log, [leaf for _, leaf, _ in waiting])
        _sign_head(log, log_seed, _head_hour(head, waiting, now))
    return len(waiting)


def publish_log(now: datetime) -> bool:
    """Marks the present end of the log, whose head will be public; gives whether it was time.

    At most once a day, and only when enough was added since: a head says how much the log grew.
    """
    with transaction.atomic():
        marks = LogEntry.objects.filter(act=LogEntry.Act.PUBLISHED)
        if marks.filter(position=None).exists():
            return False
        last = marks.order_by("-position").values("position", "hour").first()
        if last is not None and last["hour"].date() >= now.date():
            return False
        added = _size() - (last["position"] + 1 if last is not None else 0)
        if added < PUBLISHED_AFTER:
            return False
        log_act(LogEntry.Act.PUBLISHED, actor="worker", now=now)
    return True


def _waiting() -> list[Waiting]:
    """The entries without a position; another worker that wants them waits, then passes them."""
    rows = LogEntry.objects.select_for_update().filter(position=None).order_by("pk")
    return [
        (key, bytes(leaf), hour)
        for key, leaf, hour in rows.values_list("pk", "leaf", "hour")[:MOST_AT_ONCE]
    ]


def _size() -> int:
    last = LogEntry.objects.aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1


def _give_positions(waiting: Sequence[Waiting], first: int) -> None:
    """One prepared statement for all: a thousand rows in an update by cases take seconds."""
    table = LogEntry._meta.db_table
    rows = [(position, key) for position, (key, _, _) in enumerate(waiting, start=first)]
    with connection.cursor() as cursor:
        cursor.executemany(f'UPDATE "{table}" SET position = %s WHERE id = %s', rows)  # noqa: S608 (our own table)


def _grow(log: GrowingLog, leaves: Sequence[bytes]) -> None:
    made = [
        LogNode(level=level, index=index, hash=each)
        for leaf in leaves
        for (level, index), each in log.add(leaf)
    ]
    LogNode.objects.bulk_create(made, batch_size=NODES_AT_ONCE)


def _sign_head(log: GrowingLog, log_seed: bytes, hour: datetime) -> None:
    root = log.root()
    signature = sign(log_seed, head_message(log.size, root, hour))
    LogHead.objects.create(size=log.size, root=root, hour=hour, signature=signature)


def _head_hour(head: LogHead | None, waiting: Sequence[Waiting], now: datetime) -> datetime:
    """Hours never go back, whatever the clock does, and no head is of an hour before its entries.

    Clocks of two machines may differ at the turn of an hour; an entry from further ahead is wrong.
    """
    present = to_hour(now)
    latest = min(max(hour for _, _, hour in waiting), present + AHEAD)
    return max(present, latest, head.hour if head is not None else present)
