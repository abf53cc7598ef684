"""The team has one more conversation of an export read, unless the witness left it out."""

from datetime import datetime

from django.db import transaction

from vigie.flows.custody import log_act
from vigie.flows.exports import PAGE, Choice, choice_of, listed_of
from vigie.flows.items import hold, receive_item, testimony_secret
from vigie.flows.lending import lend
from vigie.flows.queue import held_case
from vigie.flows.team.people import Desk
from vigie.kernel.errors import NotAllowed, NotFound
from vigie.store.custody import LogEntry
from vigie.store.testimonies import Item, Testimony, Wrap


def read_one_more(
    desk: Desk,
    reference: str,
    testimony_reference: str,
    conversation: str,
    now: datetime,
    *,
    once: str = "",
) -> None:
    """Lends the testimony to the worker for this one; raises NotAllowed, or NotFound."""
    case = held_case(desk, reference, now)
    found = Testimony.objects.filter(joined__case=case, reference=testimony_reference).first()
    if found is None:
        raise NotFound("This testimony is not in this case.")
    with transaction.atomic():
        testimony = hold(found)
        key = testimony_secret(testimony, Wrap.Holder.TEAM, desk.team_secret)
        items = list(testimony.items.order_by("pk"))
        choice = choice_of(items, key)
        if conversation in choice.left:
            raise NotAllowed("The witness left this conversation out; ask them first.")
        if conversation not in {each.id for each in listed_of(items, key)}:
            raise NotFound("There is no such conversation in this testimony.")
        more = Choice(choice.kept | {conversation}, choice.left)
        content = {"page": PAGE, "answers": more.page()}
        receive_item(
            testimony,
            Item.Kind.PAGE,
            content,
            once=once,
            now=now,
            promised=False,
            from_team=True,
            state=Item.State.READ,
        )
        lend(testimony, key, now)
        actor = desk.responder.pseudonym
        log_act(LogEntry.Act.LENT, actor=actor, now=now, testimony=testimony, detail=PAGE)
