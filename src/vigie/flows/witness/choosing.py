"""A witness chooses which conversations of an export are kept; the words of the others go."""

from collections.abc import Collection
from datetime import datetime

from vigie.flows.exports import PAGE, Choice, Listed, listed_of, strike_out
from vigie.flows.items import open_content
from vigie.flows.keeping.erasing import erase_item
from vigie.flows.witness.telling import WitnessSession, save_page, testimony_of, witness_key
from vigie.store.testimonies import Item


def conversations_in_exports(session: WitnessSession) -> tuple[Listed, ...]:
    """The conversations of exports that have several, by name; opened in this request."""
    testimony = testimony_of(session)
    listings = testimony.items.filter(kind=Item.Kind.LISTING).order_by("pk")
    return listed_of(listings, witness_key(session, testimony))


def choose_conversations(
    session: WitnessSession, wanted: Collection[str], *, once: str, now: datetime
) -> None:
    """Keeps these and erases what was read of the others; the sealed export itself stays.

    What is wanted and was not kept is read again, by the worker.
    """
    known = frozenset(each.id for each in conversations_in_exports(session))
    choice = Choice(known & frozenset(wanted), known - frozenset(wanted))
    save_page(session, PAGE, choice.page(), once=once, now=now)
    testimony = testimony_of(session)
    key = witness_key(session, testimony)
    strike_out(testimony, choice.left, key)
    for item in testimony.items.filter(kind=Item.Kind.CONVERSATION):
        if open_content(item, key)["id"] in choice.left:
            erase_item(item.pk, actor="witness", now=now, testimony_key=key)
