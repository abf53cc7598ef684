"""What goes, goes for good: a line in the ledger first, then keys and rows, then bytes.

A crash between two of them leaves nothing half erased: what the ledger says and the database still
holds is erased when the worker starts, and a file that no row names is swept.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import connection, transaction
from django.db.models import Q

from vigie.evidence.ledger import (
    NAME,
    Erasure,
    add_to_ledger,
    mark_of_item,
    mark_of_reader,
    mark_of_testimony,
    read_ledger,
)
from vigie.flows.custody import forget_entries, log_act, log_erased, to_hour
from vigie.flows.items import open_content
from vigie.flows.linking import refresh_case
from vigie.flows.place import blobs, folder, new_reference
from vigie.store.cases import Case, Joined
from vigie.store.custody import LogEntry
from vigie.store.keys import ReaderKey
from vigie.store.notices import Notice
from vigie.store.prints import Print
from vigie.store.testimonies import Item, Testimony, Wrap

How = Literal["erased", "anonymised"]


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a ledger made go again: testimonies, single items, reader keys."""

    testimonies: int
    items: int
    readers: int


def erase_testimony(
    key: int,
    how: How,
    *,
    actor: str,
    now: datetime,
    still: Callable[[Testimony], bool] = lambda _: True,
) -> bool:
    """Erases one testimony, when it is `still` to be erased; gives whether it was.

    "erased" leaves nothing; "anonymised" leaves a row that only the public counts see.
    """
    with transaction.atomic():
        testimony = _held(key)
        if testimony is None or not still(testimony):
            return False
        add_to_ledger(folder(), how, [mark_of_testimony(bytes(testimony.tag))], now)
        files = _destroy(testimony, how, actor, now)
    _unlink(files)
    return True


def erase_item(
    item_id: int,
    *,
    actor: str,
    now: datetime,
    testimony_key: str | None = None,
    act: LogEntry.Act = LogEntry.Act.ERASED,
) -> None:
    """Erases one thing told, with all that was made from it; harmless when it is gone.

    One conversation can come from several screenshots. With T's secret only those that this file
    is part of go; without it, every one that was read from the files of the testimony.
    """
    with transaction.atomic():
        item = Item.objects.select_related("testimony").filter(pk=item_id).first()
        if item is None:
            return
        Testimony.objects.select_for_update(no_key=True).get(pk=item.testimony_id)
        add_to_ledger(folder(), "item", [mark_of(item)], now)
        files = _destroy_item(item, testimony_key, actor, act, now)
    _unlink(files)


def finish_erasures(now: datetime, erasures: Iterable[Erasure] | None = None) -> Replayed:
    """Erases whatever the ledger says and the database still holds: after a crash or a restore."""
    said = read_ledger(folder() / NAME) if erasures is None else tuple(erasures)
    marks = {each.mark: each.kind for each in said}
    if not marks:
        return Replayed(0, 0, 0)
    items = _items_again(marks, now) + _destroyed_again(marks)
    return Replayed(_testimonies_again(marks, now), items, _readers_again(marks, now))


def clear_space() -> None:
    """Has the database let go of what erased rows leave in it; it waits while others write.

    SQLite zeroes each deleted cell, but not the copies that rows leave behind when they move from
    page to page: only writing the file anew drops those. PostgreSQL gives dead rows' space to new
    ones; until it is used again, or a table is rewritten, their bytes can lie in its files.
    """
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA temp_store=MEMORY")
            cursor.execute("VACUUM")
            return
        for model in (Wrap, Item, Print, Testimony, Notice, Case, LogEntry):
            cursor.execute(f'VACUUM "{model._meta.db_table}"')


def erased_so_far() -> int:
    """How many things told were ever erased here."""
    return sum(each.kind != "reader" for each in read_ledger(folder() / NAME))


def _held(key: int) -> Testimony | None:
    present = Testimony.objects.filter(pk=key, erased_hour=None)
    return present.select_for_update().first()


def _destroy(testimony: Testimony, how: How, actor: str, now: datetime) -> list[str]:
    """The wraps first, without which nothing opens; gives the files that are left to unlink."""
    testimony.wraps.all().delete()
    files = list(testimony.items.exclude(blob="").values_list("blob", flat=True))
    joined = list(testimony.joined.select_related("case"))
    log_erased(testimony, actor=actor, now=now)
    testimony.items.all().delete()
    testimony.joined.all().delete()
    if how == "erased" or testimony.sent_hour is None:
        testimony.delete()
    else:
        _leave_count(testimony, testimony.sent_hour, now)
    for each in joined:
        _leave_case(each, now)
    return files


def _leave_count(testimony: Testimony, sent_hour: datetime, now: datetime) -> None:
    """A row with the platform, the campaign and the hour: what the observatory counts."""
    counted = Testimony(
        pk=testimony.pk,
        reference=new_reference("T"),
        tag=secrets.token_bytes(32),
        recipient="",
        campaign_id=testimony.campaign_id,
        started_hour=sent_hour,
        sent_hour=sent_hour,
        state=Testimony.State.CLOSED,
        platform=testimony.platform,
        erased_hour=to_hour(now),
    )
    counted.save(force_update=True)


def _leave_case(joined: Joined, now: datetime) -> None:
    """Papers that wait to be sent go with the testimony they may quote; the last takes the case."""
    case = Case.objects.select_for_update().get(pk=joined.case_id)
    unsent = case.notices.filter(state=Notice.State.READY, made_hour__gte=joined.hour)
    unsent.delete()
    if case.joined.exists():
        refresh_case(case, now)
    else:
        _empty(case)


def _empty(case: Case) -> None:
    """Without testimonies a case goes; what was sent of it leaves its platform and its clocks."""
    record = case.account
    if case.notices.exists():
        case.notes.all().delete()
        case.proposals.all().delete()
        case.notices.update(sealed_pdf=b"", sealed_json=b"")
        emptied = {"account": None, "wrapped_key": b"", "recipient": "", "signature": None}
        closed = {"state": Case.State.CLOSED, "holder": None, "held_until": None}
        Case.objects.filter(pk=case.pk).update(**emptied, **closed)
    else:
        case.delete()
    if record is not None:
        record.delete()


def mark_of(item: Item) -> str:
    """How the ledger knows an item."""
    return mark_of_item(bytes(item.testimony.tag), item.pk, item.kind, item.hour)


def _destroy_item(
    item: Item, testimony_key: str | None, actor: str, act: LogEntry.Act, now: datetime
) -> list[str]:
    same = item.testimony.items
    going = Q(pk=item.pk) | Q(parent=item) | Q(parent__parent=item) | Q(kind=Item.Kind.ANALYSIS)
    if item.kind == Item.Kind.FILE:
        read = _read_from(item, testimony_key)
        going |= Q(pk__in=read) | Q(parent__in=read)
    files = list(same.filter(going).exclude(blob="").values_list("blob", flat=True))
    log_act(act, actor=actor, now=now, testimony=item.testimony)
    about_it = Q(item__in=same.filter(going)) | Q(item_number=item.pk)
    forget_entries(about_it, actor=actor, now=now)
    same.filter(going).delete()
    return files


def _read_from(file: Item, testimony_key: str | None) -> list[int]:
    """The conversations that this file may be part of."""
    talks = file.testimony.items.filter(kind=Item.Kind.CONVERSATION, parent__kind=Item.Kind.FILE)
    if testimony_key is None:
        return [each.pk for each in talks]
    digest = open_content(file, testimony_key)["sha256"]
    sources = {each.pk: open_content(each, testimony_key)["source"]["files"] for each in talks}
    return [pk for pk, files in sources.items() if digest in {each["sha256"] for each in files}]


def _unlink(files: Iterable[str]) -> None:
    for name in files:
        blobs().delete(name)


def _testimonies_again(marks: Mapping[str, str], now: datetime) -> int:
    rows = Testimony.objects.filter(erased_hour=None).values_list("pk", "tag").iterator()
    found = [(pk, marks.get(mark_of_testimony(bytes(tag)))) for pk, tag in rows]
    gone = 0
    for pk, kind in found:
        how: How = "anonymised" if kind == "anonymised" else "erased"
        gone += kind is not None and _again(pk, how, now)
    return gone


def _again(key: int, how: How, now: datetime) -> bool:
    """As `erase_testimony`, for what is in the ledger already."""
    with transaction.atomic():
        testimony = _held(key)
        if testimony is None:
            return False
        files = _destroy(testimony, how, "worker", now)
    _unlink(files)
    return True


def _items_again(marks: Mapping[str, str], now: datetime) -> int:
    found = [each.pk for each in _marked("item", marks)]
    for pk in found:
        with transaction.atomic():
            item = Item.objects.select_related("testimony").filter(pk=pk).first()
            files = _destroy_item(item, None, "worker", LogEntry.Act.ERASED, now) if item else []
        _unlink(files)
    return len(found)


def _destroyed_again(marks: Mapping[str, str]) -> int:
    """The bytes of what two people had destroyed go again; the key left opens its hash alone."""
    found = [each for each in _marked("destroyed", marks) if each.state != Item.State.DESTROYED]
    for each in found:
        Item.objects.filter(pk=each.pk).update(state=Item.State.DESTROYED, blob="")
    _unlink(each.blob for each in found if each.blob)
    return len(found)


def _marked(kind: str, marks: Mapping[str, str]) -> list[Item]:
    """The items that the ledger marks as of this kind."""
    if kind not in marks.values():
        return []
    rows = Item.objects.select_related("testimony").defer("sealed", "wrapped_key")
    return [each for each in rows.iterator() if marks.get(mark_of(each)) == kind]


def _readers_again(marks: Mapping[str, str], now: datetime) -> int:
    """A reader key that was destroyed is not used again: the team opens what waited for it."""
    kept = ReaderKey.objects.filter(destroyed_at=None)
    found = [each.recipient for each in kept if mark_of_reader(each.recipient) in marks]
    Wrap.objects.filter(holder=Wrap.Holder.READER, recipient__in=found).delete()
    return kept.filter(recipient__in=found).update(destroyed_at=now)
