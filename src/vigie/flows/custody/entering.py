"""Entering an act in the log, and forgetting what it was about."""

import secrets
from datetime import datetime

from django.db.models import Q

from vigie.evidence.custody import SALT_BYTES, about_what, act_leaf
from vigie.evidence.receipts import make_promise
from vigie.flows.place import intake_keys
from vigie.kernel.errors import BadInput
from vigie.store.custody import LogEntry
from vigie.store.testimonies import Item, Testimony

INTAKE, DESK, COUNTED = "intake", "desk", " entries"
FORGOTTEN = ("about", "salt", "subject", "item_number", "detail")
LENGTHS = {"actor": 40, "subject": 20, "detail": 80}


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
    subject: str = "",
    detail: str = "",
) -> LogEntry:
    """Enters one act in the transaction of what it does; raises BadInput when a text is too long.

    `subject` is what it was done to when that is no testimony: a case, a person, a key, a decision.
    """
    entry = _entry(act, actor, now, testimony, item, subject=subject, detail=detail)
    entry.save(force_insert=True)
    return entry


def log_received(
    testimony: Testimony, content_leaf: bytes, now: datetime, *, item: Item, promised: bool
) -> LogEntry:
    """Enters one thing received, by the salted hash of its content.

    `promised` when intake signs that the log will hold it.
    """
    entry = received_entry(testimony, content_leaf, now, item=item, promised=promised)
    entry.save(force_insert=True)
    return entry


def received_entry(
    testimony: Testimony, content_leaf: bytes, now: datetime, *, item: Item, promised: bool
) -> LogEntry:
    """What the log says of one thing received, not entered yet; the item is stored already."""
    actor = INTAKE if promised else DESK
    detail = content_leaf.hex()
    entry = _entry(LogEntry.Act.RECEIVED, actor, now, testimony, item, detail=detail)
    entry.promise = _promise(bytes(entry.leaf), entry.hour) if promised else None
    return entry


def log_acknowledged(testimony: Testimony, leaf: bytes, now: datetime, *, item: Item) -> LogEntry:
    """Enters the leaf of a receipt with intake's promise; `item` seals what it was made from."""
    entry = acknowledged_entry(testimony, leaf, now, item=item)
    entry.save(force_insert=True)
    return entry


def acknowledged_entry(testimony: Testimony, leaf: bytes, now: datetime, *, item: Item) -> LogEntry:
    """What the log says of a receipt, not entered yet."""
    hour = to_hour(now)
    return LogEntry(
        act=LogEntry.Act.RECEIVED,
        actor=INTAKE,
        hour=hour,
        leaf=leaf,
        promise=_promise(leaf, hour),
        item=item,
        testimony=testimony,
    )


def log_erased(testimony: Testimony, *, actor: str, now: datetime) -> LogEntry:
    """Enters an erasure; every entry about this testimony forgets that it was about it."""
    its = Q(testimony=testimony) | Q(subject=testimony.reference)
    return forget_entries(its, actor=actor, now=now)


def forget_entries(entries: Q, *, actor: str, now: datetime) -> LogEntry:
    """Makes entries forget what they were about, keeps their leaves, and enters how many.

    Who did what and when can still be computed again; to what, nobody can say any more.
    """
    its = LogEntry.objects.filter(entries)
    known = its.filter(salt__isnull=False).only("subject", "item_number", "detail", "salt")
    forgotten = [_without_subject(entry) for entry in known]
    LogEntry.objects.bulk_update(forgotten, list(FORGOTTEN), batch_size=200)
    LogEntry.objects.filter(entries).update(testimony=None, item=None)
    LogEntry.objects.filter(pk__in=[each.pk for each in forgotten]).update(
        testimony=None, item=None
    )
    detail = f"{len(forgotten)}{COUNTED}"
    return log_act(LogEntry.Act.ERASED, actor=actor, now=now, detail=detail)


def forgotten_by(entry: LogEntry) -> int | None:
    """How many entries an erasure made forget; None when an entry does not say so."""
    count = entry.detail.removesuffix(COUNTED)
    counted = entry.act == LogEntry.Act.ERASED and entry.detail != count and count.isdecimal()
    return int(count) if counted else None


def _without_subject(entry: LogEntry) -> LogEntry:
    salt = bytes(entry.salt or b"")
    entry.about = about_what(entry.subject, entry.item_number, entry.detail, salt)
    entry.salt, entry.subject, entry.item_number, entry.detail = None, "", None, ""
    return entry


def _entry(
    act: LogEntry.Act,
    actor: str,
    now: datetime,
    testimony: Testimony | None,
    item: Item | None,
    *,
    subject: str = "",
    detail: str = "",
) -> LogEntry:
    """An entry that is not saved yet, its leaf made from what it keeps."""
    subject = subject or (testimony.reference if testimony is not None else "")
    for name, text in (("actor", actor), ("subject", subject), ("detail", detail)):
        if len(text) > LENGTHS[name]:
            raise BadInput(f"The {name} of an act has at most {LENGTHS[name]} letters.")
    hour, salt = to_hour(now), secrets.token_bytes(SALT_BYTES)
    number = item.pk if item is not None else None
    return LogEntry(
        act=act,
        actor=actor,
        hour=hour,
        leaf=act_leaf(act.value, actor, hour, about_what(subject, number, detail, salt)),
        salt=salt,
        subject=subject,
        item_number=number,
        detail=detail,
        item=item,
        testimony=testimony,
    )


def _promise(leaf: bytes, hour: datetime) -> bytes:
    return make_promise(leaf, hour, bytes.fromhex(intake_keys().signing_seed))
