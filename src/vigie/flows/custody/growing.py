"""The worker's duty: positions for new entries, the subtrees they complete, one signed head."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max

from vigie.evidence.custody import head_message, sign
from vigie.evidence.subtrees import GrowingLog, full_subtrees
from vigie.flows.custody.entering import log_act, to_hour
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
Waiting = tuple[int, bytes, datetime, bool]


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
        _grow(log, [leaf for _, leaf, _, _ in waiting])
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
        last = marks.order_by("-position").first()
        if last is not None and last.hour.date() >= now.date():
            return False
        before = 0 if last is None or last.position is None else last.position + 1
        if _size() - before < PUBLISHED_AFTER:
            return False
        log_act(LogEntry.Act.PUBLISHED, actor="worker", now=now)
    return True


def _waiting() -> list[Waiting]:
    """The entries without a position; another worker that wants them waits, then passes them."""
    rows = LogEntry.objects.select_for_update().filter(position=None).order_by("pk")
    return [
        (key, bytes(leaf), hour, promise is not None)
        for key, leaf, hour, promise in rows.values_list("pk", "leaf", "hour", "promise")[
            :MOST_AT_ONCE
        ]
    ]


def _size() -> int:
    last = LogEntry.objects.aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1


def _give_positions(waiting: Sequence[Waiting], first: int) -> None:
    """One prepared statement for all: a thousand rows in an update by cases take seconds."""
    table = LogEntry._meta.db_table
    rows = [(position, key) for position, (key, _, _, _) in enumerate(waiting, start=first)]
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
    """Never before the last head, nor before a promise under it: clocks are set back sometimes.

    A promise from days ahead is of a clock that was wrong, and does not lead the log astray.
    """
    promised = [
        hour for _, _, hour, is_promise in waiting if is_promise and hour < now + CLOCK_AHEAD
    ]
    return max([to_hour(now), *promised, *([head.hour] if head is not None else [])])
