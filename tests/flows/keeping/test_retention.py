"""Retention applied: previews, runs, the sealed archive, referrals, postponements."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.scenes import Login, only_case, tell, work
from vigie.cases.retention import after_months
from vigie.flows import casework, witness
from vigie.flows.custody import check_log
from vigie.flows.decisions import record_decisions
from vigie.flows.keeping import retention
from vigie.flows.keeping.archive import archive_testimony, archives_of, reopen
from vigie.flows.keeping.retention import apply_rules, postpone, preview
from vigie.flows.proposals import agree, propose
from vigie.flows.queue import claim, queue
from vigie.flows.team.people import Desk
from vigie.flows.worker import Worker
from vigie.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from vigie.store.cases import Case
from vigie.store.custody import LogEntry
from vigie.store.duties import Proposal, RetentionRun, Task
from vigie.store.notices import Notice
from vigie.store.people import Responder
from vigie.store.testimonies import Testimony, Wrap

MONTH = timedelta(days=31)
ACCOUNT = "tiktok @leo.exemple"
THREAT = "il menace de publier mes photos nues si je ne paie pas, j'ai 13 ans"


@pytest.fixture
def closed(worker: Worker, desk: Desk, now: datetime) -> Callable[..., str]:
    """Tells, reads and closes a testimony with an outcome; gives its reference."""

    def close(outcome: str = "handled", *, narrative: str = "", adults: bool = False) -> str:
        told = tell(now, account=ACCOUNT, narrative=narrative, age_then=13)
        work(worker, now)
        reference = only_case(desk, now).reference
        claim(desk, reference, now)
        casework.close_case(desk, reference, now, outcome=outcome, about_adults=adults)
        return told.reference

    return close


def later(now: datetime, months: int) -> datetime:
    return after_months(now, months) + timedelta(hours=1)


def apply_at(time: datetime) -> retention.Report:
    return apply_rules(time, "worker", trust_clock=True)


def test_out_of_scope_is_anonymised_by_the_next_run(
    closed: Callable[..., str], now: datetime
) -> None:
    reference = closed("out_of_scope", narrative=THREAT)

    report = apply_rules(now + timedelta(hours=1), "worker")

    assert [(row.reference, row.rule, row.act) for row in report.done] == [
        (reference, "out_of_scope", "anonymise")
    ]
    assert not Testimony.objects.filter(erased_hour=None).exists()
    assert RetentionRun.objects.order_by("-pk")[0].report["done"] == {"out_of_scope": 1}


def test_without_follow_up_two_months_after_closing(
    closed: Callable[..., str], now: datetime
) -> None:
    reference = closed()

    ahead = preview(now, 30), preview(now, 70)
    early, late = apply_at(later(now, 1)), apply_at(later(now, 2))

    assert [row.reference for row in ahead[1]] == [reference]
    assert ahead[0] == ()
    assert (early.counts, late.counts) == ({}, {"no_follow_up": 1})


def test_grave_and_about_a_minor_is_archived_and_its_content_closed(
    closed: Callable[..., str], desk: Desk, now: datetime
) -> None:
    reference = closed(narrative=THREAT)
    case = Case.objects.get()

    report = apply_at(later(now, 2))

    assert report.counts == {"grave": 1}
    assert {each.holder for each in Wrap.objects.all()} == {"archive", "witness"}
    view = casework.open_case(desk, case.reference, now)
    assert view.testimonies == ()
    assert [each.reference for each in view.archived] == [reference]
    assert LogEntry.objects.filter(act=LogEntry.Act.ARCHIVED).count() == 1


def test_grave_between_adults_is_anonymised_like_the_rest(
    closed: Callable[..., str], now: datetime
) -> None:
    closed(narrative=THREAT, adults=True)

    report = apply_at(later(now, 2))

    assert report.counts == {"no_follow_up": 1}


def test_the_archive_ends_when_the_organisation_decided(
    closed: Callable[..., str], now: datetime
) -> None:
    closed(narrative=THREAT)
    apply_at(later(now, 2))

    undecided = apply_at(later(now, 12 * 40))
    record_decisions({"archive_years": "20"}, "Camille, présidente", "", now)
    early, late = apply_at(later(now, 12 * 20)), apply_at(later(now, 12 * 20 + 3))

    assert (undecided.counts, early.counts, late.counts) == ({}, {}, {"archived": 1})


def test_a_new_testimony_shows_that_an_archive_exists_and_two_people_open_it(
    closed: Callable[..., str], worker: Worker, desk: Desk, now: datetime
) -> None:
    reference = closed(narrative=THREAT)
    archived = Testimony.objects.get(reference=reference)
    archive_testimony(archived.pk, actor="worker", now=now)
    tell(now + timedelta(hours=2), account=ACCOUNT)
    work(worker, now + timedelta(hours=2))

    row = only_case(desk, now)
    before = casework.open_case(desk, row.reference, now)
    reopen(archived, now, "R-1")
    after = casework.open_case(desk, row.reference, now)

    assert (len(before.testimonies), len(before.archived)) == (1, 1)
    assert (len(after.testimonies), len(after.archived)) == (2, 0)
    assert LogEntry.objects.filter(act=LogEntry.Act.REOPENED).count() == 1
    with pytest.raises(Conflict):
        reopen(archived, now, "R-1")


def test_an_agreed_proposal_opens_the_archive(
    closed: Callable[..., str], desk: Desk, new_login: Callable[[str], Login], now: datetime
) -> None:
    reference = closed(narrative=THREAT)
    case = Case.objects.get().reference
    archive_testimony(Testimony.objects.get().pk, actor="worker", now=now)
    reason = "un nouveau témoignage nomme le compte"

    made = propose(desk, Proposal.Act.REOPEN, case, testimony=reference, reason=reason, now=now)
    agree(new_login("Nour").desk, made, now)

    assert len(casework.open_case(desk, case, now).testimonies) == 1


def test_the_witness_still_opens_what_is_archived_and_is_heard(
    closed: Callable[..., str], worker: Worker, desk: Desk, now: datetime
) -> None:
    told = tell(now, account=ACCOUNT)
    work(worker, now)
    archive_testimony(told.session.testimony, actor="worker", now=now)

    hour = now + timedelta(hours=1)
    witness.say(told.session, "il recommence", once="m", now=hour)
    work(worker, hour)

    (archive,) = archives_of(Case.objects.get())
    assert archive.wrote_since
    assert len(witness.so_far(told.session, hour).messages) == 1
    assert Case.objects.get().state == Case.State.OPEN


def test_pictures_notes_and_papers_are_closed_with_the_archive(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    told = tell(now, account=ACCOUNT)
    work(worker, now)
    reference = only_case(desk, now).reference
    claim(desk, reference, now)
    casework.add_note(desk, reference, "note", "elle a 13 ans", now)
    archive_testimony(told.session.testimony, actor="worker", now=now)

    view = casework.open_case(desk, reference, now)

    assert view.notes == ()
    with pytest.raises(NotFound):
        casework.write_to_witness(desk, reference, told.reference, "bonjour", now)


def test_notified_waits_eight_months_after_the_platforms_last_word(
    closed: Callable[..., str], desk: Desk, now: datetime
) -> None:
    closed()
    Notice.objects.create(
        reference="N-1", case=Case.objects.get(), platform="tiktok", author=desk.responder,
        made_hour=now, sent_at=now, decided_at=now + MONTH, state=Notice.State.REFUSED,
        sealed_pdf=b"", sealed_json=b"",
    )  # fmt: skip

    early, late = apply_at(later(now, 8)), apply_at(later(now + MONTH, 8))

    assert (early.counts, late.counts) == ({}, {"notified": 1})


def test_what_is_referred_stays_and_is_reviewed_every_year_until_it_ends(
    closed: Callable[..., str], desk: Desk, now: datetime
) -> None:
    reference = closed()
    case = Case.objects.get().reference
    claim(desk, case, now)
    casework.refer(desk, case, now)

    report = apply_at(later(now, 12))
    again = apply_at(later(now, 13))
    retention.reviewed(desk, reference, later(now, 13))
    year_after = apply_at(later(now, 26))
    asked = Task.objects.count()
    ended = later(now, 26)
    claim(desk, case, ended)
    casework.end_referral(desk, case, ended)
    gone = apply_at(later(ended, 2))

    assert (report.reviews, again.reviews, year_after.reviews) == (1, 0, 1)
    assert asked == 2
    assert gone.counts == {"no_follow_up": 1}
    assert LogEntry.objects.filter(act=LogEntry.Act.REFERRED).count() == 1


def test_a_withdrawal_waits_while_the_authorities_have_it(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    told = tell(now, account=ACCOUNT)
    work(worker, now)
    reference = only_case(desk, now).reference
    claim(desk, reference, now)
    casework.refer(desk, reference, now)
    witness.withdraw(told.session, now)

    report = apply_rules(now + timedelta(days=8), "worker")

    assert report.done == ()
    assert Testimony.objects.filter(erased_hour=None).count() == 1


def test_a_lead_postpones_with_a_reason_that_the_case_keeps(
    closed: Callable[..., str], desk: Desk, now: datetime
) -> None:
    reference = closed()

    until = postpone(desk, reference, 6, "l'avocate la demande", now)

    assert apply_at(later(now, 2)).done == ()
    assert len(apply_at(until + timedelta(hours=1)).done) == 1


def test_only_a_lead_postpones_and_never_a_withdrawal_nor_without_a_reason(
    worker: Worker, desk: Desk, new_login: Callable[[str], Login], now: datetime
) -> None:
    told = tell(now)
    work(worker, now)
    listener = new_login("Sacha").desk
    listener.responder.role = Responder.Role.LISTENER

    with pytest.raises(NotAllowed):
        postpone(listener, told.reference, 6, "parce que", now)
    with pytest.raises(BadInput):
        postpone(desk, told.reference, 6, "  ", now)
    with pytest.raises(BadInput):
        postpone(desk, told.reference, 13, "parce que", now)
    witness.withdraw(told.session, now)
    with pytest.raises(NotAllowed):
        postpone(desk, told.reference, 6, "parce que", now)
    with pytest.raises(NotFound):
        postpone(desk, "T-NOTHING9", 6, "parce que", now)


def test_an_open_case_holds_even_what_was_closed_before(
    closed: Callable[..., str], worker: Worker, desk: Desk, now: datetime
) -> None:
    closed()
    tell(now, account=ACCOUNT)
    work(worker, now)

    report = apply_at(later(now, 3))

    assert report.done == ()
    assert len(queue(desk, now)) == 1


def test_a_clock_that_jumps_erases_nothing_until_a_person_says_that_it_is_right(
    closed: Callable[..., str], now: datetime
) -> None:
    closed()

    jumped = apply_rules(later(now, 24), "worker")
    trusted = apply_rules(later(now, 24), "operator", trust_clock=True)

    assert (jumped.done, jumped.problem) == ((), retention.CLOCK)
    assert len(trusted.done) == 1


def test_after_five_years_the_log_forgets_what_it_was_about_and_is_still_whole(
    worker: Worker, now: datetime
) -> None:
    told = tell(now)
    work(worker, now)
    leaves = [bytes(each.leaf) for each in LogEntry.objects.order_by("pk")]

    report = apply_at(later(now, 60))
    work(worker, later(now, 60))

    assert report.log_entries > 0
    assert [bytes(each.leaf) for each in LogEntry.objects.order_by("pk")][: len(leaves)] == leaves
    assert not LogEntry.objects.filter(act="read", subject=told.reference).exists()
    assert check_log(True, later(now, 60)) == ()
    assert witness.receipt(told.session)


def test_closing_wants_one_of_three_outcomes(worker: Worker, desk: Desk, now: datetime) -> None:
    tell(now)
    work(worker, now)
    reference = only_case(desk, now).reference
    claim(desk, reference, now)

    with pytest.raises(BadInput):
        casework.close_case(desk, reference, now, outcome="forgotten")

    casework.close_case(desk, reference, now, outcome="unfounded")
    ended = Testimony.objects.get()
    assert (ended.outcome, ended.closed_hour) == (
        "unfounded",
        now.astimezone(UTC).replace(minute=0, second=0, microsecond=0),
    )
