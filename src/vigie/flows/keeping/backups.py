"""Backups: one sealed file with all that an installation is, made while it runs.

What is read first can only be older than what is read last: the database, then the blobs that it
names, then the worker's keys, the erasure ledger and the newest heads of the log.
"""

import io
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Literal

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.db import connection, models, transaction

from vigie.evidence.installation import write_private
from vigie.evidence.keys import new_identity, parsed_recipient
from vigie.evidence.ledger import NAME as LEDGER
from vigie.evidence.sealed_tar import SealedTarWriter, opened_tar
from vigie.flows.place import blobs, folder, installation
from vigie.flows.team.attesting import attested_recovery
from vigie.kernel.errors import BadInput, Misconfigured, NotFound
from vigie.store.custody import LogHead
from vigie.store.people import DeskVisit

SCHEMA = "vigie.backup/1"
DATABASE = "vigie.sqlite3"
TABLES = "tables/"
HEADS = "heads.json"
NOTE = "backup.json"
KEPT_FILES = ("installation.json", "intake/keys.json")
LAST_FILES = ("worker/vault.age", "worker/head.json", LEDGER)
CHUNK_BYTES = 2 << 20
HEADS_KEPT = 50
Form = Literal["sqlite", "tables"]


@dataclass(frozen=True, slots=True)
class Made:
    """What a backup holds."""

    parts: int
    size_bytes: int
    form: Form


@dataclass(frozen=True, slots=True)
class Checked:
    """What a backup that was read to its end says of itself."""

    made_at: datetime
    form: Form
    parts: int
    blobs: int
    size_bytes: int


def backup_recipient() -> str:
    """Whom backups are sealed to: the setting, else the recovery key; raises Misconfigured."""
    given = settings.VIGIE_BACKUP_RECIPIENT
    if not given:
        key = attested_recovery()
        given = key.recipient if key is not None else ""
    if not given:
        raise Misconfigured(
            "Nobody could open a backup: make a recovery key at the desk, or give "
            "VIGIE_BACKUP_RECIPIENT, the public half of an age key kept elsewhere."
        )
    parsed_recipient(given)
    return str(given)


def make_backup(out: Path, now: datetime, *, portable: bool = False) -> Made:
    """Writes a backup, durable when this returns, or nothing; raises BadInput over a file."""
    if out.exists():
        raise BadInput(f"{out} is there already: give another name.")
    recipient, form = backup_recipient(), _form(portable)
    draft = out.with_name(f"{out.name}.unfinished")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as sink:
            parts = _write(sink, recipient, form, now)
            sink.flush()
            os.fsync(sink.fileno())
        draft.rename(out)
    finally:
        draft.unlink(missing_ok=True)
    note = {"made_at": now.isoformat(), "size_bytes": out.stat().st_size}
    write_private(folder() / "last-backup.json", json.dumps(note).encode())
    return Made(parts, out.stat().st_size, form)


def check_backup(path: Path, secret: str) -> Checked:
    """Reads a backup to its end, every part against the index; raises WrongKey or BadInput."""
    note, count, sealed = None, 0, 0
    with path.open("rb") as file, opened_tar(file, secret) as tar:
        for name, part in tar:
            if count == 0:
                note = read_note(name, part)
            count += 1
            sealed += name.startswith("blobs/")
    if note is None:
        raise BadInput("This is no backup of Vigie: it holds nothing.")
    return Checked(note[0], note[1], count, sealed, path.stat().st_size)


def read_note(name: str, part: BinaryIO) -> tuple[datetime, Form]:
    """When a backup was made, and in what form its database is; raises BadInput."""
    try:
        note = json.loads(part.read(4096)) if name == NOTE else {}
        made_at = datetime.fromisoformat(note["made_at"])
        if note["schema"] != SCHEMA or note["form"] not in ("sqlite", "tables"):
            raise KeyError
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput("This is no backup of Vigie, or of a later version of it.") from error
    return made_at, note["form"]


def last_backup() -> datetime | None:
    """When the last backup of this installation was made."""
    try:
        note = json.loads((folder() / "last-backup.json").read_text())
        return datetime.fromisoformat(note["made_at"])
    except (OSError, ValueError, KeyError):
        return None


def too_old(made_at: datetime, now: datetime) -> bool:
    """Whether a backup is past its age: then it is to be destroyed, with what it still opens."""
    return now - made_at > timedelta(days=settings.VIGIE_BACKUP_DAYS)


def _form(portable: bool) -> Form:
    """SQLite's file as it is, unless tables are wanted or its pages are spread over two files."""
    if connection.vendor != "sqlite" or portable:
        return "tables"
    with connection.cursor() as cursor:
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    return "tables" if mode == "wal" else "sqlite"


def _write(sink: BinaryIO, recipient: str, form: Form, now: datetime) -> int:
    installation()
    tar = SealedTarWriter(sink, recipient)
    try:
        note = {"schema": SCHEMA, "made_at": now.astimezone(UTC).isoformat(), "form": form}
        tar.add_bytes(NOTE, json.dumps(note).encode())
        _add_files(tar, KEPT_FILES)
        if form == "sqlite":
            _add_sqlite(tar)
        else:
            _add_tables(tar)
        _add_blobs(tar)
        _add_files(tar, LAST_FILES)
        tar.add_bytes(HEADS, json.dumps(_heads()).encode())
        tar.finish()
    except BaseException:
        tar.abort()
        raise
    return len(tar.parts) - 1


def _add_files(tar: SealedTarWriter, names: Iterable[str]) -> None:
    for name in names:
        path = folder() / name
        if path.exists():
            tar.add_bytes(name, path.read_bytes())


def _add_blobs(tar: SealedTarWriter) -> None:
    """Every sealed file; one that is erased meanwhile is passed over."""
    store = blobs()
    for name in store.names():
        try:
            with store.open(name) as file:
                tar.add(f"blobs/{name[:2]}/{name}.age", os.fstat(file.fileno()).st_size, file)
        except NotFound:
            continue


def _add_sqlite(tar: SealedTarWriter) -> None:
    """The database's own file, as it was between two writes.

    While a reader holds its lock SQLite writes nothing to the file: it is copied under one, sealed
    under a key that only this memory has, as fast as the disk allows; then writers go on.
    """
    secret, recipient = new_identity()
    with tempfile.TemporaryFile(dir=folder(), prefix="backup-") as scratch:
        size_bytes = _copy_locked(scratch, recipient)
        scratch.seek(0)
        with _opened(scratch, secret) as copy:
            tar.add(DATABASE, size_bytes, copy)


def _copy_locked(scratch: BinaryIO, recipient: str) -> int:
    path = Path(connection.settings_dict["NAME"])
    copy = SealedTarWriter(scratch, recipient)
    try:
        with path.open("rb") as pages, closing(sqlite3.connect(path, timeout=60)) as reader:
            reader.isolation_level = None
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
            size_bytes = os.fstat(pages.fileno()).st_size
            copy.add(DATABASE, size_bytes, pages)
            reader.execute("ROLLBACK")
        copy.finish()
    finally:
        copy.abort()
    return size_bytes


@contextmanager
def _opened(scratch: BinaryIO, secret: str) -> Iterator[BinaryIO]:
    with opened_tar(scratch, secret) as tar:
        parts = iter(tar)
        yield next(parts)[1]


def _add_tables(tar: SealedTarWriter) -> None:
    """Every table in lines of JSON, all as they were at one moment, for either database."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for model in dumped_models():
            for number, chunk in enumerate(_chunks(model)):
                tar.add_bytes(f"{TABLES}{model._meta.model_name}-{number:06d}.jsonl", chunk)


def dumped_models() -> list[type[models.Model]]:
    """Every model but the visits, which end with their machine."""
    return [each for each in apps.get_app_config("store").get_models() if each is not DeskVisit]


def _chunks(model: type[models.Model]) -> Iterator[bytes]:
    text = io.StringIO()
    for row in model._default_manager.order_by("pk").iterator(chunk_size=100):
        text.write(serializers.serialize("jsonl", [row]))
        if text.tell() > CHUNK_BYTES:
            yield text.getvalue().encode()
            text = io.StringIO()
    if text.tell():
        yield text.getvalue().encode()


def _heads() -> list[dict[str, str | int]]:
    """The newest signed heads, read last: whoever restores knows how long the log had become."""
    return [
        {
            "size": head.size,
            "root": bytes(head.root).hex(),
            "hour": head.hour.isoformat(),
            "signature": bytes(head.signature).hex(),
        }
        for head in LogHead.objects.order_by("-size")[:HEADS_KEPT]
    ]
