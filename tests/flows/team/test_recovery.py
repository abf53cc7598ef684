"""The offline key: what its paper shares open, what the drill changes, how a team comes back."""

from datetime import datetime, timedelta

import pytest

from tests.scenes import Login, only_case, tell, work
from tests.team import Member, join, rewrapped, rotated
from vigie.evidence.keys import new_identity, wrap
from vigie.flows import casework
from vigie.flows.team.attesting import attested_recovery
from vigie.flows.team.joining import invite
from vigie.flows.team.people import Desk, unlock
from vigie.flows.team.recovery import make_recovery, recover, recovery_state, try_shares
from vigie.flows.team.rotation import ask_rotation, rotation_state
from vigie.flows.worker import Worker, work_once
from vigie.kernel.errors import BadInput, NotAllowed, NotFound, WrongKey
from vigie.store.custody import LogEntry
from vigie.store.keys import RecoveryKey, TeamKey, TeamWrap
from vigie.store.people import Responder

NEW_PHRASE = "sept noix sous le hangar"


def test_any_two_of_three_shares_open_the_team_key(desk: Desk, now: datetime) -> None:
    one, two, three = make_recovery(desk, now)

    for pair in ((one, two), (three, one), (two, three)):
        try_shares(pair, now)

    state = recovery_state()
    assert state is not None
    assert (state.threshold, state.shares, state.made_at) == (2, 3, now)


def test_the_drill_changes_nothing_but_its_date(desk: Desk, now: datetime) -> None:
    shares = make_recovery(desk, now)
    before = (list(TeamKey.objects.values_list()), list(TeamWrap.objects.values_list()))
    made = recovery_state()

    later = now + timedelta(days=1)
    try_shares(shares[:2], later)

    tried = recovery_state()
    assert (list(TeamKey.objects.values_list()), list(TeamWrap.objects.values_list())) == before
    assert made is not None
    assert made.tried_at is None
    assert tried is not None
    assert tried.tried_at == later


def test_what_does_not_open_is_refused_in_one_sentence(desk: Desk, now: datetime) -> None:
    old = make_recovery(desk, now)
    new = make_recovery(desk, now)
    slip = " ".join([*new[0].split()[:-1], "abracadabrantesque"])
    refusals = {
        "2 shares are needed": new[:1],
        "different sets": (old[0], new[1]),
        "Word 24 of this share is not in the list": (slip, new[1]),
        "which was replaced": old[:2],
        "A share has 24 words": ("trois mots seulement", new[1]),
    }

    for sentence, shares in refusals.items():
        with pytest.raises(BadInput, match=sentence):
            try_shares(shares, now)

    state = recovery_state()
    assert state is not None
    assert state.tried_at is None


def test_shares_of_another_installation_say_so(desk: Desk, now: datetime) -> None:
    elsewhere = make_recovery(desk, now)
    RecoveryKey.objects.all().delete()
    make_recovery(desk, now)

    with pytest.raises(BadInput, match="another installation"):
        try_shares(elsewhere[:2], now)


def test_without_an_offline_key_that_is_said(desk: Desk, now: datetime) -> None:
    shares = make_recovery(desk, now)
    RecoveryKey.objects.update(retired_at=now)

    with pytest.raises(NotFound, match="no recovery key"):
        try_shares(shares[:2], now)
    assert recovery_state() is None


def test_when_nobody_can_come_in_the_shares_make_a_new_lead(
    worker: Worker, lead: Login, now: datetime
) -> None:
    shares = make_recovery(lead.desk, now)
    tell(now, narrative="il insiste")
    work(worker, now)
    Responder.objects.update(locked_key=b"lost", login_digest=bytes(32))

    made = recover(shares[1:], "Dominique", NEW_PHRASE, now)
    work_once(worker, now)
    back = Member(made.pseudonym, "Dominique", NEW_PHRASE, made.totp).unlocked(now)
    rewrapped(back, now)

    (seen,) = casework.open_case(back, only_case(back, now).reference, now).testimonies
    assert seen.answers.narrative == "il insiste"
    assert back.team_secret != lead.desk.team_secret
    assert invite(back, "Sacha", Responder.Role.LISTENER, now).words
    assert LogEntry.objects.filter(act="recovered", actor=made.pseudonym).exists()


def test_the_shares_still_open_after_a_rotation(worker: Worker, lead: Login, now: datetime) -> None:
    shares = make_recovery(lead.desk, now)

    rotated(lead.desk, worker, now)
    try_shares(shares[:2], now)
    rewrapped(unlock(lead.name, lead.passphrase, lead.code(now), now), now)

    try_shares(shares[:2], now)
    assert TeamKey.objects.exclude(wrapped_recovery=None).count() == 1


def test_a_key_made_while_a_team_key_waits_opens_that_one_too(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    ask_rotation(desk, now)

    shares = make_recovery(desk, now)
    work_once(worker, now)

    try_shares(shares[:2], now)
    assert rotation_state().signed


def test_a_planted_offline_key_is_never_wrapped_to(
    worker: Worker, lead: Login, now: datetime
) -> None:
    shares = make_recovery(lead.desk, now)
    planted = new_identity()[1]
    RecoveryKey.objects.create(recipient=planted, made_at=now + timedelta(days=1))

    rotated(lead.desk, worker, now)

    found = attested_recovery()
    assert found is not None
    assert found.recipient != planted
    try_shares(shares[:2], now)


def test_an_offline_key_put_in_place_of_the_teams_is_never_wrapped_to(
    worker: Worker, lead: Login, now: datetime
) -> None:
    make_recovery(lead.desk, now)
    RecoveryKey.objects.update(recipient=new_identity()[1])

    rotated(lead.desk, worker, now)

    assert recovery_state() is None
    assert not TeamKey.objects.exclude(predecessor=None).exclude(wrapped_recovery=None).exists()


def test_another_team_key_under_the_offline_key_is_refused(desk: Desk, now: datetime) -> None:
    shares = make_recovery(desk, now)
    key, another = attested_recovery(), new_identity()[0]
    assert key is not None
    TeamKey.objects.update(wrapped_recovery=wrap(another, key.recipient))

    with pytest.raises(WrongKey, match="another key"):
        recover(shares[:2], "Dominique", NEW_PHRASE, now)
    assert not Responder.objects.filter(name="Dominique").exists()


def test_a_name_or_a_passphrase_that_will_not_do_changes_nothing(desk: Desk, now: datetime) -> None:
    shares = make_recovery(desk, now)

    for name, passphrase in (("Camille", NEW_PHRASE), (" ", NEW_PHRASE), ("Alix", "court")):
        with pytest.raises(BadInput):
            recover(shares[:2], name, passphrase, now)

    assert Responder.objects.count() == 1
    assert not rotation_state().asked


def test_only_a_lead_makes_one(desk: Desk, now: datetime) -> None:
    noor = join(desk, "Noor", now).unlocked(now)

    with pytest.raises(NotAllowed, match="lead"):
        make_recovery(noor, now)
    with pytest.raises(BadInput, match="at least two"):
        make_recovery(desk, now, threshold=1)
