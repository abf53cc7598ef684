"""Joining: a newcomer's own key, compared aloud, let in by a lead; nobody comes in otherwise."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.scenes import Login, only_case, tell, work
from tests.team import PASSPHRASE, Member, join, knock
from vigie.evidence.keys import new_identity
from vigie.flows import casework
from vigie.flows.team.joining import (
    accept,
    admit,
    change_role,
    confirm_totp,
    invite,
    invite_back,
    turn_away,
    waiting,
)
from vigie.flows.team.people import Desk, log_in, visitor
from vigie.flows.team.rotation import rotation_state
from vigie.flows.worker import Worker, work_once
from vigie.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from vigie.store.custody import LogEntry
from vigie.store.keys import TeamWrap
from vigie.store.people import DeskVisit, Responder

LISTENER, LEAD = Responder.Role.LISTENER, Responder.Role.LEAD


def test_who_is_let_in_opens_what_was_told_before(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    tell(now, narrative="il insiste")
    work(worker, now)

    noor = join(desk, "Noor", now).unlocked(now)

    (seen,) = casework.open_case(noor, only_case(noor, now).reference, now).testimonies
    assert seen.answers.narrative == "il insiste"
    assert noor.responder.role == LISTENER
    logged = LogEntry.objects.get(act="joined")
    assert logged.actor == desk.responder.pseudonym
    assert (logged.subject, logged.detail) == (noor.responder.pseudonym, "listener")


def test_nobody_comes_in_before_a_lead_lets_them_in(desk: Desk, now: datetime) -> None:
    noor = knock(desk, "Noor", now)

    with pytest.raises(NotAllowed):
        noor.unlocked(now)

    assert not TeamWrap.objects.filter(responder=noor.row).exists()


def test_the_lead_sees_the_words_that_the_newcomer_sees(desk: Desk, now: datetime) -> None:
    invited = invite(desk, "Noor", LISTENER, now)
    joining = accept(invited.words, PASSPHRASE, now)

    (row,) = waiting(desk)

    assert row.fingerprint == joining.fingerprint
    assert len(row.fingerprint.split()) == 4
    assert (row.name, row.role, row.since, row.back) == ("Noor", "listener", now, False)
    assert invited.expires_at == now + timedelta(hours=48)


@pytest.mark.parametrize("field", ["recipient", "role"])
def test_a_key_or_a_role_put_in_meanwhile_has_other_words(
    field: str, desk: Desk, now: datetime
) -> None:
    noor = knock(desk, "Noor", now)
    (seen,) = waiting(desk)
    planted = {"recipient": new_identity()[1], "role": LEAD}[field]
    Responder.objects.filter(pseudonym=noor.pseudonym).update(**{field: planted})

    with pytest.raises(Conflict, match="compare them again"):
        admit(desk, noor.pseudonym, now, fingerprint=seen.fingerprint)

    assert not TeamWrap.objects.filter(responder=noor.row).exists()


def test_words_serve_once_and_for_two_days(desk: Desk, now: datetime) -> None:
    words = invite(desk, "Noor", LISTENER, now).words
    late = invite(desk, "Sacha", LISTENER, now).words
    accept(words, PASSPHRASE, now)

    for used, at in ((words, now), (late, now + timedelta(hours=49)), ("un deux trois", now)):
        with pytest.raises(NotFound, match="serve once"):
            accept(used, PASSPHRASE, at)


def test_words_are_taken_as_a_code_is_whatever_the_case(desk: Desk, now: datetime) -> None:
    words = invite(desk, "Noor", LISTENER, now).words

    joining = accept(words.upper().replace(" ", "-"), PASSPHRASE, now)

    assert joining.pseudonym.startswith("R-")


def test_a_short_passphrase_uses_no_invitation_up(desk: Desk, now: datetime) -> None:
    words = invite(desk, "Noor", LISTENER, now).words

    with pytest.raises(BadInput, match="too short"):
        accept(words, "court", now)

    assert accept(words, PASSPHRASE, now).totp


def test_a_name_is_taken_once(desk: Desk, now: datetime) -> None:
    invite(desk, "Noor", LISTENER, now)

    for name in ("Noor", "Camille", " ", "x" * 61):
        with pytest.raises(BadInput, match="name"):
            invite(desk, name, LISTENER, now)


def test_only_a_lead_lets_people_in(desk: Desk, now: datetime) -> None:
    noor, sacha = join(desk, "Noor", now).unlocked(now), knock(desk, "Sacha", now)
    acts: list[Callable[[], object]] = [
        lambda: invite(noor, "Alix", LISTENER, now),
        lambda: invite_back(noor, desk.responder.pseudonym, now),
        lambda: waiting(noor),
        lambda: admit(noor, sacha.pseudonym, now),
        lambda: turn_away(noor, sacha.pseudonym, now),
        lambda: change_role(noor, noor.responder.pseudonym, LEAD, now),
    ]

    for act in acts:
        with pytest.raises(NotAllowed, match="lead"):
            act()


def test_who_is_turned_away_leaves_nothing(desk: Desk, now: datetime) -> None:
    noor = knock(desk, "Noor", now)

    turn_away(desk, noor.pseudonym, now)

    assert not Responder.objects.filter(name="Noor").exists()
    assert invite(desk, "Noor", LISTENER, now).words


def test_a_lost_passphrase_gives_the_same_person_a_new_key(desk: Desk, now: datetime) -> None:
    noor = join(desk, "Noor", now)
    log_in(noor.name, noor.passphrase, noor.code(now), now)
    old = noor.row.recipient

    again = accept(invite_back(desk, noor.pseudonym, now).words, "une tout autre phrase", now)
    (row,) = waiting(desk)
    admit(desk, noor.pseudonym, now)

    assert again.pseudonym == noor.pseudonym
    assert row.back
    assert noor.row.recipient != old
    assert not DeskVisit.objects.exists()
    later = now + timedelta(minutes=1)
    with pytest.raises(NotAllowed):
        noor.unlocked(later)
    back = Member(noor.pseudonym, "Noor", "une tout autre phrase", again.totp)
    assert back.unlocked(later).team_secret == desk.team_secret


def test_the_only_lead_is_not_invited_out(desk: Desk, now: datetime) -> None:
    with pytest.raises(NotAllowed, match="only lead"):
        invite_back(desk, desk.responder.pseudonym, now)


def test_who_came_back_and_is_turned_away_has_left(desk: Desk, now: datetime) -> None:
    noor = join(desk, "Noor", now)
    accept(invite_back(desk, noor.pseudonym, now).words, PASSPHRASE, now)

    turn_away(desk, noor.pseudonym, now)

    assert noor.row.state == "left"
    assert rotation_state().asked


def test_a_newcomer_sees_that_the_authenticator_works(desk: Desk, now: datetime) -> None:
    noor = knock(desk, "Noor", now)

    confirm_totp(noor.totp, noor.code(now), now)

    with pytest.raises(BadInput, match="not right"):
        confirm_totp(noor.totp, noor.code(now - timedelta(minutes=5)), now)


def test_a_listener_becomes_a_lead_at_once(desk: Desk, now: datetime) -> None:
    noor = join(desk, "Noor", now)
    cookie = log_in(noor.name, noor.passphrase, noor.code(now), now)

    change_role(desk, noor.pseudonym, LEAD, now)

    lead = visitor(cookie, now)
    assert lead is not None
    assert invite(lead, "Sacha", LISTENER, now).words
    assert not rotation_state().asked


def test_who_was_a_lead_does_not_become_one_again_by_their_old_attestation(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    noor = join(desk, "Noor", now, LEAD)
    attested = bytes(TeamWrap.objects.get(responder=noor.row).attestation or b"")

    change_role(desk, noor.pseudonym, LISTENER, now)
    work_once(worker, now)
    Responder.objects.filter(pseudonym=noor.pseudonym).update(role=LEAD)
    TeamWrap.objects.filter(responder=noor.row).update(attestation=attested)

    with pytest.raises(NotAllowed, match="role"):
        noor.unlocked(now)


def test_the_only_lead_stays_one(desk: Desk, now: datetime) -> None:
    with pytest.raises(NotAllowed, match="only lead"):
        change_role(desk, desk.responder.pseudonym, LISTENER, now)


def test_a_role_given_in_the_database_is_not_obeyed(lead: Login, now: datetime) -> None:
    noor = join(lead.desk, "Noor", now)
    cookie = log_in(noor.name, noor.passphrase, noor.code(now), now)
    inside = visitor(cookie, now)
    Responder.objects.filter(pseudonym=noor.pseudonym).update(role=LEAD)

    still_inside = visitor(cookie, now)

    assert inside is not None
    assert still_inside is None
    with pytest.raises(NotAllowed, match="role"):
        noor.unlocked(now + timedelta(minutes=1))
    inside.responder.refresh_from_db()
    with pytest.raises(NotAllowed, match="lead"):
        invite(inside, "Alix", LISTENER, now)
