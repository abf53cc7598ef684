"""A new team key: asked for by a lead, signed by the worker, and what it opens and does not."""

from datetime import datetime, timedelta

import pytest

from tests.scenes import Login, Told, only_case, tell, upload, work
from tests.team import a_noted_case, again, broken, join, rewrapped, rotated
from vigie.evidence.keys import recipient_of, unwrap, wrap
from vigie.evidence.sealing import open_sealed
from vigie.flows import casework, items, witness
from vigie.flows.casework import CaseView
from vigie.flows.keeping.archive import archive_testimony
from vigie.flows.queue import claim
from vigie.flows.recipients import team_recipient
from vigie.flows.team.leaving import leave
from vigie.flows.team.people import Desk, link_key, log_in, visitor
from vigie.flows.team.rotation import (
    GRACE,
    RotationState,
    ask_rotation,
    rewrap_some,
    rotation_state,
)
from vigie.flows.worker import Worker, work_once
from vigie.kernel.answers import Answers
from vigie.kernel.errors import Conflict, WrongKey
from vigie.store.cases import Case
from vigie.store.keys import TeamKey, TeamWrap
from vigie.store.testimonies import Item, Testimony, Wrap


def seen(desk: Desk, now: datetime) -> CaseView:
    return casework.open_case(desk, only_case(desk, now).reference, now)


def test_a_lead_asks_the_worker_signs_and_everything_opens(
    worker: Worker, lead: Login, now: datetime
) -> None:
    a_noted_case(worker, lead.desk, now)
    old = lead.desk.team_secret

    rotated(lead.desk, worker, now)
    desk = again(lead, now)
    while_it_lasts = seen(desk, now)
    later = rewrapped(desk, now)

    assert desk.team_secret != old
    for case in (while_it_lasts, seen(desk, later)):
        assert case.testimonies[0].answers.narrative == "il insiste"
        assert case.notes[0].text == "rappeler jeudi"
        assert case.account is not None
    assert link_key(desk) == bytes.fromhex(worker.vault.link_key)


def test_after_the_last_one_nothing_leads_to_the_key_before(
    worker: Worker, lead: Login, now: datetime
) -> None:
    a_noted_case(worker, lead.desk, now)
    old = team_recipient()
    rotated(lead.desk, worker, now)

    rewrapped(again(lead, now), now)

    assert not TeamKey.objects.exclude(wrapped_predecessor=None).exists()
    assert not TeamWrap.objects.filter(team_key__recipient=old).exists()
    assert not Wrap.objects.filter(recipient=old).exists()
    assert not Case.objects.filter(wrapped_to=old).exists()
    assert rotation_state() == RotationState(asked=False, signed=False, left=0, total=2)


def test_the_state_says_how_far_it_is(worker: Worker, lead: Login, now: datetime) -> None:
    for _ in range(3):
        tell(now)
    work(worker, now)

    states = [rotation_state()]
    ask_rotation(lead.desk, now)
    states.append(rotation_state())
    work_once(worker, now)
    states.append(rotation_state())
    rewrap_some(again(lead, now), now, 4)
    states.append(rotation_state())

    seen_then = [(each.asked, each.signed, each.left, each.total) for each in states]
    assert seen_then == [
        (False, False, 0, 6),
        (True, False, 0, 6),
        (False, True, 6, 6),
        (False, True, 2, 6),
    ]


def test_what_is_in_the_sealed_archive_is_wrapped_anew_too(
    worker: Worker, lead: Login, now: datetime
) -> None:
    told = tell(now)
    work(worker, now)
    archive_testimony(row_of(told).pk, actor="worker", now=now)

    rotated(lead.desk, worker, now)
    desk = again(lead, now)
    while_it_lasts = items.testimony_secret(row_of(told), Wrap.Holder.ARCHIVE, desk.team_secret)
    rewrapped(desk, now)

    kept = Wrap.objects.get(holder="archive")
    assert kept.recipient == team_recipient()
    assert unwrap(bytes(kept.wrapped), desk.team_secret) == while_it_lasts


def test_no_content_is_sealed_again(worker: Worker, lead: Login, now: datetime) -> None:
    told = tell(now, files=[("t.txt", b"salut")])
    work(worker, now)
    kept = set(Item.objects.values_list("pk", "sealed", "wrapped_key", "blob"))

    rotated(lead.desk, worker, now)
    rewrapped(again(lead, now), now)

    assert set(Item.objects.values_list("pk", "sealed", "wrapped_key", "blob")) == kept
    assert witness.so_far(told.session, now).status == "reading"


def test_what_is_told_after_it_is_signed_goes_to_the_new_key(
    worker: Worker, lead: Login, now: datetime
) -> None:
    ask_rotation(lead.desk, now)
    before = tell(now)
    work_once(worker, now)
    after = tell(now)

    recipients = {
        each.testimony.reference: each.recipient
        for each in Wrap.objects.filter(holder="team").select_related("testimony")
    }

    assert recipients[before.reference] == recipient_of(lead.desk.team_secret)
    assert recipients[after.reference] == team_recipient()
    assert recipients[after.reference] != recipients[before.reference]


def test_every_visit_ends_when_the_key_is_replaced(
    worker: Worker, lead: Login, now: datetime
) -> None:
    cookie = log_in(lead.name, lead.passphrase, lead.code(now), now)

    ask_rotation(lead.desk, now)
    while_asked = visitor(cookie, now)
    work_once(worker, now)

    assert while_asked is not None
    assert visitor(cookie, now) is None
    with pytest.raises(Conflict, match="log in again"):
        rewrap_some(lead.desk, now, 10)


def test_who_left_with_the_old_key_opens_nothing_told_or_wrapped_after(
    worker: Worker, lead: Login, now: datetime
) -> None:
    noor = join(lead.desk, "Noor", now)
    stolen = noor.unlocked(now).team_secret
    a_noted_case(worker, lead.desk, now)

    leave(lead.desk, noor.pseudonym, now)
    work_once(worker, now)
    after = tell(now, narrative="depuis son départ")
    work(worker, now)
    rewrapped(again(lead, now), now)

    assert after.reference
    for wrapped in every_wrap():
        with pytest.raises(WrongKey):
            open_sealed(wrapped, stolen)


def every_wrap() -> list[bytes]:
    """Everything in the database that some key opens to another key or to words."""
    rows = [
        *Wrap.objects.values_list("wrapped", flat=True),
        *Case.objects.values_list("wrapped_key", flat=True),
        *TeamWrap.objects.values_list("wrapped", flat=True),
        *TeamKey.objects.exclude(wrapped_predecessor=None).values_list(
            "wrapped_predecessor", flat=True
        ),
        *TeamKey.objects.values_list("wrapped_link_key", flat=True),
        *TeamKey.objects.values_list("wrapped_print_key", flat=True),
        *Item.objects.values_list("wrapped_key", flat=True),
        *Item.objects.values_list("sealed", flat=True),
    ]
    return [bytes(each) for each in rows if each]


def test_a_stop_at_any_moment_leaves_everything_open(
    worker: Worker, lead: Login, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        tell(now, narrative="il insiste")
    work(worker, now)
    rotated(lead.desk, worker, now)
    desk = again(lead, now)

    for limit in (1, 2, 3):
        with monkeypatch.context() as patched:
            patched.setattr("vigie.flows.team.rotation._store", broken)
            with pytest.raises(RuntimeError):
                rewrap_some(desk, now, limit)
        rewrap_some(desk, now, 1)
        for each in Testimony.objects.all():
            assert casework.views.view_testimony(each, None, desk).answers.narrative
    rewrapped(desk, now)

    assert rotation_state().left == 0


def test_two_sessions_wrap_anew_at_the_same_time(
    worker: Worker, lead: Login, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(now, narrative="il insiste")
    work(worker, now)
    rotated(lead.desk, worker, now)
    desk = again(lead, now)

    def meanwhile(wrapped: bytes, secret: str, present: TeamKey) -> bytes:
        monkeypatch.undo()
        rewrap_some(desk, now, 10)
        return wrap(unwrap(wrapped, secret), present.recipient)

    monkeypatch.setattr("vigie.flows.team.rotation._anew", meanwhile)
    left = rewrap_some(desk, now, 10)

    assert left == 0
    assert seen(desk, now).testimonies[0].answers.narrative == "il insiste"


def test_a_wrap_that_opens_with_nothing_does_not_hold_the_rotation_up(
    worker: Worker, lead: Login, now: datetime
) -> None:
    tell(now)
    work(worker, now)
    Wrap.objects.filter(holder="team").update(wrapped=b"damaged")
    rotated(lead.desk, worker, now)

    rewrapped(again(lead, now), now)

    assert not TeamKey.objects.exclude(wrapped_predecessor=None).exists()
    assert bytes(Wrap.objects.get(holder="team").wrapped) == b"damaged"


def test_the_way_to_the_key_before_stays_while_somebody_may_still_seal_to_it(
    worker: Worker, lead: Login, now: datetime
) -> None:
    rotated(lead.desk, worker, now)
    desk = again(lead, now)
    rewrap_some(desk, now, 10)

    late = tell(now, narrative="commencé avant")
    older = TeamKey.objects.get(recipient=recipient_of(lead.desk.team_secret))
    key = items.testimony_secret(row_of(late), Wrap.Holder.TEAM, desk.team_secret)
    Wrap.objects.filter(holder="team").update(
        recipient=older.recipient, wrapped=wrap(key, older.recipient)
    )
    left = rewrap_some(desk, now + GRACE, 10)

    assert left == 0
    assert Wrap.objects.get(holder="team").recipient == team_recipient()
    assert not TeamKey.objects.exclude(wrapped_predecessor=None).exists()


def row_of(told: Told) -> Testimony:
    return Testimony.objects.get(reference=told.reference)


def test_a_second_rotation_does_not_wait_for_the_first(
    worker: Worker, lead: Login, now: datetime
) -> None:
    a_noted_case(worker, lead.desk, now)
    first = TeamKey.objects.get()
    rotated(lead.desk, worker, now)
    rotated(again(lead, now), worker, now)
    later = now + timedelta(minutes=1)
    desk = again(lead, later)

    through_two = seen(desk, later)
    rewrapped(desk, later)

    assert through_two.notes[0].text == "rappeler jeudi"
    assert seen(desk, later).notes[0].text == "rappeler jeudi"
    assert not TeamWrap.objects.filter(team_key=first).exists()
    assert not TeamKey.objects.exclude(wrapped_predecessor=None).exists()


def test_a_testimony_can_be_added_to_while_it_lasts_and_after(
    worker: Worker, lead: Login, now: datetime
) -> None:
    told = a_noted_case(worker, lead.desk, now)
    rotated(lead.desk, worker, now)
    witness.say(told.session, "pendant", once="1", now=now)
    desk = again(lead, now)
    later = rewrapped(desk, now)

    witness.receive_files(told.session, [upload("t.txt", b"apres")], once="2", now=later)
    work(worker, later)

    case = seen(desk, later)
    assert [each.text for each in case.testimonies[0].messages] == ["pendant"]
    assert [each.name for each in case.testimonies[0].files] == ["t.txt"]


def test_what_the_team_signed_for_before_can_be_added_to_after(
    worker: Worker, lead: Login, now: datetime
) -> None:
    told = Answers(narrative="au téléphone", account="@lea.exemple", account_platform="tiktok")
    _, code = casework.enter_call(lead.desk, told, "fr", now)
    rotated(lead.desk, worker, now)
    desk = again(lead, now)
    later = rewrapped(desk, now)

    witness.say(witness.reopen(code), "encore un mot", once="1", now=later)
    reference = only_case(desk, later).reference
    claim(desk, reference, later)
    casework.add_note(desk, reference, "note", "rappeler jeudi", later)

    case = seen(desk, later)
    assert [each.text for each in case.testimonies[0].messages] == ["encore un mot"]
    assert case.notes[0].text == "rappeler jeudi"
