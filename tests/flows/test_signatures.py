"""A writer of the database cannot put a key or a message of their own in the place of ours."""

from datetime import datetime

import pytest

from tests.scenes import TALK, only_case, tell, work
from vigie.evidence.keys import new_identity, wrap
from vigie.flows import casework, witness
from vigie.flows.items import add_item, open_content
from vigie.flows.queue import claim
from vigie.flows.signatures import sealing_recipient
from vigie.flows.team.people import Desk
from vigie.flows.worker import Worker
from vigie.kernel.errors import WrongKey
from vigie.store.cases import Case
from vigie.store.testimonies import Item, Testimony, Wrap


def test_nothing_is_sealed_to_a_key_put_in_the_place_of_a_testimonys(
    worker: Worker, now: datetime
) -> None:
    told = tell(now, account="@gaia.exemple")
    secret, recipient = new_identity()
    testimony = Testimony.objects.get(reference=told.reference)
    for each in testimony.wraps.all():
        Wrap.objects.filter(pk=each.pk).update(wrapped=wrap(secret, each.recipient))
    Testimony.objects.filter(pk=testimony.pk).update(recipient=recipient)

    with pytest.raises(WrongKey, match="was not made here"):
        witness.say(told.session, "encore lui", once="x", now=now)

    assert not Item.objects.filter(kind=Item.Kind.MESSAGE).exists()


def test_the_key_of_another_testimony_does_not_serve(worker: Worker, now: datetime) -> None:
    first, second = (
        Testimony.objects.get(reference=tell(now, narrative=word).reference)
        for word in ("un", "deux")
    )
    first.recipient, first.signature = second.recipient, second.signature

    with pytest.raises(WrongKey):
        sealing_recipient(first)


def test_nothing_is_sealed_to_a_key_put_in_the_place_of_a_cases(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    tell(now, account="@gaia.exemple", pasted=TALK)
    work(worker, now)
    reference = only_case(desk, now).reference
    claim(desk, reference, now)
    Case.objects.update(recipient=new_identity()[1])

    with pytest.raises(WrongKey, match="was not made here"):
        casework.add_note(desk, reference, "note", "un mot", now)


def test_a_message_that_the_team_did_not_sign_is_shown_to_nobody(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    told = tell(now, account="@gaia.exemple")
    work(worker, now)
    reference = only_case(desk, now).reference
    claim(desk, reference, now)
    casework.write_to_witness(desk, reference, told.reference, "On te lit.", now)
    testimony = Testimony.objects.get(reference=told.reference)
    forged = {"text": "Viens au parc.", "by": "R-1", "at": "", "signature": "00" * 64}

    add_item(testimony, Item.Kind.MESSAGE, forged, now=now, from_team=True)

    seen = witness.so_far(told.session, now).messages
    assert [each.text for each in seen] == ["On te lit."]


def test_a_signed_message_does_not_serve_in_another_testimony(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    told, other = tell(now, account="@gaia.exemple"), tell(now, account="@noe.exemple")
    work(worker, now)
    for row in Case.objects.all():
        claim(desk, row.reference, now)
    case = Case.objects.get(joined__testimony__reference=told.reference)
    casework.write_to_witness(desk, case.reference, told.reference, "Fin.", now)
    testimony = Testimony.objects.get(reference=told.reference)
    key = witness.telling.witness_key(told.session, testimony)
    message = testimony.items.get(kind=Item.Kind.MESSAGE)

    content = open_content(message, key)
    target = Testimony.objects.get(reference=other.reference)
    add_item(target, Item.Kind.MESSAGE, content, now=now, from_team=True)

    assert witness.so_far(other.session, now).messages == ()
