"""The worker's round: what is stored says what is undone, so no crash can lose it."""

import fcntl
import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.db.models import Q

from vigie.evidence.custody import sign
from vigie.evidence.installation import (
    Vault,
    boot_identity,
    load_vault,
    refuse_while_restoring,
    save_vault,
)
from vigie.evidence.keys import new_identity, recipient_of
from vigie.evidence.ledger import add_to_ledger, mark_of_reader
from vigie.flows.custody import note_head, publish_log, sequence_log
from vigie.flows.custody.anchoring import anchor_due
from vigie.flows.keeping.erasing import clear_space, erased_so_far, finish_erasures
from vigie.flows.keeping.retention import apply_rules
from vigie.flows.leases import due, forgive, lease_next, put_off, take_back_leases
from vigie.flows.once import forget_forms
from vigie.flows.place import blobs, folder, installation
from vigie.flows.reading import leave_to_the_team, read_testimony
from vigie.flows.recipients import READER_KEPT, reader_message
from vigie.flows.rules import check_folder
from vigie.flows.team.pinned import note_pinned
from vigie.flows.team.rotation import sign_rotation
from vigie.kernel.errors import BadInput, Misconfigured
from vigie.store.keys import ReaderKey, TeamKey
from vigie.store.testimonies import Item, Testimony, Wrap

ORPHAN_AGE = timedelta(hours=24)
EMPTY_KEPT = timedelta(days=30)
AHEAD = timedelta(days=1)
SWEEP_AGAIN = timedelta(hours=1)
TEAM_AFTER = 3
LONGEST_NAME = 30
log = logging.getLogger("vigie.worker")
NOT_ITS_FAULT = (DatabaseError, InterfaceError, OSError)
"""What ends a try and says nothing about the testimony that was being read."""


@dataclass(slots=True)
class Worker:
    """One running worker: its name, its opened vault, where the vault is saved, what opens it.

    `hand` is this one's alone, so that two of one name are told apart; `failures` counts how often
    each testimony could not be read; before `sweep_after` nothing is swept or erased; `worked` says
    whether the present round did something; `cleared` is after how many erasures the database last
    let go of what they leave.
    """

    name: str
    vault: Vault
    folder: Path
    identity: str = field(repr=False)
    hand: str
    failures: dict[int, int] = field(default_factory=dict)
    sweep_after: datetime | None = field(default=None)
    worked: bool = field(default=False)
    cleared: int = field(default=0)


def open_worker(name: str) -> Worker:
    """Unlocks the worker with its boot secret; what died in its hands is taken up again."""
    if len(name) > LONGEST_NAME:
        raise BadInput(f"The name of a worker has at most {LONGEST_NAME} letters.")
    refuse_while_restoring(folder())
    public = installation()
    place, secret = folder(), settings.VIGIE_WORKER_SECRET
    if secret is None and (place / "worker.secret").exists():
        secret = (place / "worker.secret").read_text()
    if secret is None:
        raise Misconfigured(
            "The worker's keys are locked: give VIGIE_WORKER_SECRET_FILE, a file with its secret."
        )
    check_folder()
    identity = boot_identity(secret, bytes.fromhex(public.code_salt))
    take_back_leases(name)
    vault = load_vault(place, identity)
    return Worker(name, vault, place, identity, f"{name}/{secrets.token_hex(4)}")


def work_once(worker: Worker, now: datetime) -> bool:
    """One round: today's key, one testimony, the log; gives whether there was anything to do.

    A duty that fails does not stop the others, unless the database is gone; the first failure is
    raised at the end.
    """
    failures: list[Exception] = []
    worker.worked = False
    for duty in DUTIES:
        try:
            worker.worked |= duty(worker, now)
        except (DatabaseError, InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001 - raised below, once the other duties are done
            failures.append(error)
    if failures:
        raise failures[0]
    return worker.worked


def _publish(worker: Worker, now: datetime) -> bool:
    publish_reader_key(worker, now)
    return False


def _pin(worker: Worker, now: datetime) -> bool:
    pin_next_team_key(worker, now)
    return False


def _read_next(worker: Worker, now: datetime) -> bool:
    testimony = lease_next(worker.hand, now)
    if testimony is None:
        return False
    try:
        read_testimony(testimony, worker.vault, now)
    except Exception as error:
        _try_later(worker, testimony, error, now)
        raise
    worker.failures.pop(testimony.pk, None)
    return True


def _try_later(worker: Worker, testimony: Testimony, error: Exception, now: datetime) -> None:
    """Others are read first; after three failures the team sees it unread, and tries go on."""
    count = worker.failures.get(testimony.pk, 0) + 1
    put_off(testimony, count, now)
    if isinstance(error, NOT_ITS_FAULT):
        forgive(testimony)
        return
    worker.failures[testimony.pk] = count
    if count == TEAM_AFTER:
        leave_to_the_team(testimony, worker.vault, now, try_again=True)


def _place_log(worker: Worker, now: datetime) -> bool:
    placed = sequence_log(bytes.fromhex(worker.vault.log_seed), now)
    if placed:
        note_head()
    return placed > 0


def _anchor(_: Worker, now: datetime) -> bool:
    anchor_due(now)
    return False


def _sweep_daily(worker: Worker, now: datetime) -> bool:
    """Once a day, and again an hour later when it failed."""
    if worker.sweep_after is not None and now < worker.sweep_after:
        return False
    worker.sweep_after = now + SWEEP_AGAIN
    publish_log(now)
    finish_erasures(now)
    apply_rules(now, "worker")
    _clear_when_erased(worker)
    sweep(now)
    destroy_reader_keys(worker, now)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    worker.sweep_after = midnight + timedelta(days=1)
    return False


DUTIES: tuple[Callable[[Worker, datetime], bool], ...] = (
    _publish,
    _pin,
    _read_next,
    _place_log,
    _anchor,
    _sweep_daily,
)


def _clear_when_erased(worker: Worker) -> None:
    """Once a day at most, and at the first sweep: whoever erased may have crashed since."""
    erased = erased_so_far()
    if erased > worker.cleared:
        clear_space()
        worker.cleared = erased


def publish_reader_key(worker: Worker, now: datetime) -> None:
    """Makes and signs today's reader key, kept in the vault before anyone can seal to it.

    One that was destroyed too early, by a clock gone wrong, gets a successor of the same day.
    """
    day = now.date()
    published = ReaderKey.objects.filter(day=day, destroyed_at=None).exists()
    if day.isoformat() in worker.vault.readers and published:
        return
    with _vault_alone(worker):
        if day.isoformat() not in worker.vault.readers:
            secret, _ = new_identity()
            worker.vault = worker.vault.with_reader(day, secret)
            save_vault(worker.folder, worker.vault, recipient_of(worker.identity))
        recipient = recipient_of(worker.vault.readers[day.isoformat()])
        signature = sign(bytes.fromhex(worker.vault.log_seed), reader_message(day, recipient))
        new = {"recipient": recipient, "signature": signature, "destroyed_at": None}
        ReaderKey.objects.update_or_create(day=day, defaults=new)


def pin_next_team_key(worker: Worker, now: datetime) -> None:
    """Signs the team key that the pinned one asked for, and pins that."""
    pinned = bytes.fromhex(worker.vault.team_public)
    if not TeamKey.objects.filter(predecessor__signing_public=pinned).exists():
        note_pinned(worker.vault.team_public)
        return
    with _vault_alone(worker):
        renewed = sign_rotation(worker.vault, now)
        if renewed is not None:
            worker.vault = renewed
            save_vault(worker.folder, renewed, recipient_of(worker.identity))
    note_pinned(worker.vault.team_public)


def destroy_reader_keys(worker: Worker, now: datetime) -> int:
    """Destroys keys over 72 hours old on which nothing unread depends; gives how many.

    A key of days to come was made while the clock was wrong, and would be the newest for years.
    """
    old = Q(day__lt=(now - READER_KEPT).date()) | Q(day__gt=(now + AHEAD).date())
    gone = 0
    for key in ReaderKey.objects.filter(old, destroyed_at=None):
        waiting = Wrap.objects.filter(testimony__read_after__isnull=False)
        if waiting.filter(holder=Wrap.Holder.READER, recipient=key.recipient).exists():
            continue
        add_to_ledger(worker.folder, "reader", [mark_of_reader(key.recipient)], now)
        with _vault_alone(worker):
            worker.vault = worker.vault.without_reader(key.day)
            save_vault(worker.folder, worker.vault, recipient_of(worker.identity))
        ReaderKey.objects.filter(pk=key.pk).update(destroyed_at=now)
        gone += 1
    _drop_destroyed(worker)
    return gone


def _drop_destroyed(worker: Worker) -> None:
    """A vault that came back from a backup still has keys that were destroyed since."""
    days = ReaderKey.objects.exclude(destroyed_at=None).values_list("day", flat=True)
    back = [day for day in days if day.isoformat() in worker.vault.readers]
    if back:
        with _vault_alone(worker):
            for day in back:
                worker.vault = worker.vault.without_reader(day)
            save_vault(worker.folder, worker.vault, recipient_of(worker.identity))


@contextmanager
def _vault_alone(worker: Worker) -> Iterator[None]:
    """The vault as it is on the disk now, while no other worker of this folder changes it.

    One that was damaged while the worker ran is put back as this worker knows it.
    """
    with (worker.folder / "worker" / "vault.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            worker.vault = load_vault(worker.folder, worker.identity)
        except Misconfigured:
            log.error("worker/vault.age is missing or damaged; written again from memory")
            save_vault(worker.folder, worker.vault, recipient_of(worker.identity))
        yield


def sweep(now: datetime) -> list[str]:
    """Removes what nobody will miss: sealed files no testimony knows, testimonies never begun."""
    begun = Q(items__isnull=False) | ~Q(state=Testimony.State.DRAFT)
    Testimony.objects.exclude(begun).filter(started_hour__lt=now - EMPTY_KEPT).delete()
    forget_forms(now)
    known = set(Item.objects.exclude(blob="").values_list("blob", flat=True))
    return blobs().sweep(known, older_than=now - ORPHAN_AGE, now=now)


def backlog(now: datetime) -> int:
    """How many testimonies wait to be read."""
    return Testimony.objects.filter(due(now)).count()
