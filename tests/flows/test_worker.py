"""The worker: reads once, loses nothing when it dies, and keeps no key longer than it must."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.scenes import TALK, only_case, tell, upload, work
from vigie.evidence.keys import new_identity
from vigie.flows import casework, witness
from vigie.flows.leases import lease_next
from vigie.flows.lending import lend_to_worker
from vigie.flows.place import blobs, folder
from vigie.flows.queue import claim, queue
from vigie.flows.team.people import Desk
from vigie.flows.worker import (
    Worker,
    backlog,
    destroy_reader_keys,
    open_worker,
    publish_reader_key,
    sweep,
    work_once,
)
from vigie.kernel.answers import Answers
from vigie.kernel.errors import Misconfigured
from vigie.store.keys import ReaderKey
from vigie.store.testimonies import Item, Testimony, Wrap


def holders(reference: str) -> set[str]:
    return set(Wrap.objects.filter(testimony__reference=reference).values_list("holder", flat=True))


def test_once_read_a_testimony_is_closed_to_the_worker(worker: Worker, now: datetime) -> None:
    told = tell(now, account="@lea.exemple", platform="tiktok", files=[("t.txt", TALK.encode())])
    before = holders(told.reference)

    work(worker, now)

    assert before == {"reader", "team", "witness"}
    assert holders(told.reference) == {"team", "witness"}
    assert backlog(now) == 0


def test_nothing_is_left_to_do_after_the_work_is_done(worker: Worker, now: datetime) -> None:
    tell(now)
    work(worker, now)
    kept = Item.objects.count()

    again = work_once(worker, now)

    assert not again
    assert Item.objects.count() == kept


def test_an_unfinished_testimony_is_read_after_half_an_hour(worker: Worker, now: datetime) -> None:
    told = tell(now, narrative="je ne finis pas", send=False)

    work(worker, now + timedelta(minutes=29))
    early = witness.so_far(told.session, now).status
    work(worker, now + timedelta(minutes=31))

    assert (early, witness.so_far(told.session, now).status) == ("draft", "reading")


def test_what_is_urgent_is_read_first(worker: Worker, now: datetime) -> None:
    tell(now - timedelta(hours=2))
    urgent = tell(now, urgent="coming")

    leased = lease_next("worker", now)

    assert leased is not None
    assert leased.reference == urgent.reference


def test_two_workers_never_take_the_same_testimony(worker: Worker, now: datetime) -> None:
    tell(now)

    taken = [lease_next(name, now) for name in ("one", "two")]

    assert taken[0] is not None
    assert taken[1] is None


def test_a_dead_workers_testimony_is_taken_up_again(worker: Worker, now: datetime) -> None:
    told = tell(now)
    lease_next("worker", now)

    by_another = lease_next("another", now + timedelta(minutes=6))
    open_worker("another")
    work(open_worker("another"), now)

    assert by_another is not None
    assert witness.so_far(told.session, now).status == "reading"


def test_a_crash_in_the_middle_of_a_reading_leaves_nothing_half_done(
    worker: Worker, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(now, account="@lea.exemple", platform="tiktok", files=[("t.txt", TALK.encode())])
    kept = Item.objects.count()
    with monkeypatch.context() as patched:
        patched.setattr("vigie.flows.reading.join_cases", broken)
        with pytest.raises(RuntimeError):
            work_once(worker, now)

    assert Item.objects.count() == kept
    work(open_worker("worker"), now)

    (talk,) = (
        casework.open_case(desk, only_case(desk, now).reference, now).testimonies[0].conversations
    )
    assert len(talk.conversation.turns) == 5


def broken(*_: object) -> None:
    raise RuntimeError("the machine stops here")


def test_an_account_that_is_added_while_the_worker_reads_is_not_lost(
    worker: Worker, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tell(now, files=[("t.txt", TALK.encode())])

    def meanwhile(*_: object) -> None:
        witness.save_page(
            told.session, "who", {"account": "@lea.exemple"}, once="meanwhile", now=later
        )

    later = now + timedelta(seconds=1)
    with monkeypatch.context() as patched:
        patched.setattr("vigie.flows.reading.join_cases", meanwhile)
        work_once(worker, now)

    assert backlog(later) == 1
    work(worker, later)
    pages = Item.objects.filter(testimony__reference=told.reference, kind="page")
    assert set(pages.values_list("state", flat=True)) <= {"read", "made"}
    assert backlog(later) == 0


def test_what_comes_in_at_the_same_instant_is_not_left_unread(
    worker: Worker, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tell(now)

    def meanwhile(*_: object) -> None:
        sealed = upload("t.txt", TALK.encode())
        witness.receive_files(told.session, [sealed], once="meanwhile", now=now)

    with monkeypatch.context() as patched:
        patched.setattr("vigie.flows.reading.join_cases", meanwhile)
        work_once(worker, now)
    work(worker, now)

    assert [file.state for file in witness.so_far(told.session, now).files] == ["read"]


def test_a_case_taken_while_the_worker_reads_again_stays_taken(
    worker: Worker, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tell(now)
    work(worker, now)
    witness.say(told.session, "encore un mot", once="m", now=now)

    def meanwhile(*_: object) -> None:
        claim(desk, only_case(desk, now).reference, now)

    monkeypatch.setattr("vigie.flows.reading.join_cases", meanwhile)
    work_once(worker, now)

    assert witness.so_far(told.session, now).status == "in_hand"


def test_two_workers_of_one_folder_share_their_keys(worker: Worker, now: datetime) -> None:
    other, tomorrow = open_worker("other"), now + timedelta(days=1)
    work_once(worker, tomorrow)
    told = tell(tomorrow, files=[("t.txt", TALK.encode())])

    work(other, tomorrow)
    work_once(other, tomorrow + timedelta(days=1))

    assert [file.state for file in witness.so_far(told.session, tomorrow).files] == ["read"]
    assert len(open_worker("third").vault.readers) == 3


def test_what_no_reader_key_opens_is_in_the_queue_all_the_same(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    tell(now, narrative="il insiste")
    Wrap.objects.filter(holder="reader").delete()

    work(worker, now)

    (seen,) = casework.open_case(desk, only_case(desk, now).reference, now).testimonies
    assert seen.answers.narrative == "il insiste"
    assert backlog(now) == 0


def test_with_the_worker_dead_for_a_week_every_testimony_is_received(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    days = [now + timedelta(days=day) for day in range(8)]

    told = [tell(day, narrative=f"jour {n}") for n, day in enumerate(days)]
    for each in told:
        witness.say(each.session, "encore", once="m", now=days[-1])
        witness.receive_files(each.session, [upload("t.txt", b"a")], once="f", now=days[-1])

    by_day = [holders(each.reference) for each in told]
    assert by_day[:4] == [{"reader", "team", "witness"}] * 4
    assert by_day[4:] == [{"team", "witness"}] * 4
    assert all(len(witness.so_far(each.session, days[-1]).files) == 1 for each in told)


def test_what_came_while_the_worker_was_dead_is_in_the_queue_when_it_is_back_and_can_be_lent(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    early = tell(now, files=[("t.txt", TALK.encode())])
    later = now + timedelta(days=7)
    late = tell(later, files=[("t.txt", TALK.encode())])
    work(open_worker("back"), later)

    states = [witness.so_far(each.session, later).files[0].state for each in (early, late)]
    lent = lend_to_worker(desk, [late.reference], "unread", later)
    work(open_worker("back"), later)

    assert states == ["read", "received"]
    assert len(queue(desk, later)) == 2
    assert lent == (late.reference,)
    assert witness.so_far(late.session, later).files[0].state == "read"


def test_a_signed_reader_key_of_before_is_not_taken_again_when_newer_ones_are_deleted(
    worker: Worker, now: datetime
) -> None:
    four_days_on = now + timedelta(days=4)
    publish_reader_key(worker, four_days_on)
    fresh = tell(four_days_on)

    ReaderKey.objects.filter(day=four_days_on.date()).delete()
    told = tell(four_days_on)

    assert holders(fresh.reference) == {"reader", "team", "witness"}
    assert holders(told.reference) == {"team", "witness"}


def test_a_planted_reader_key_is_passed_over(worker: Worker, now: datetime) -> None:
    secret, recipient = new_identity()
    tomorrow = now.date() + timedelta(days=1)
    ReaderKey.objects.create(day=tomorrow, recipient=recipient, signature=bytes(64))

    told = tell(now)

    wrapped = Wrap.objects.filter(testimony__reference=told.reference)
    assert secret
    assert recipient not in set(wrapped.values_list("recipient", flat=True))


def test_a_signed_key_put_on_another_day_is_passed_over(worker: Worker, now: datetime) -> None:
    ReaderKey.objects.update(day=now.date() + timedelta(days=2))

    told = tell(now)

    assert holders(told.reference) == {"team", "witness"}


def test_a_planted_team_key_is_passed_over(worker: Worker, desk: Desk, now: datetime) -> None:
    from_desk = casework.enter_call(desk, Answers(narrative="avant"), "fr", now)
    planted = new_identity()[1]
    team = desk.responder.teamwrap_set.get().team_key
    team.pk, team.recipient, team.made_at = None, planted, now + timedelta(days=1)
    team.save(force_insert=True)

    tell(now)

    assert from_desk
    assert planted not in set(Wrap.objects.values_list("recipient", flat=True))


def test_reader_keys_are_destroyed_after_three_days_when_nothing_depends_on_them(
    worker: Worker, now: datetime
) -> None:
    waiting = tell(now)
    later = now + timedelta(days=5)

    destroyed_while_waiting = destroy_reader_keys(worker, later)
    work(worker, later)

    assert destroyed_while_waiting == 0
    assert now.date().isoformat() not in worker.vault.readers
    assert now.date().isoformat() not in open_worker("worker").vault.readers
    assert ReaderKey.objects.get(day=now.date()).destroyed_at == later
    assert witness.so_far(waiting.session, later).status == "reading"


def test_what_was_begun_and_left_empty_or_told_by_telephone_keeps_no_reader_key(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    witness.start_testimony(language="fr", campaign=None, now=now)
    casework.enter_call(desk, Answers(narrative="au téléphone"), "fr", now)
    later = now + timedelta(days=5)
    work_once(worker, later)

    destroy_reader_keys(worker, later)

    assert ReaderKey.objects.get(day=now.date()).destroyed_at == later


def test_evidence_added_after_a_key_is_gone_is_sealed_to_the_new_one(
    worker: Worker, now: datetime
) -> None:
    told = tell(now)
    work(worker, now)
    later = now + timedelta(days=5)
    work(worker, later)

    witness.receive_files(told.session, [upload("t.txt", TALK.encode())], once="x", now=later)
    work(worker, later)

    assert [file.state for file in witness.so_far(told.session, later).files] == ["read"]


def test_sealed_files_that_nobody_knows_are_swept_after_a_day(
    worker: Worker, now: datetime
) -> None:
    tell(now, files=[("t.txt", TALK.encode())])
    orphan = upload("orphan.txt", TALK.encode())
    assert orphan.draft is not None
    name = orphan.draft.keep()

    early, late = sweep(now), sweep(now + timedelta(days=2))

    assert (early, late) == ([], [name])
    assert len(list(blobs().names())) == 1


def test_the_worker_does_not_start_without_its_secret(
    worker: Worker, settings: Settings, tmp_path: Path
) -> None:
    settings.VIGIE_WORKER_SECRET = None
    with pytest.raises(Misconfigured, match="locked"):
        open_worker("worker")

    settings.VIGIE_WORKER_SECRET = "another secret altogether"
    with pytest.raises(Misconfigured, match="do not open"):
        open_worker("worker")


def test_a_secret_beside_the_data_opens_it_in_a_demonstration(
    worker: Worker, settings: Settings
) -> None:
    (folder() / "worker.secret").write_text(f"{settings.VIGIE_WORKER_SECRET}\n")
    settings.VIGIE_WORKER_SECRET = None

    assert open_worker("worker").vault == worker.vault


def test_two_testimonies_waiting_are_both_read(worker: Worker, now: datetime) -> None:
    told = [tell(now) for _ in range(2)]

    work(worker, now)

    assert {witness.so_far(each.session, now).status for each in told} == {"reading"}
    assert Testimony.objects.filter(leased_by="").count() == 2


def test_a_testimony_that_was_never_begun_goes_after_a_month(worker: Worker, now: datetime) -> None:
    begun = tell(now, send=False)
    witness.start_testimony(language="fr", campaign=None, now=now)

    sweep(now + timedelta(days=29))
    kept = Testimony.objects.count()
    sweep(now + timedelta(days=31))

    assert kept == 2
    assert [each.reference for each in Testimony.objects.all()] == [begun.reference]
