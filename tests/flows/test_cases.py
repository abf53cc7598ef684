"""Cases: who is in which, who comes first, who holds one, and what a responder does in it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.scenes import TALK, Login, only_case, tell, work
from vigie.flows import casework, witness
from vigie.flows.queue import claim, held_case, not_yet_read, queue, release
from vigie.flows.team.people import Desk
from vigie.flows.worker import Worker
from vigie.kernel.answers import Answers
from vigie.kernel.corrections import FixSide, FixText, SwapAll
from vigie.kernel.errors import BadInput, Conflict, NotFound
from vigie.store.custody import LogEntry
from vigie.store.testimonies import Item


def test_three_testimonies_on_one_account_make_one_case(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    for account in ("@lea.exemple", "https://www.tiktok.com/@Lea.Exemple?lang=fr", "lea.exemple"):
        tell(now, account=account, platform="tiktok")
    work(worker, now)

    row = only_case(desk, now)

    assert (row.account, row.platform, row.testimonies) == ("lea.exemple", "tiktok", 3)


def test_the_same_name_on_two_platforms_is_two_cases(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    tell(now, account="@lea.exemple", platform="tiktok")
    tell(now, account="@lea.exemple", platform="instagram")
    work(worker, now)

    assert {row.platform for row in queue(desk, now)} == {"tiktok", "instagram"}


def test_a_testimony_that_names_two_accounts_is_in_both_cases(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    tell(now, account="@lea.exemple", platform="tiktok", other_accounts="snap: lea_ex")
    work(worker, now)

    rows = queue(desk, now)
    view = casework.open_case(desk, rows[0].reference, now)

    assert [row.testimonies for row in rows] == [1, 1]
    assert view.testimonies[0].other_cases == (rows[1].reference,)


def test_a_testimony_without_an_account_waits_alone_until_it_names_one(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    told = tell(now, narrative="je ne sais plus son nom")
    tell(now, account="@lea.exemple", platform="tiktok")
    work(worker, now)
    alone = [row.account for row in queue(desk, now)]

    witness.save_page(
        told.session,
        "who",
        {"account": "@lea.exemple", "account_platform": "tiktok"},
        once="later",
        now=now,
    )
    work(worker, now)

    assert sorted(alone, key=str) == [None, "lea.exemple"]
    assert only_case(desk, now).testimonies == 2


def test_the_urgent_comes_first_then_whoever_waits_longest(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    for hours, name, urgent in ((5, "first", None), (9, "second", None), (1, "third", "coming")):
        earlier = now - timedelta(hours=hours)
        tell(earlier, account=f"{name}.exemple", platform="tiktok", urgent=urgent)
    work(worker, now)

    rows = queue(desk, now)

    assert [row.account for row in rows] == ["third.exemple", "second.exemple", "first.exemple"]
    assert [row.urgent for row in rows] == [True, False, False]


def test_the_queue_is_narrowed_by_severity_platform_and_state(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    tell(now, account="@lea.exemple", platform="tiktok", urgent="die")
    tell(now, account="@lea.exemple", platform="instagram")
    work(worker, now)

    assert len(queue(desk, now, severity="P1")) == 1
    assert len(queue(desk, now, platform="instagram")) == 1
    assert queue(desk, now, state="closed") == ()


def test_a_case_is_late_after_its_hour(worker: Worker, desk: Desk, now: datetime) -> None:
    tell(now, account="@lea.exemple", platform="tiktok", urgent="coming")
    work(worker, now)

    row = only_case(desk, now)

    assert not row.late
    assert only_case(desk, row.answer_before + timedelta(seconds=1)).late


@pytest.fixture
def reference(worker: Worker, desk: Desk, now: datetime) -> str:
    """A case with one testimony and its conversation, already read."""
    tell(now, account="@lea.exemple", platform="tiktok", files=[("talk.txt", TALK.encode())])
    work(worker, now)
    return only_case(desk, now).reference


def test_a_claim_is_exclusive_until_it_expires(
    reference: str, desk: Desk, new_login: Callable[[str], Login], now: datetime
) -> None:
    other = new_login("Dominique").desk
    later = now + timedelta(minutes=31)

    claim(desk, reference, now)
    with pytest.raises(Conflict, match="Somebody else"):
        claim(other, reference, now)
    claim(other, reference, later)

    with pytest.raises(Conflict, match="expired or is not yours"):
        casework.add_note(desk, reference, "note", "trop tard", later)
    assert only_case(other, later).mine


def test_working_keeps_a_claim_and_handing_back_frees_it(
    reference: str, desk: Desk, new_login: Callable[[str], Login], now: datetime
) -> None:
    other = new_login("Dominique").desk
    claim(desk, reference, now)

    for minutes in (20, 40, 60):
        held_case(desk, reference, now + timedelta(minutes=minutes))
    release(other, reference)
    with pytest.raises(Conflict):
        claim(other, reference, now + timedelta(minutes=80))
    release(desk, reference)

    claim(other, reference, now + timedelta(minutes=80))


def test_nothing_is_changed_without_the_claim(reference: str, desk: Desk, now: datetime) -> None:
    (told,) = casework.open_case(desk, reference, now).testimonies

    with pytest.raises(Conflict):
        casework.add_note(desk, reference, "note", "x", now)
    with pytest.raises(Conflict):
        casework.write_to_witness(desk, reference, told.reference, "x", now)
    with pytest.raises(Conflict):
        casework.close_case(desk, reference, now)
    with pytest.raises(Conflict):
        casework.correct(desk, reference, told.conversations[0].id, [SwapAll()], version=0, now=now)


def test_a_correction_stands_beside_the_machines_reading(
    reference: str, desk: Desk, now: datetime
) -> None:
    claim(desk, reference, now)
    (talk,) = casework.open_case(desk, reference, now).testimonies[0].conversations
    read = Item.objects.get(pk=talk.id)

    fixed = (FixText("1", "12 ans"), FixSide("1", "right"))
    casework.correct(desk, reference, talk.id, fixed, version=0, now=now)

    (again,) = casework.open_case(desk, reference, now).testimonies[0].conversations
    assert (again.conversation.turns[1].text, again.corrected) == ("12 ans", frozenset({1}))
    assert bytes(Item.objects.get(pk=talk.id).sealed) == bytes(read.sealed)
    assert LogEntry.objects.filter(act="corrected", actor=desk.responder.pseudonym).count() == 1


def test_a_correction_of_an_older_version_is_refused_and_changes_nothing(
    reference: str, desk: Desk, now: datetime
) -> None:
    claim(desk, reference, now)
    (talk,) = casework.open_case(desk, reference, now).testimonies[0].conversations
    casework.correct(desk, reference, talk.id, [FixText("1", "12")], version=0, now=now)

    with pytest.raises(Conflict, match="read it again"):
        casework.correct(desk, reference, talk.id, [FixText("1", "9")], version=0, now=now)

    view = casework.open_case(desk, reference, now)
    assert view.testimonies[0].conversations[0].conversation.turns[1].text == "12"
    assert view.version == 1


def test_swapping_the_sides_twice_gives_the_first_sides_back(
    reference: str, desk: Desk, now: datetime
) -> None:
    claim(desk, reference, now)

    sides = []
    for version in (0, 1, 2):
        view = casework.open_case(desk, reference, now)
        (talk,) = view.testimonies[0].conversations
        sides.append([turn.side for turn in talk.conversation.turns])
        casework.correct(desk, reference, talk.id, [SwapAll()], version=version, now=now)

    assert sides[0] == sides[2] != sides[1]


def test_an_item_of_another_case_cannot_be_corrected_from_here(
    worker: Worker, reference: str, desk: Desk, now: datetime
) -> None:
    tell(now, account="@autre.exemple", platform="tiktok", files=[("t.txt", TALK.encode())])
    work(worker, now)
    other = next(row for row in queue(desk, now) if row.reference != reference)
    (talk,) = casework.open_case(desk, other.reference, now).testimonies[0].conversations
    claim(desk, reference, now)

    with pytest.raises(NotFound, match="not in this case"):
        casework.correct(desk, reference, talk.id, [SwapAll()], version=0, now=now)


def test_notes_and_doubts_are_read_by_the_team_and_not_by_the_witness(
    reference: str, desk: Desk, now: datetime
) -> None:
    claim(desk, reference, now)

    casework.add_note(desk, reference, "note", "appelé deux fois", now)
    casework.add_note(desk, reference, "doubt", "peut-être un homonyme", now)

    notes = casework.open_case(desk, reference, now).notes
    assert [(note.kind, note.author, note.text) for note in notes] == [
        ("note", "Camille", "appelé deux fois"),
        ("doubt", "Camille", "peut-être un homonyme"),
    ]
    with pytest.raises(BadInput):
        casework.add_note(desk, reference, "note", "  ", now)


def test_messages_go_both_ways(worker: Worker, desk: Desk, now: datetime) -> None:
    told = tell(now, account="@lea.exemple", platform="tiktok")
    work(worker, now)
    reference = only_case(desk, now).reference
    claim(desk, reference, now)

    casework.write_to_witness(desk, reference, told.reference, "On te répond ici.", now)
    witness.say(told.session, "merci", once="m", now=now)

    seen = [(each.from_team, each.text) for each in witness.so_far(told.session, now).messages]
    view = casework.open_case(desk, reference, now)
    assert seen == [(True, "On te répond ici."), (False, "merci")]
    assert [each.text for each in view.testimonies[0].messages] == ["On te répond ici.", "merci"]


def test_the_witness_sees_where_it_stands(worker: Worker, desk: Desk, now: datetime) -> None:
    told = tell(now, account="@lea.exemple", platform="tiktok")
    seen = [witness.so_far(told.session, now).status]

    work(worker, now)
    seen.append(witness.so_far(told.session, now).status)
    reference = only_case(desk, now).reference
    claim(desk, reference, now)
    seen.append(witness.so_far(told.session, now).status)
    casework.close_case(desk, reference, now)
    seen.append(witness.so_far(told.session, now).status)

    assert seen == ["received", "reading", "in_hand", "closed"]


def test_a_new_testimony_opens_a_closed_case_again(
    worker: Worker, reference: str, desk: Desk, now: datetime
) -> None:
    claim(desk, reference, now)
    casework.close_case(desk, reference, now)
    assert queue(desk, now) == ()

    tell(now, account="@lea.exemple", platform="tiktok")
    work(worker, now)

    assert only_case(desk, now).reference == reference


def test_opening_a_case_is_remembered_once_an_hour(
    reference: str, desk: Desk, now: datetime
) -> None:
    for later in (now, now, now + timedelta(hours=1)):
        casework.open_case(desk, reference, later)

    assert LogEntry.objects.filter(act="opened", actor=desk.responder.pseudonym).count() == 2


def test_a_call_is_entered_like_a_testimony_and_gives_a_code(desk: Desk, now: datetime) -> None:
    answers = Answers(account="@lea.exemple", account_platform="tiktok", narrative="au téléphone")

    reference, code = casework.enter_call(desk, answers, "fr", now)

    row = only_case(desk, now)
    seen = witness.so_far(witness.reopen(code), now)
    view = casework.open_case(desk, row.reference, now)
    assert (row.account, seen.answers.narrative) == ("lea.exemple", "au téléphone")
    assert [(each.reference, each.entered_by_team) for each in view.testimonies] == [
        (reference, True)
    ]


def test_what_does_not_exist_is_not_found(desk: Desk, reference: str, now: datetime) -> None:
    with pytest.raises(NotFound):
        casework.open_case(desk, "D-XXXXXXXX", now)
    with pytest.raises(NotFound):
        casework.picture(desk, 10**6, now)
    assert not_yet_read(now) == 0
