"""A witness reads again what the machine read on their screenshots, and puts it right, or not.

Their corrections are events like the team's, sealed the same way, and the team looks at each. No
picture is given back: the witness has their own, and a found phone shows none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from vigie.flows.corrections import events_of, record, revision_of
from vigie.flows.items import hold
from vigie.flows.witness.telling import (
    WitnessSession,
    testimony_of,
    to_be_read,
    witness_key,
)
from vigie.kernel.conversations import Conversation
from vigie.kernel.corrections import WITNESS, Correction
from vigie.kernel.errors import BadInput, Conflict
from vigie.reading.corrections.correcting import Revised
from vigie.store.cases import Case
from vigie.store.testimonies import Item

CHANGED: Final = "This changed meanwhile: look again, then correct."
GONE: Final = "This cannot be corrected here."


@dataclass(frozen=True, slots=True)
class TalkSeen:
    """One conversation as its witness reads it again; `events` is how often it was corrected."""

    id: int
    conversation: Conversation
    turns: tuple[Revised, ...]
    events: int


def read_back(session: WitnessSession) -> tuple[TalkSeen, ...]:
    """What was read on the screenshots of this testimony, opened with the witness key."""
    testimony = testimony_of(session)
    key = witness_key(session, testimony)
    items = list(testimony.items.order_by("pk"))
    found = [_talk(each, items, key) for each in items if each.kind == Item.Kind.CONVERSATION]
    return tuple(each for each in found if each.conversation.source.kind == "screenshot")


def put_right(
    session: WitnessSession,
    conversation_id: int,
    corrections: Sequence[Correction],
    *,
    events: int,
    now: datetime,
) -> None:
    """Keeps what the witness puts right, and has the testimony graded again.

    Raises Conflict when the page was older than what stands: `events` is what it had counted.
    """
    with transaction.atomic():
        testimony = hold(testimony_of(session))
        key = witness_key(session, testimony)
        talks = testimony.items.filter(kind=Item.Kind.CONVERSATION, pk=conversation_id)
        item = talks.first()
        if item is None or testimony.archived_hour is not None:
            raise BadInput(GONE)
        if len(events_of(item, list(testimony.items.filter(parent=item)), key)) != events:
            raise Conflict(CHANGED)
        record(item, corrections, WITNESS, key, now)
        Case.objects.filter(joined__testimony=testimony).update(version=F("version") + 1)
        to_be_read(session, testimony, now)


def _talk(item: Item, items: Sequence[Item], key: str) -> TalkSeen:
    revision = revision_of(item, items, key)
    events = len(events_of(item, items, key))
    return TalkSeen(item.pk, revision.conversation, revision.turns, events)
