"""Notices: what may be cited, what stops one, what leaves and what never does."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.scenes import TALK, Told, only_case, tell, work
from vigie.flows import casework, witness
from vigie.flows.composing import NoticeChoice
from vigie.flows.notices import draft_notice, make_notice, mark_notice, notice_paper
from vigie.flows.queue import claim
from vigie.flows.team.people import Desk
from vigie.flows.worker import Worker
from vigie.kernel.errors import BadInput, Conflict, Incomplete, NotFound
from vigie.store.custody import LogEntry
from vigie.store.notices import Notice

EXPLANATION = (
    "Un compte demande une photo à une personne qui vient de dire qu'elle a treize ans, "
    "puis menace de tout publier devant son refus."
)
LAW = "cp-227-23-1@2021-04-23"


@pytest.fixture
def told(worker: Worker, now: datetime) -> Told:
    made = tell(
        now,
        account="@leo.exemple",
        platform="tiktok",
        age_then=13,
        own_pseudonym="mila.exemple",
        consent_pseudonym="yes",
        could_guess="no",
        files=[("discussion.txt", TALK.encode())],
    )
    work(worker, now)
    return made


@pytest.fixture
def reference(told: Told, desk: Desk, now: datetime) -> str:
    found = only_case(desk, now).reference
    claim(desk, found, now)
    casework.add_note(desk, found, "doubt", "aucun élément connu", now)
    return found


def a_choice(desk: Desk, reference: str, now: datetime) -> NoticeChoice:
    """A choice that nothing stops, with the request for a photo as its one quote."""
    quotes = draft_notice(desk, reference, now).quotes
    asked = next(each.key for each in quotes if "photo" in each.text and each.turn)
    return NoticeChoice(
        explanation=EXPLANATION,
        claims=(("Il demande une photo à une personne de treize ans.", (asked,)),),
        grounds=(LAW,),
        date_of_facts=now.date(),
        witness_pseudonym=False,
        could_guess_asked=True,
        good_faith=True,
    )


def why_not(desk: Desk, reference: str, choice: NoticeChoice, now: datetime) -> str:
    with pytest.raises(Incomplete) as refused:
        make_notice(desk, reference, choice, now)
    return " ".join(refused.value.missing)


def test_only_what_the_other_person_wrote_may_be_cited(
    reference: str, desk: Desk, now: datetime
) -> None:
    quotes = draft_notice(desk, reference, now).quotes

    cited = {each.text for each in quotes}

    assert "envoie une photo de toi" in cited
    assert all(each.note and each.stages for each in quotes)


def test_a_notice_is_made_sealed_and_read_by_the_team(
    reference: str, desk: Desk, now: datetime
) -> None:
    made = make_notice(desk, reference, a_choice(desk, reference, now), now)

    pdf = notice_paper(desk, made, "pdf", now)
    said = json.loads(notice_paper(desk, made, "json", now))
    stored = Notice.objects.get(reference=made)

    assert pdf.startswith(b"%PDF")
    assert b"pdfaid" in pdf
    assert said["claims"][0]["quotes"][0]["text"] == "envoie une photo de toi"
    assert said["legal_grounds"][0]["id"] == LAW
    assert b"leo.exemple" not in bytes(stored.sealed_json)
    assert LogEntry.objects.filter(act="exported").count() == 2


def test_without_quote_consent_or_doubts_it_is_refused_with_a_list(
    told: Told, desk: Desk, now: datetime
) -> None:
    found = only_case(desk, now).reference
    claim(desk, found, now)
    empty = NoticeChoice("", (("Un fait", ()),), (), None, False, False, False)

    said = why_not(desk, found, empty, now)

    for wanted in ("ne cite aucun message", "doutes", "bonne foi", "fondement", "jour des faits"):
        assert wanted in said


def test_an_unanswered_consent_stops_a_notice(worker: Worker, desk: Desk, now: datetime) -> None:
    tell(now, account="@leo.exemple", platform="tiktok", files=[("d.txt", TALK.encode())])
    work(worker, now)
    found = only_case(desk, now).reference
    claim(desk, found, now)
    casework.add_note(desk, found, "doubt", "aucun", now)

    said = why_not(desk, found, a_choice(desk, found, now), now)

    assert "pseudo" in said
    assert any("pseudo" in each for each in draft_notice(desk, found, now).missing)


def test_a_refused_pseudonym_never_leaves(worker: Worker, desk: Desk, now: datetime) -> None:
    tell(
        now,
        account="@leo.exemple",
        platform="tiktok",
        own_pseudonym="mila.exemple",
        consent_pseudonym="no",
        could_guess="no",
        files=[("d.txt", TALK.encode())],
    )
    work(worker, now)
    found = only_case(desk, now).reference
    claim(desk, found, now)
    casework.add_note(desk, found, "doubt", "aucun", now)
    choice = a_choice(desk, found, now)
    naming = replace(choice, explanation=f"{EXPLANATION} Elle s'appelle mila.exemple.")

    made = make_notice(desk, found, choice, now)

    assert b"mila.exemple" not in notice_paper(desk, made, "json", now)
    assert "témoin" in why_not(desk, found, naming, now)


def test_a_pseudonym_leaves_when_it_was_allowed_and_chosen(
    reference: str, desk: Desk, now: datetime
) -> None:
    choice = a_choice(desk, reference, now)

    without = make_notice(desk, reference, choice, now)
    with_it = make_notice(desk, reference, replace(choice, witness_pseudonym=True), now)

    assert b"mila.exemple" not in notice_paper(desk, without, "json", now)
    assert b"mila.exemple" in notice_paper(desk, with_it, "json", now)


def test_facts_of_june_2020_are_not_judged_by_a_law_of_2021(
    reference: str, desk: Desk, now: datetime
) -> None:
    choice = replace(a_choice(desk, reference, now), date_of_facts=date(2020, 6, 17))
    then = replace(choice, grounds=("cp-227-22-1@2007-03-07",))

    said = why_not(desk, reference, choice, now)

    assert "227-23-1" in said
    assert make_notice(desk, reference, then, now).startswith("N-")


def test_a_ground_that_is_not_in_the_catalogue_is_refused(
    reference: str, desk: Desk, now: datetime
) -> None:
    choice = replace(a_choice(desk, reference, now), grounds=("cp-1@1900-01-01",))

    with pytest.raises(BadInput, match="catalogue"):
        make_notice(desk, reference, choice, now)


def test_a_case_without_account_has_nobody_to_write_to(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    tell(now, narrative="il m'a dit envoie une photo")
    work(worker, now)
    found = only_case(desk, now).reference
    claim(desk, found, now)
    choice = NoticeChoice(EXPLANATION, (), (LAW,), now.date(), False, True, True)

    with pytest.raises(BadInput, match="no account"):
        make_notice(desk, found, choice, now)


def test_its_clocks_stop_in_order_and_the_witness_is_told(
    told: Told, reference: str, desk: Desk, now: datetime
) -> None:
    made = make_notice(desk, reference, a_choice(desk, reference, now), now)

    with pytest.raises(Conflict):
        mark_notice(desk, made, "acted_on", now)
    for state in ("sent", "acknowledged", "acted_on"):
        mark_notice(desk, made, state, now)
    stored = Notice.objects.get(reference=made)
    seen = witness.so_far(told.session, now)

    assert None not in (stored.sent_at, stored.acknowledged_at, stored.decided_at)
    assert seen.status == "acted"
    assert [(each.platform, each.state) for each in seen.notices] == [("tiktok", "acted_on")]


def test_who_comes_later_learns_of_no_earlier_notice(
    worker: Worker, reference: str, desk: Desk, now: datetime
) -> None:
    made = make_notice(desk, reference, a_choice(desk, reference, now), now)
    mark_notice(desk, made, "sent", now)
    later = now + timedelta(hours=2)

    came = tell(later, account="@leo.exemple", platform="tiktok")
    work(worker, later)

    assert witness.so_far(came.session, later).notices == ()


def test_a_notice_that_does_not_exist_is_not_found(desk: Desk, now: datetime) -> None:
    with pytest.raises(NotFound):
        notice_paper(desk, "N-XXXXXXXX", "pdf", now)
