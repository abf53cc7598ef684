"""What people put right in a reading: opened from beside it, and sealed there one by one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from vigie.flows.custody import log_act, to_hour
from vigie.flows.items import add_item, open_content
from vigie.kernel.conversations import Conversation
from vigie.kernel.corrections import (
    WITNESS,
    Confirm,
    Correction,
    CorrectionEvent,
    FixKind,
    FixSide,
    Undo,
    act_of,
    event_from_json,
    event_to_json,
)
from vigie.kernel.errors import BadInput, Conflict
from vigie.kernel.formats import conversation_from_json
from vigie.reading.corrections.correcting import Revision, revise
from vigie.reading.corrections.undoing import revertible_places
from vigie.store.custody import LogEntry
from vigie.store.testimonies import Item

NOTHING: Final = "Nothing was changed: it reads so already, or this message is no longer there."
RESTS: Final = "A later correction rests on this one: undo that one first."


def events_of(item: Item, items: Sequence[Item], testimony_key: str) -> tuple[CorrectionEvent, ...]:
    """The corrections of a conversation, in the order in which they were made."""
    mine = [i for i in items if i.kind == Item.Kind.CORRECTION and i.parent_id == item.pk]
    return tuple(
        event_from_json(open_content(each, testimony_key), each.hour)
        for each in sorted(mine, key=lambda each: each.pk)
    )


def revision_of(item: Item, items: Sequence[Item], testimony_key: str) -> Revision:
    """A conversation as it stands; the machine's reading stays as it was."""
    return revise(_machine(item, testimony_key), events_of(item, items, testimony_key))


def unseen_by_the_team(
    talks: Sequence[Item], items: Sequence[Item], testimony_key: str
) -> dict[int, Conversation]:
    """The conversations that their witness corrected after the team last did, by their number, as
    they stand without what the witness put right."""
    found = {}
    for item in talks:
        events = events_of(item, items, testimony_key)
        if events and events[-1].by == WITNESS:
            skipped = [_skipped(event) if event.by == WITNESS else event for event in events]
            found[item.pk] = revise(_machine(item, testimony_key), skipped).conversation
    return found


def _skipped(event: CorrectionEvent) -> CorrectionEvent:
    """An event that holds its place, so that the others keep theirs, and changes nothing."""
    return replace(event, correction=Confirm(""))


def record(
    item: Item, corrections: Sequence[Correction], by: str, testimony_key: str, now: datetime
) -> None:
    """Seals those corrections of a conversation that change something, and enters them in the log.

    The testimony is held still. Raises BadInput when none changes anything, and Conflict when a
    later one rests on what is to be undone.
    """
    machine = _machine(item, testimony_key)
    items = list(item.testimony.items.filter(parent=item))
    known = list(events_of(item, items, testimony_key))
    standing = revise(machine, known)
    added = len(known)
    for correction in corrections:
        if isinstance(correction, Undo) and correction.event not in revertible_places(known):
            raise Conflict(RESTS)
        event = CorrectionEvent(correction, by, to_hour(now), _before(standing, correction))
        then = revise(machine, [*known, event])
        if then.turns != standing.turns or then.conversation != standing.conversation:
            known.append(event)
            standing = then
    if len(known) == added:
        raise BadInput(NOTHING)
    for event in known[added:]:
        _keep(item, event, now)


def _machine(item: Item, testimony_key: str) -> Conversation:
    return conversation_from_json(open_content(item, testimony_key))


def _keep(item: Item, event: CorrectionEvent, now: datetime) -> None:
    testimony = item.testimony
    add_item(testimony, Item.Kind.CORRECTION, event_to_json(event), now=now, parent=item)
    detail = act_of(event.correction)
    log_act(
        LogEntry.Act.CORRECTED,
        actor=event.by,
        now=now,
        testimony=testimony,
        item=item,
        detail=detail,
    )


def _before(standing: Revision, correction: Correction) -> tuple[str, ...]:
    """What stood there: the words of the turns spoken of, or the side, or the kind."""
    keys = (getattr(correction, name, None) for name in ("turn", "next"))
    turns = [found.turn for found in map(standing.named, filter(None, keys)) if found is not None]
    if isinstance(correction, FixSide):
        return tuple(turn.side or "" for turn in turns)
    if isinstance(correction, FixKind):
        return tuple(turn.kind for turn in turns)
    return tuple(turn.text for turn in turns)
