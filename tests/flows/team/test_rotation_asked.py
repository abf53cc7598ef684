"""Who can have a team key made: a lead and the worker, and nobody who writes the database."""

from datetime import datetime, timedelta

import pytest

from tests.scenes import Login, only_case
from tests.team import a_noted_case, again, broken, join, rewrapped, rotated
from vigie.evidence.custody import public_key
from vigie.evidence.keys import new_identity, recipient_of, signing_seed
from vigie.evidence.sealing import seal_text
from vigie.flows import casework
from vigie.flows.queue import claim
from vigie.flows.recipients import asking_message, team_recipient
from vigie.flows.signatures import case_message, team_public, team_signer
from vigie.flows.team.people import Desk, link_key
from vigie.flows.team.rotation import (
    ask_rotation,
    rotation_state,
    sign_rotation,
)
from vigie.flows.worker import Worker, open_worker, work_once
from vigie.kernel.answers import Answers
from vigie.kernel.errors import Conflict, NotAllowed, WrongKey
from vigie.store.cases import Case
from vigie.store.keys import TeamKey, TeamWrap
from vigie.store.people import Responder
from vigie.store.testimonies import Testimony


def test_who_left_and_writes_the_database_cannot_have_things_sealed_to_them(
    worker: Worker, lead: Login, now: datetime
) -> None:
    a_noted_case(worker, lead.desk, now)
    stolen, planted = lead.desk.team_secret, new_identity()[1]
    rotated(lead.desk, worker, now)
    desk = again(lead, now)
    later = rewrapped(desk, now)
    reference = only_case(desk, later).reference
    claim(desk, reference, later)

    signature = team_signer(stolen)(case_message(reference, planted))
    Case.objects.update(recipient=planted, signature=signature)

    with pytest.raises(WrongKey, match="not made here"):
        casework.add_note(desk, reference, "note", "pour personne d'autre", later)


def test_a_visit_that_outlived_its_key_enters_nothing_under_it(
    worker: Worker, lead: Login, now: datetime
) -> None:
    rotated(lead.desk, worker, now)

    with pytest.raises(Conflict, match="log in again"):
        casework.enter_call(lead.desk, Answers(narrative="au téléphone"), "fr", now)

    assert not Testimony.objects.exists()


def test_only_a_lead_asks(desk: Desk, now: datetime) -> None:
    noor = join(desk, "Noor", now).unlocked(now)

    with pytest.raises(NotAllowed, match="lead"):
        ask_rotation(noor, now)


def test_who_writes_the_database_can_ask_for_nothing(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    secret, recipient = new_identity()
    public = team_public(secret)
    present = TeamKey.objects.get()
    asked = asking_message(recipient, public, present.recipient)
    TeamKey.objects.create(
        recipient=recipient,
        signing_public=public,
        wrapped_link_key=b"",
        predecessor=present,
        asked_signature=team_signer(secret)(asked),
        wrapped_predecessor=b"",
        made_at=now,
    )

    work_once(worker, now)

    assert team_recipient() == present.recipient
    assert open_worker("second").vault == worker.vault
    assert not rotation_state().asked
    ask_rotation(desk, now)
    work_once(worker, now)
    assert team_recipient() not in (present.recipient, recipient)


def test_what_was_asked_for_is_signed_as_it_was_asked_for(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    present = team_recipient()
    ask_rotation(desk, now)
    successor = TeamKey.objects.get(recipient=present).successor
    planted = new_identity()[1]
    TeamKey.objects.filter(pk=successor.pk).update(recipient=planted)

    signed = sign_rotation(worker.vault, now)

    assert signed is None
    assert team_recipient() == present


def test_a_key_that_was_replaced_can_ask_for_nothing(
    worker: Worker, lead: Login, now: datetime
) -> None:
    old = lead.desk.team_secret
    rotated(lead.desk, worker, now)
    present = TeamKey.objects.get(recipient=team_recipient())
    secret, recipient = new_identity()
    public = team_public(secret)
    for predecessor in (present, None):
        named = predecessor.recipient if predecessor else recipient_of(old)
        TeamKey.objects.create(
            recipient=recipient,
            signing_public=public,
            wrapped_link_key=b"",
            predecessor=predecessor,
            asked_signature=team_signer(old)(asking_message(recipient, public, named)),
            made_at=now + timedelta(days=1),
        )
        work_once(worker, now)
        TeamKey.objects.filter(recipient=recipient).delete()

    assert team_recipient() == present.recipient
    with pytest.raises(Conflict, match="log in again"):
        ask_rotation(lead.desk, now)


def test_a_key_put_back_later_in_time_does_not_come_back(
    worker: Worker, lead: Login, now: datetime
) -> None:
    old = recipient_of(lead.desk.team_secret)
    rotated(lead.desk, worker, now)
    new = team_recipient()

    TeamKey.objects.filter(recipient=old).update(made_at=now + timedelta(days=1), retired_at=None)

    assert team_recipient() == new


def test_a_crash_between_the_signature_and_the_vault_signs_the_same_again(
    worker: Worker, lead: Login, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_rotation(lead.desk, now)
    with monkeypatch.context() as patched:
        patched.setattr("vigie.flows.worker.save_vault", broken)
        with pytest.raises(RuntimeError):
            work_once(worker, now)
    signed = team_recipient()

    restarted = open_worker("worker")
    work_once(restarted, now)

    assert team_recipient() == signed
    desk = again(lead, now)
    assert public_key(signing_seed(desk.team_secret)).hex() == restarted.vault.team_public
    assert open_worker("third").vault.team_public == restarted.vault.team_public


def test_a_planted_responder_gets_no_wrap(worker: Worker, lead: Login, now: datetime) -> None:
    secret, recipient = new_identity()
    planted = Responder.objects.get(pk=lead.desk.responder.pk)
    planted.pk, planted.name, planted.pseudonym = None, "Zoé", "R-PLANTED"
    planted.recipient = recipient
    planted.save(force_insert=True)
    signed = TeamWrap.objects.get(responder=lead.desk.responder)
    TeamWrap.objects.create(
        team_key=signed.team_key, responder=planted, wrapped=b"", attestation=signed.attestation
    )

    rotated(lead.desk, worker, now)

    assert secret
    wrapped = TeamWrap.objects.filter(team_key__recipient=team_recipient())
    assert set(wrapped.values_list("responder__name", flat=True)) == {"Camille"}


def test_a_link_key_that_the_team_did_not_seal_is_never_used(lead: Login, now: datetime) -> None:
    key = TeamKey.objects.get()
    for planted in ("00" * 32, f"{'00' * 32} {'00' * 64}"):
        TeamKey.objects.update(wrapped_link_key=seal_text(planted, key.recipient))

        with pytest.raises(WrongKey, match="link key"):
            link_key(lead.desk)
