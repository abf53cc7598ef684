"""Frozen files: kept from sight at once by anyone, and what two people then decide about them.

A file is frozen with the pictures that were made of it, and with whatever has the same bytes in its
testimony. What was read in the conversation around stays. After handing over or destroying, its
name, its hash and its place stay, and nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from vigie.evidence.images import IMAGE_KINDS
from vigie.evidence.ledger import add_to_ledger
from vigie.flows.custody import log_act, to_hour
from vigie.flows.decisions import decided, protocol_of
from vigie.flows.items import (
    CLOSED,
    forget_key,
    hold,
    open_content,
    seal_blob_to,
    sealed_for_another,
    testimony_secret,
)
from vigie.flows.keeping.erasing import mark_of
from vigie.flows.lending import lend, set_back
from vigie.flows.place import blobs, folder
from vigie.flows.queue import case_named
from vigie.flows.team.people import Desk
from vigie.kernel.errors import Conflict, NotFound
from vigie.store.custody import LogEntry
from vigie.store.duties import Proposal, Task
from vigie.store.prints import Print
from vigie.store.testimonies import Item, Wrap

TO_BE_LOOKED_AT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Policy:
    """What the organisation decided that becomes of a frozen file, and the protocol behind it."""

    value: str = ""
    recipient: str = ""
    protocol: str = ""

    def acts(self) -> tuple[Proposal.Act, ...]:
        """What two people may do: unfreeze always, and what was decided."""
        grave = {"seal": (Proposal.Act.HAND_OVER,), "refuse": (Proposal.Act.DESTROY,)}
        return (Proposal.Act.THAW, *grave.get(self.value, ()))


def policy() -> Policy:
    """The recorded policy; without one a file stays frozen, or is unfrozen."""
    value, recipient = decided("csam_policy"), decided("judicial_recipient")
    return Policy(value or "", recipient or "", protocol_of("csam_policy"))


def freeze(desk: Desk, case_reference: str, item_id: int, now: datetime) -> None:
    """Freezes a file of a case, or the file that a picture was made of; harmless a second time."""
    case = case_named(case_reference)
    item = Item.objects.filter(testimony__joined__case=case, pk=item_id).first()
    if item is None:
        raise NotFound("There is no such item in this case.")
    with transaction.atomic():
        testimony = hold(item.testimony)
        key = testimony_secret(testimony, Wrap.Holder.TEAM, desk.team_secret)
        freeze_file(_file_of(item), key, desk.responder.pseudonym, now)


def freeze_file(file: Item, key: str, actor: str, now: datetime) -> None:
    """Freezes a received file and what has the same bytes, while its testimony is held still.

    A person is asked to look after each within a day.
    """
    mine = hash_of(file, key)
    files = file.testimony.items.filter(kind=Item.Kind.FILE).exclude(state__in=CLOSED)
    for each in files.select_related("testimony"):
        if hash_of(each, key) == mine:
            _freeze_one(each, actor, now)


def hash_of(file: Item, key: str) -> str:
    """The SHA-256 of a received file, with T's secret."""
    return str(open_content(file, key)["sha256"])


def _freeze_one(file: Item, actor: str, now: datetime) -> None:
    changed = _with_pictures(file).exclude(state__in=CLOSED)
    changed.update(state=Item.State.FROZEN, frozen_hour=to_hour(now))
    Task.objects.create(
        kind=Task.Kind.FROZEN_IMAGE, item=file, made_at=now, due_at=now + TO_BE_LOOKED_AT
    )
    log_act(LogEntry.Act.FROZEN, actor=actor, now=now, testimony=file.testimony, item=file)


def thaw(desk: Desk, proposal: Proposal, now: datetime) -> None:
    """It was nothing to hide: the file is as before, and read if it was not yet."""
    files, key = _still_frozen(proposal, desk)
    for file in files:
        pictures = file.testimony.items.filter(parent=file, kind=Item.Kind.PICTURE)
        pictures.update(state=Item.State.MADE, frozen_hour=None)
        file.state, file.frozen_hour = _state_before(file, key), None
        file.save(update_fields=["state", "frozen_hour"])
        _finish(file, LogEntry.Act.THAWED, desk, proposal, now)
    if any(file.state == Item.State.UNREAD for file in files):
        set_back(files[0].testimony, key)
        lend(files[0].testimony, key, now)


def hand_over(desk: Desk, proposal: Proposal, now: datetime) -> None:
    """Seals the file to the judicial recipient alone; our own copy and its key are destroyed."""
    recipient = decided("judicial_recipient")
    if decided("csam_policy") != "seal" or recipient is None:
        raise Conflict("Your organisation has not recorded that files are handed to justice.")
    files, key = _still_frozen(proposal, desk)
    for file in files:
        sealed = seal_blob_to(file, key, recipient)
        _forget(file, key, Item.State.HANDED, sealed)
        _finish(file, LogEntry.Act.HANDED, desk, proposal, now)


def destroy(desk: Desk, proposal: Proposal, now: datetime) -> None:
    """Destroys the file and its key; its hash and the record of it stay.

    The ledger says so first: a backup that is restored does not bring it back.
    """
    if decided("csam_policy") != "refuse":
        raise Conflict("Your organisation has not recorded that such files are destroyed.")
    files, key = _still_frozen(proposal, desk)
    for file in files:
        marks = [mark_of(each) for each in _with_pictures(file).select_related("testimony")]
        add_to_ledger(folder(), "destroyed", marks, now)
        _forget(file, key, Item.State.DESTROYED, "")
        _finish(file, LogEntry.Act.DESTROYED, desk, proposal, now)


def handed_file(desk: Desk, case_reference: str, item_id: int, now: datetime) -> bytes:
    """The sealed copy for justice, which opens to nobody here; taking it out is logged."""
    case = case_named(case_reference)
    item = Item.objects.filter(testimony__joined__case=case, pk=item_id).first()
    if item is None:
        raise NotFound("There is no such item in this case.")
    sealed = sealed_for_another(item)
    actor = desk.responder.pseudonym
    log_act(LogEntry.Act.EXPORTED, actor=actor, now=now, testimony=item.testimony, item=item)
    return sealed


def _file_of(item: Item) -> Item:
    """The received file of a picture, or the file itself; only files hold images."""
    file = item.parent if item.kind == Item.Kind.PICTURE else item
    if file is None or file.kind != Item.Kind.FILE:
        raise NotFound("Only a file or an image can be frozen.")
    return file


def _with_pictures(file: Item) -> QuerySet[Item]:
    made = Q(parent=file, kind=Item.Kind.PICTURE)
    return Item.objects.filter(Q(pk=file.pk) | made)


def _still_frozen(proposal: Proposal, desk: Desk) -> tuple[list[Item], str]:
    """The file of a proposal and what has the same bytes, held still, and T's secret.

    Raises Conflict when it is frozen no more.
    """
    if proposal.item is None:
        raise NotFound("There is no such item in this case.")
    testimony = hold(proposal.item.testimony)
    key = testimony_secret(testimony, Wrap.Holder.TEAM, desk.team_secret)
    frozen = testimony.items.filter(kind=Item.Kind.FILE, state=Item.State.FROZEN)
    files = list(frozen.select_related("testimony").order_by("pk"))
    if proposal.item.pk not in {each.pk for each in files}:
        raise Conflict("This file is not frozen any more; look at the case again.")
    mine = hash_of(proposal.item, key)
    return [each for each in files if hash_of(each, key) == mine], key


def _state_before(file: Item, key: str) -> str:
    """Unreadable stays so; what has not given what its kind gives was not read to the end."""
    if file.problem:
        return Item.State.UNREADABLE
    shown = str(open_content(file, key)["kind"]) in IMAGE_KINDS
    kind = Item.Kind.PICTURE if shown else Item.Kind.CONVERSATION
    read = file.testimony.items.filter(parent=file, kind=kind).exists()
    return Item.State.READ if read else Item.State.UNREAD


def _forget(file: Item, key: str, state: Item.State, sealed: str) -> None:
    """The keys go now, and the bytes once this is kept; a crash in between leaves them to sweep."""
    items = list(_with_pictures(file).select_related("testimony"))
    gone = [each.blob for each in items if each.blob]
    Print.objects.filter(item__in=items).delete()
    for each in items:
        forget_key(each, key)
        each.state = state if each.pk == file.pk else Item.State.DESTROYED
        each.blob = sealed if each.pk == file.pk else ""
        each.save(update_fields=["wrapped_key", "sealed", "state", "blob"])
    transaction.on_commit(lambda: _delete(gone))


def _delete(names: Sequence[str]) -> None:
    for name in names:
        blobs().delete(name)


def _finish(file: Item, act: LogEntry.Act, desk: Desk, proposal: Proposal, now: datetime) -> None:
    """Both people stand in the log, and the task that asked for them is done."""
    both = f"{proposal.author.pseudonym}+{desk.responder.pseudonym}"
    log_act(act, actor=both, now=now, testimony=file.testimony, item=file)
    Task.objects.filter(kind=Task.Kind.FROZEN_IMAGE, item=file, done_at=None).update(
        done_at=now, done_by=desk.responder
    )
