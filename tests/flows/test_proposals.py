"""Two-person acts: who may agree, once, in time, and what happens when it is undone."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection

from tests.scenes import Login, only_case, tell, work
from vigie.flows import proposals
from vigie.flows.deeds import DEEDS
from vigie.flows.recipients import present_team_key
from vigie.flows.team.attesting import give_team_key
from vigie.flows.team.people import Desk
from vigie.flows.worker import Worker
from vigie.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from vigie.store.duties import Proposal
from vigie.store.people import Responder

REASON = "le témoin le demande"
REOPEN = Proposal.Act.REOPEN


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The proposals whose act was done, instead of a real act."""
    acts: list[int] = []

    def do(desk: Desk, proposal: Proposal, now: datetime) -> None:
        acts.append(proposal.pk)

    monkeypatch.setitem(DEEDS, REOPEN, do)
    return acts


@pytest.fixture
def other(new_login: Callable[[str], Login]) -> Desk:
    """A second lead."""
    return new_login("Dominique").desk


@pytest.fixture
def case(worker: Worker, desk: Desk, now: datetime) -> str:
    """A case with one testimony."""
    tell(now, account="@lea.exemple", platform="tiktok")
    work(worker, now)
    return only_case(desk, now).reference


def role(desk: Desk, value: Responder.Role) -> None:
    """Gives somebody another role, as the team attests it."""
    row = Responder.objects.get(pk=desk.responder.pk)
    row.role = value
    row.save(update_fields=["role"])
    give_team_key(present_team_key(), desk.team_secret, row)


def test_a_role_that_the_team_did_not_attest_agrees_to_nothing(
    case: str, desk: Desk, other: Desk, done: list[int], now: datetime
) -> None:
    role(desk, Responder.Role.LISTENER)
    role(other, Responder.Role.LISTENER)
    made = proposals.propose(desk, REOPEN, case, reason=REASON, now=now)
    Responder.objects.update(role=Responder.Role.LEAD)

    with pytest.raises(NotAllowed):
        proposals.agree(other, made, now)

    assert done == []


def test_an_act_is_done_when_another_person_agrees(
    case: str, desk: Desk, other: Desk, done: list[int], now: datetime
) -> None:
    made = proposals.propose(desk, REOPEN, case, reason=REASON, now=now)
    before = list(done)

    proposals.agree(other, made, now)

    assert (before, done) == ([], [made])
    kept = Proposal.objects.get()
    assert (kept.outcome, kept.decided_by, kept.decided_at) == ("agreed", other.responder, now)
    assert proposals.open_proposals(desk, case, now) == ()


def test_nobody_agrees_with_themselves_in_whatever_session(
    case: str, desk: Desk, done: list[int], now: datetime
) -> None:
    made = proposals.propose(desk, REOPEN, case, reason=REASON, now=now)
    second_browser = Desk(Responder.objects.get(pk=desk.responder.pk), desk.team_secret)

    for each in (desk, second_browser):
        with pytest.raises(NotAllowed, match="another person"):
            proposals.agree(each, made, now)
        with pytest.raises(NotAllowed):
            proposals.refuse(each, made, now)

    assert done == []
    assert Proposal.objects.get().outcome == "open"


def test_one_of_the_two_is_a_lead(
    case: str, desk: Desk, other: Desk, done: list[int], now: datetime
) -> None:
    role(desk, Responder.Role.LISTENER)
    role(other, Responder.Role.LISTENER)
    made = proposals.propose(desk, REOPEN, case, reason=REASON, now=now)

    with pytest.raises(NotAllowed, match="lead"):
        proposals.agree(other, made, now)
    role(desk, Responder.Role.LEAD)
    proposals.agree(other, made, now)

    assert done == [made]


def test_a_role_taken_away_in_between_counts_at_once(
    case: str, desk: Desk, other: Desk, done: list[int], now: datetime
) -> None:
    role(other, Responder.Role.LISTENER)
    made = proposals.propose(other, REOPEN, case, reason=REASON, now=now)
    role(desk, Responder.Role.LISTENER)

    with pytest.raises(NotAllowed, match="lead"):
        proposals.agree(desk, made, now)

    assert desk.responder.role == Responder.Role.LEAD, "as the open session still remembers it"
    assert done == []


def test_a_proposal_of_somebody_who_left_is_worth_nothing(
    case: str, desk: Desk, other: Desk, done: list[int], now: datetime
) -> None:
    made = proposals.propose(desk, REOPEN, case, reason=REASON, now=now)
    Responder.objects.filter(pk=desk.responder.pk).update(state=Responder.State.LEFT)

    with pytest.raises(NotAllowed, match="no longer in the team"):
        proposals.agree(other, made, now)

    assert done == []


def test_after_three_days_it_is_over_and_can_be_proposed_anew(
    case: str, desk: Desk, other: Desk, done: list[int], now: datetime
) -> None:
    made = proposals.propose(desk, REOPEN, case, reason=REASON, now=now)
    late = now + timedelta(hours=72, seconds=1)

    with pytest.raises(Conflict, match="three days"):
        proposals.agree(other, made, late)
    again = proposals.propose(desk, REOPEN, case, reason=REASON, now=late)
    proposals.agree(other, again, late + timedelta(hours=72))

    assert done == [again]
    assert Proposal.objects.get(pk=made).outcome == "expired"


def test_the_same_is_not_proposed_twice(
    case: str, desk: Desk, other: Desk, done: list[int], now: datetime
) -> None:
    made = proposals.propose(desk, REOPEN, case, reason=REASON, now=now)

    for each in (desk, other):
        with pytest.raises(Conflict, match="already proposed"):
            proposals.propose(each, REOPEN, case, reason="encore", now=now)
    proposals.withdraw(desk, made, now)

    proposals.propose(other, REOPEN, case, reason="encore", now=now)


def test_what_is_refused_or_withdrawn_is_not_done(
    case: str, desk: Desk, other: Desk, done: list[int], now: datetime
) -> None:
    refused = proposals.propose(desk, REOPEN, case, reason=REASON, now=now)
    proposals.refuse(other, refused, now)
    withdrawn = proposals.propose(desk, REOPEN, case, reason=REASON, now=now)
    with pytest.raises(NotAllowed, match="refuse it"):
        proposals.withdraw(other, withdrawn, now)
    proposals.withdraw(desk, withdrawn, now)

    for made in (refused, withdrawn):
        with pytest.raises(Conflict, match="already decided"):
            proposals.agree(other, made, now)
    assert done == []


def test_an_act_that_fails_leaves_the_proposal_open(
    case: str, desk: Desk, other: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise Conflict("Not now.")

    monkeypatch.setitem(DEEDS, REOPEN, fail)
    made = proposals.propose(desk, REOPEN, case, reason=REASON, now=now)

    with pytest.raises(Conflict, match="Not now"):
        proposals.agree(other, made, now)

    assert Proposal.objects.get().outcome == "open"


def test_the_reason_is_sealed_and_read_by_the_team(
    case: str, desk: Desk, other: Desk, now: datetime
) -> None:
    made = proposals.propose(desk, REOPEN, case, reason=f"  {REASON}\n", now=now)

    (seen,) = proposals.open_proposals(other, case, now)
    (own,) = proposals.open_proposals(desk, case, now)

    assert (seen.id, seen.reason, seen.author, seen.mine) == (made, REASON, "Camille", False)
    assert own.mine
    assert seen.expires_at == now + timedelta(hours=72)
    assert REASON.encode() not in bytes(Proposal.objects.get().sealed_reason)


def test_a_proposal_says_why_and_is_about_something_of_its_case(
    case: str, desk: Desk, now: datetime
) -> None:
    with pytest.raises(BadInput, match="why"):
        proposals.propose(desk, REOPEN, case, reason=" \n", now=now)
    with pytest.raises(NotFound, match="not in this case"):
        proposals.propose(desk, REOPEN, case, testimony="T-AAAAAAAA", reason=REASON, now=now)
    with pytest.raises(NotFound, match="no such item"):
        proposals.propose(desk, REOPEN, case, item=10**6, reason=REASON, now=now)
    with pytest.raises(NotFound, match="no such proposal"):
        proposals.agree(desk, 10**6, now)


def test_whoever_presses_while_another_agrees_is_too_late(
    case: str,
    desk: Desk,
    new_login: Callable[[str], Login],
    done: list[int],
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, two = (new_login(name).desk for name in ("Dominique", "Noor"))
    made = proposals.propose(desk, REOPEN, case, reason=REASON, now=now)
    check = proposals._check_two

    def meanwhile(proposal: Proposal, whose: Desk) -> None:
        check(proposal, whose)
        monkeypatch.setattr(proposals, "_check_two", check)
        proposals.agree(two, made, now)

    monkeypatch.setattr(proposals, "_check_two", meanwhile)
    with pytest.raises(Conflict, match="already decided"):
        proposals.agree(one, made, now)

    assert done == [made], "the second act was never begun"


@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_that_agree_at_once_one_does_it(
    case: str, desk: Desk, new_login: Callable[[str], Login], done: list[int], now: datetime
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("threads cannot share a database in memory")
    others = [new_login(name).desk for name in ("Dominique", "Noor")]
    made = proposals.propose(desk, REOPEN, case, reason=REASON, now=now)
    said: list[str] = []
    both = threading.Barrier(2)

    def press(each: Desk) -> None:
        both.wait()
        try:
            proposals.agree(each, made, now)
            said.append("done")
        except Conflict as error:
            said.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(each,)) for each in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert done == [made]
    assert len(said) == 2
    assert "done" in said
