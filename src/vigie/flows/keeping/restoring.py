"""From a backup to an installation that may be served: nothing erased comes back, and it says
what is missing.

A flag file stands in the folder from the first byte to the last check; no process serves, reads or
works in a folder that has it.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.core import serializers
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction

from vigie.evidence.installation import RESTORING, write_private
from vigie.evidence.ledger import Erasure, join_ledgers
from vigie.evidence.sealed_tar import opened_tar
from vigie.evidence.subtrees import GrowingLog, full_subtrees
from vigie.flows.custody import check_log, log_act, note_published
from vigie.flows.custody.proving import hashes_at
from vigie.flows.keeping.backups import (
    DATABASE,
    HEADS,
    KEPT_FILES,
    LAST_FILES,
    TABLES,
    Form,
    dumped_models,
    read_note,
    too_old,
)
from vigie.flows.keeping.erasing import Replayed, finish_erasures
from vigie.flows.place import blobs, folder
from vigie.kernel.errors import BadInput, Misconfigured, NotFound
from vigie.store.custody import LogEntry
from vigie.store.people import DeskVisit, Invitation
from vigie.store.sqlite.base import make_database_file
from vigie.store.testimonies import Item, Testimony, Wrap

BLOB = re.compile(r"blobs/([0-9a-f]{2})/\1[0-9a-f]{30}\.age")
COPY_BYTES = 1 << 20
ROWS_AT_ONCE = 500
CAME_AFTER = "came after this database: their testimonies are lost, and they go in a day"
LOST = "lost: heads over them hold no more, and none is signed for those sizes again"


@dataclass(frozen=True, slots=True)
class Head:
    """A head of the log that was published: how long it was, and its root."""

    size: int
    root: str


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did and what is missing, in counts."""

    made_at: datetime
    form: Form
    old: bool
    testimonies: int
    blobs: int
    erased_again: Replayed
    blobs_missing: int
    blobs_unknown: int
    unread_without_key: int
    log_entries: int
    log_entries_lost: int
    log_wrong: str


def restore(
    path: Path, secret: str, ledger: Iterable[Erasure], published: Head | None, now: datetime
) -> Restored:
    """Restores into this installation's folder, which must be new; removes it all when it fails.

    `ledger` is a newer copy of the erasure ledger, `published` the newest head known elsewhere.
    """
    _must_be_new()
    place = folder()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_private(place / RESTORING, b"A backup is being restored here.\n")
    try:
        made_at, form = _unpack(path, secret)
    except BaseException:
        connection.close()
        _remove_all(place)
        raise
    marks = join_ledgers(place, ledger)
    report = _settle(made_at, form, marks, published, now)
    (place / RESTORING).unlink()
    return report


def _must_be_new() -> None:
    if folder().exists() and any(folder().iterdir()):
        raise BadInput(f"{folder()} is not empty: restore into a new folder.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            there = set(connection.introspection.table_names(cursor))
        full = [each for each in dumped_models() if each._meta.db_table in there]
        if any(each._default_manager.exists() for each in full):
            raise BadInput("This database is not empty: restore into a new one.")


def _remove_all(place: Path) -> None:
    for each in place.iterdir():
        if each.is_dir():
            shutil.rmtree(each)
        elif each.name != RESTORING:
            each.unlink()
    (place / RESTORING).unlink(missing_ok=True)


def _unpack(path: Path, secret: str) -> tuple[datetime, Form]:
    """Writes every part where it belongs; the tables in one transaction, kept when all is well."""
    with path.open("rb") as file, opened_tar(file, secret) as tar:
        parts = iter(tar)
        made_at, form = read_note(*next(parts, ("", file)))
        if form == "sqlite" and connection.vendor != "sqlite":
            raise Misconfigured(
                "This backup holds an SQLite file: make one with --portable for PostgreSQL."
            )
        if form == "sqlite":
            for name, part in parts:
                _place(name, part)
            call_command("migrate", verbosity=0, interactive=False)
        else:
            make_database_file()
            call_command("migrate", verbosity=0, interactive=False)
            with transaction.atomic():
                for name, part in parts:
                    (_load if name.startswith(TABLES) else _place)(name, part)
                _count_on()
    return made_at, form


def _place(name: str, part: BinaryIO) -> None:
    """Writes one part; raises BadInput on a name that no backup has."""
    known = (*KEPT_FILES, *LAST_FILES, DATABASE, HEADS)
    if name not in known and not BLOB.fullmatch(name):
        raise BadInput(f"This backup holds something that no backup has: {name!r}.")
    target = folder() / name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with target.open("xb") as file:
        target.chmod(0o600)
        shutil.copyfileobj(part, file, COPY_BYTES)


def _load(_name: str, part: BinaryIO) -> None:
    """Puts the rows of one chunk in their table, as they were."""
    rows = serializers.deserialize("jsonl", part.read().decode(), ignorenonexistent=True)
    found = [row.object for row in rows]
    if found:
        type(found[0])._default_manager.bulk_create(found)


def _count_on() -> None:
    """New rows get numbers after those that were loaded."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), dumped_models()):
            cursor.execute(statement)


def _settle(
    made_at: datetime, form: Form, marks: Iterable[Erasure], published: Head | None, now: datetime
) -> Restored:
    """Erases again, drops what ended with the machine, and looks at what is missing."""
    again = finish_erasures(now, marks)
    DeskVisit.objects.all().delete()
    Invitation.objects.filter(used_at=None).delete()
    Testimony.objects.update(leased_until=None, leased_by="")
    present = set(blobs().names())
    known = set(Item.objects.exclude(blob="").values_list("blob", flat=True))
    _say_missing(known - present)
    lost, wrong = _check_log(published, now)
    return Restored(
        made_at=made_at,
        form=form,
        old=too_old(made_at, now),
        testimonies=Testimony.objects.filter(erased_hour=None).count(),
        blobs=len(known & present),
        erased_again=again,
        blobs_missing=len(known - present),
        blobs_unknown=len(present - known),
        unread_without_key=_without_key(),
        log_entries=_log_size(),
        log_entries_lost=lost,
        log_wrong=wrong,
    )


def _say_missing(names: set[str]) -> None:
    """A file whose bytes are not in the backup is said to be lost; a picture of it goes."""
    ordered = sorted(names)
    for start in range(0, len(ordered), ROWS_AT_ONCE):
        lost = Item.objects.filter(blob__in=ordered[start : start + ROWS_AT_ONCE])
        lost.exclude(kind=Item.Kind.FILE).delete()
        lost.update(blob="", state=Item.State.UNREADABLE, problem="damaged_here")


def _without_key() -> int:
    """Testimonies with something unread that no reader key opens any more: the team can."""
    unread = Testimony.objects.filter(items__state=Item.State.UNREAD)
    return unread.exclude(wraps__holder=Wrap.Holder.READER).distinct().count()


def _check_log(published: Head | None, now: datetime) -> tuple[int, str]:
    """Compares the log with itself and with every head known; gives what is lost, what is wrong.

    Entries are added beyond what is lost, so that no head is ever signed again for a size that was
    signed before.
    """
    heads = [*_noted_heads(), *([published] if published else [])]
    newest = max(heads, key=lambda head: head.size, default=Head(0, ""))
    size, wrong = _log_size(), "; ".join(check_log(True, now))
    lost = max(0, newest.size - size)
    if not lost and newest.size and _root_at(newest.size) != newest.root:
        wrong = f"it is not the log whose head of {newest.size} entries was published"
    waiting = LogEntry.objects.filter(position=None).count()
    for _ in range(max(1, lost - waiting + 1)):
        log_act(LogEntry.Act.RESTORED, actor="operator", now=now)
    if newest.size:
        note_published(newest.size, bytes.fromhex(newest.root))
    return lost, wrong


def _log_size() -> int:
    return LogEntry.objects.exclude(position=None).count()


def _root_at(size: int) -> str:
    """The root of the log when it was of this size; empty when its leaves are not here."""
    places = full_subtrees((0, size))
    try:
        hashes = hashes_at(places)
    except NotFound:
        return ""
    return GrowingLog(size, [hashes[place] for place in places]).root().hex()


def _noted_heads() -> list[Head]:
    """What the backup says of the log after its database was read; taken out of the folder."""
    found = _read_heads(folder() / HEADS, lambda value: value)
    note = folder() / "worker" / "head.json"
    found += _read_heads(note, lambda value: [value])
    for path in (folder() / HEADS, note):
        path.unlink(missing_ok=True)
    return found


def _read_heads(path: Path, listed: Callable[[Any], list[dict[str, Any]]]) -> list[Head]:
    try:
        return [
            Head(int(each["size"]), bytes.fromhex(each["root"]).hex())
            for each in listed(json.loads(path.read_text()))
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def as_json(report: Restored) -> dict[str, Any]:
    """The report as one JSON object."""
    return {**asdict(report), "made_at": report.made_at.isoformat()}


def sentences(report: Restored) -> list[str]:
    """The report in sentences; what is missing is said, what is well is short."""
    again = report.erased_again
    first = (
        f"Made {report.made_at:%Y-%m-%d %H:%M} UTC: {report.testimonies} testimonies, "
        f"{report.blobs} sealed files, {report.log_entries} entries of the log."
    )
    maybe: tuple[tuple[object, str], ...] = (
        (report.old, "This backup is past its age: it should have been destroyed."),
        (again.testimonies, f"{again.testimonies} testimonies were erased since: erased again."),
        (again.items, f"{again.items} single items were erased since: erased again."),
        (again.readers, f"{again.readers} reader keys were destroyed since: no longer used."),
        (report.blobs_missing, f"{report.blobs_missing} sealed files are missing, and said to be."),
        (
            report.blobs_unknown,
            f"{report.blobs_unknown} sealed files {CAME_AFTER}.",
        ),
        (
            report.unread_without_key,
            f"{report.unread_without_key} testimonies wait for the team: no key is left to read.",
        ),
        (report.log_entries_lost, f"{report.log_entries_lost} entries of the log are {LOST}."),
        (report.log_wrong, f"The custody log: {report.log_wrong}."),
    )
    return [first, *(sentence for applies, sentence in maybe if applies)]
