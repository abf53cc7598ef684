"""Late work: an unlocked responder lends testimonies to the worker, which reads them once more.

T is wrapped to today's signed reader key; the worker gives it back as ever, by destroying its wrap.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from vigie.evidence.keys import wrap
from vigie.flows.custody import log_act
from vigie.flows.items import CLOSED, hold, open_content, testimony_secret
from vigie.flows.recipients import reader_recipient
from vigie.flows.team.people import Desk
from vigie.kernel.errors import BadInput, Misconfigured, NotFound
from vigie.store.custody import LogEntry
from vigie.store.testimonies import Item, Testimony, Wrap

REASONS: Final = {
    "unread": "what was not read, because its reader key was gone",
    "rules": "the rules again, on what was read",
    "engine": "everything again, with today's reading",
}


def lend_to_worker(
    desk: Desk, references: Sequence[str], reason: str, now: datetime
) -> tuple[str, ...]:
    """Lends testimonies to the worker, each in a transaction of its own; gives those lent.

    Raises NotFound, before any is lent, when one does not exist; what is archived is passed over.
    """
    if reason not in REASONS:
        raise BadInput(f"Say why: one of {', '.join(REASONS)}.")
    found = {each.reference: each for each in Testimony.objects.filter(reference__in=references)}
    for reference in references:
        if reference not in found:
            raise NotFound(f"There is no testimony {reference}.")
    return tuple(each for each in references if _lend_one(desk, found[each], reason, now))


def lendable(reason: str) -> tuple[str, ...]:
    """The testimonies that a reason can concern, the oldest first."""
    held = Testimony.objects.filter(wraps__holder=Wrap.Holder.TEAM, read_after=None)
    if reason == "unread":
        held = held.filter(items__state=Item.State.UNREAD)
    return tuple(held.distinct().order_by("pk").values_list("reference", flat=True))


def lend(testimony: Testimony, key: str, now: datetime) -> None:
    """Wraps T to today's reader and asks for a reading; the testimony is held still."""
    reader = reader_recipient(now)
    if reader is None:
        raise Misconfigured("No reader key is published; start the worker once.")
    Wrap.objects.update_or_create(
        testimony=testimony,
        holder=Wrap.Holder.READER,
        defaults={"recipient": reader, "wrapped": wrap(key, reader)},
    )
    Testimony.objects.filter(pk=testimony.pk).update(read_after=now)


def set_back(testimony: Testimony, key: str) -> None:
    """Everything told is to be read again, but files that are closed and what was read with them.

    A conversation that goes over several files is read from all of them or stays as it is.
    """
    items = list(testimony.items.order_by("pk"))
    files = {
        each.pk: str(open_content(each, key)["sha256"])
        for each in items
        if each.kind == Item.Kind.FILE
    }
    kept = _read_with_closed_ones(items, files, key)
    again = [each.pk for each in items if each.pk in files and each.blob]
    again = [pk for pk in again if files[pk] not in kept]
    told = testimony.items.exclude(state__in=CLOSED)
    told.filter(pk__in=again).update(state=Item.State.UNREAD, problem="", attempts=0)
    told.filter(kind=Item.Kind.PAGE, state=Item.State.READ).update(state=Item.State.UNREAD)


def _lend_one(desk: Desk, testimony: Testimony, reason: str, now: datetime) -> bool:
    with transaction.atomic():
        hold(testimony)
        try:
            key = testimony_secret(testimony, Wrap.Holder.TEAM, desk.team_secret)
        except Wrap.DoesNotExist:
            return False
        if reason == "engine":
            set_back(testimony, key)
        lend(testimony, key, now)
        actor = desk.responder.pseudonym
        log_act(LogEntry.Act.LENT, actor=actor, now=now, testimony=testimony, detail=reason)
    return True


def _read_with_closed_ones(
    items: Iterable[Item], files: dict[int, str], key: str
) -> frozenset[str]:
    """The hashes of files that share a conversation with one that is closed."""
    items = list(items)
    closed = {files[each.pk] for each in items if each.pk in files and each.state in CLOSED}
    talks = [open_content(each, key) for each in items if each.kind == Item.Kind.CONVERSATION]
    sources = [{file["sha256"] for file in talk["source"].get("files", ())} for talk in talks]
    return frozenset(sha for each in sources if each & closed for sha in each)
