"""The worker's round: what is stored says what is undone, so no crash can lose it."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from vigie.evidence.custody import sign
from vigie.evidence.installation import (
    Vault,
    boot_identity,
    load_vault,
    save_vault,
)
from vigie.evidence.keys import new_identity, recipient_of
from vigie.flows.custody import sequence_log
from vigie.flows.erasing import erase_withdrawn
from vigie.flows.place import blobs, folder, installation
from vigie.flows.reading import lease_next, read_testimony, take_back_leases
from vigie.flows.recipients import reader_message
from vigie.kernel.errors import Misconfigured
from vigie.store.keys import ReaderKey
from vigie.store.testimonies import Item, Testimony, Wrap

READER_KEPT = timedelta(hours=72)
ORPHAN_AGE = timedelta(hours=24)
EMPTY_KEPT = timedelta(days=30)


@dataclass(slots=True)
class Worker:
    """One running worker: its name, its opened vault, where the vault is saved, what opens it."""

    name: str
    vault: Vault
    folder: Path
    identity: str
    swept_on: date | None = field(default=None)


def open_worker(name: str) -> Worker:
    """Unlocks the worker with its boot secret; what died in its hands is taken up again."""
    public = installation()
    place, secret = folder(), settings.VIGIE_WORKER_SECRET
    if secret is None and (place / "worker.secret").exists():
        secret = (place / "worker.secret").read_text()
    if secret is None:
        raise Misconfigured(
            "The worker's keys are locked: give VIGIE_WORKER_SECRET_FILE, a file with its secret."
        )
    identity = boot_identity(secret, bytes.fromhex(public.code_salt))
    take_back_leases(name)
    return Worker(name, load_vault(place, identity), place, identity)


def work_once(worker: Worker, now: datetime) -> bool:
    """One round: today's key, one testimony, the log; gives whether there was anything to do."""
    publish_reader_key(worker, now)
    testimony = lease_next(worker.name, now)
    if testimony is not None:
        read_testimony(testimony, worker.vault, now)
    placed = sequence_log(bytes.fromhex(worker.vault.log_seed), now)
    if worker.swept_on != now.date():
        worker.swept_on = now.date()
        erase_withdrawn(now)
        sweep(now)
        destroy_reader_keys(worker, now)
    return testimony is not None or placed > 0


def publish_reader_key(worker: Worker, now: datetime) -> None:
    """Makes and signs today's reader key, kept in the vault before anyone can seal to it."""
    day = now.date()
    if day.isoformat() in worker.vault.readers and ReaderKey.objects.filter(day=day).exists():
        return
    with _vault_alone(worker):
        if day.isoformat() not in worker.vault.readers:
            secret, _ = new_identity()
            worker.vault = worker.vault.with_reader(day, secret)
            save_vault(worker.folder, worker.vault, recipient_of(worker.identity))
        recipient = recipient_of(worker.vault.readers[day.isoformat()])
        signature = sign(bytes.fromhex(worker.vault.log_seed), reader_message(day, recipient))
        ReaderKey.objects.get_or_create(
            day=day, defaults={"recipient": recipient, "signature": signature}
        )


def destroy_reader_keys(worker: Worker, now: datetime) -> int:
    """Destroys keys over 72 hours old on which nothing unread depends; gives how many."""
    old = ReaderKey.objects.filter(destroyed_at=None, day__lt=(now - READER_KEPT).date())
    gone = 0
    for key in old:
        waiting = Wrap.objects.filter(testimony__read_after__isnull=False)
        if waiting.filter(holder=Wrap.Holder.READER, recipient=key.recipient).exists():
            continue
        with _vault_alone(worker):
            worker.vault = worker.vault.without_reader(key.day)
            save_vault(worker.folder, worker.vault, recipient_of(worker.identity))
        ReaderKey.objects.filter(pk=key.pk).update(destroyed_at=now)
        gone += 1
    return gone


@contextmanager
def _vault_alone(worker: Worker) -> Iterator[None]:
    """The vault as it is on the disk now, while no other worker of this folder changes it."""
    with (worker.folder / "worker" / "vault.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        worker.vault = load_vault(worker.folder, worker.identity)
        yield


def sweep(now: datetime) -> list[str]:
    """Removes what nobody will miss: sealed files no testimony knows, testimonies never begun."""
    begun = Q(items__isnull=False) | ~Q(state=Testimony.State.DRAFT)
    Testimony.objects.exclude(begun).filter(started_hour__lt=now - EMPTY_KEPT).delete()
    known = set(Item.objects.exclude(blob="").values_list("blob", flat=True))
    return blobs().sweep(known, older_than=now - ORPHAN_AGE, now=now)


def backlog(now: datetime) -> int:
    """How many testimonies wait to be read."""
    return Testimony.objects.filter(read_after__lte=now).count()
