"""The custody log: every act enters it at once; the worker gives positions and signed heads."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet

from vigie.evidence import custody
from vigie.evidence.receipts import make_promise
from vigie.flows.place import intake_keys
from vigie.kernel.errors import Conflict
from vigie.store.custody import LogEntry, LogHead
from vigie.store.testimonies import Item, Testimony

CLOCK_AHEAD = timedelta(days=2)
SHORTENED = (
    "Entries or heads of the custody log are gone: nothing is added to it; see 'vigie doctor'."
)


def to_hour(time: datetime) -> datetime:
    """A time rounded down to its hour, which is all the database keeps."""
    return time.replace(minute=0, second=0, microsecond=0)


def log_act(
    act: LogEntry.Act,
    *,
    actor: str,
    now: datetime,
    testimony: Testimony | None = None,
    item: Item | None = None,
) -> LogEntry:
    """Enters one act of the worker or the team; its leaf commits to who, what, which and when."""
    hour = to_hour(now)
    fields: dict[str, str | int | None] = {
        "act": act.value,
        "actor": actor,
        "hour": hour.isoformat(),
        "item": item.pk if item is not None else None,
        "testimony": testimony.reference if testimony is not None else None,
    }
    leaf = custody.leaf_hash(custody.commit(fields, secrets.token_bytes(16)))
    return LogEntry.objects.create(
        act=act, actor=actor, hour=hour, leaf=leaf, item=item, testimony=testimony
    )


def log_received(
    testimony: Testimony, leaf: bytes, now: datetime, *, item: Item | None, promised: bool
) -> LogEntry:
    """Enters what was received; `promised` when intake signs that the log will hold it."""
    hour = to_hour(now)
    promise = (
        make_promise(leaf, hour, bytes.fromhex(intake_keys().signing_seed)) if promised else None
    )
    return LogEntry.objects.create(
        act=LogEntry.Act.RECEIVED,
        actor="intake" if promised else "desk",
        hour=hour,
        leaf=leaf,
        promise=promise,
        item=item,
        testimony=testimony,
    )


def sequence_log(log_seed: bytes, now: datetime) -> int:
    """The worker's duty: positions for new entries, in order, and a signed head; gives how many.

    Raises Conflict, and adds nothing, when the log is not as long as its last head says.
    """
    with transaction.atomic():
        waiting = list(_waiting())
        if not waiting:
            return 0
        last = LogEntry.objects.aggregate(last=Max("position"))["last"]
        first = 0 if last is None else last + 1
        head = LogHead.objects.order_by("-size").first()
        if LogEntry.objects.exclude(position=None).count() != first or first != _size(head):
            raise Conflict(SHORTENED)
        for position, entry in enumerate(waiting, start=first):
            entry.position = position
        LogEntry.objects.bulk_update(waiting, ["position"])
        _sign_head(log_seed, _head_time(waiting, head, now))
    return len(waiting)


def _head_time(waiting: Sequence[LogEntry], head: LogHead | None, now: datetime) -> datetime:
    """Never before the last head, nor before a promise under it: clocks are set back sometimes."""
    promised = [each.hour for each in waiting if each.promise and each.hour < now + CLOCK_AHEAD]
    return max([now, *promised, *([head.hour] if head else [])])


def _size(head: LogHead | None) -> int:
    return 0 if head is None else head.size


def _waiting() -> QuerySet[LogEntry]:
    """The entries without a position; another worker that wants them waits, then passes them."""
    return LogEntry.objects.select_for_update().filter(position=None).order_by("pk")[:5000]


def _sign_head(log_seed: bytes, now: datetime) -> None:
    leaves = all_leaves()
    root = custody.root(leaves)
    message = custody.head_message(len(leaves), root, to_hour(now))
    LogHead.objects.create(
        size=len(leaves), root=root, hour=to_hour(now), signature=custody.sign(log_seed, message)
    )


def all_leaves() -> list[bytes]:
    """Every leaf hash with a position, in order."""
    rows = LogEntry.objects.exclude(position=None).order_by("position")
    return [bytes(leaf) for leaf in rows.values_list("leaf", flat=True)]
