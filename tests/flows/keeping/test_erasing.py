"""Erasing: keys, files and rows go for good, one thing or all; a crash leaves nothing half done."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from tests.scenes import TALK, everything_stored, only_case, tell, work
from vigie.evidence.ledger import NAME, mark_of_testimony, read_ledger
from vigie.flows import casework, witness
from vigie.flows.keeping import erasing
from vigie.flows.keeping.erasing import erase_item, erase_testimony, finish_erasures
from vigie.flows.keeping.retention import apply_rules
from vigie.flows.place import blobs, folder
from vigie.flows.public import observatory_figures
from vigie.flows.queue import claim, queue
from vigie.flows.team.people import Desk
from vigie.flows.worker import Worker
from vigie.kernel.errors import NotFound
from vigie.store.accounts import AccountRecord
from vigie.store.cases import Case, CaseNote
from vigie.store.custody import LogEntry
from vigie.store.notices import Notice
from vigie.store.testimonies import Item, Testimony, Wrap

WEEK = timedelta(days=7)


def test_what_was_withdrawn_is_erased_after_seven_days_and_not_before(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    told = tell(now, account="tiktok @leo.exemple", files=[("t.txt", TALK.encode())])
    work(worker, now)
    witness.withdraw(told.session, now)

    early = apply_rules(now + WEEK - timedelta(days=1), "worker")
    late = apply_rules(now + WEEK, "worker")

    assert (len(early.done), len(late.done)) == (0, 1)
    assert not Testimony.objects.exists()
    assert not Wrap.objects.exists()
    assert not Item.objects.exists()
    assert not AccountRecord.objects.exists()
    assert not list(blobs().names())
    assert queue(desk, now) == ()
    assert LogEntry.objects.filter(act=LogEntry.Act.ERASED).count() == 1
    assert not LogEntry.objects.exclude(testimony=None).exists()
    with pytest.raises(NotFound):
        witness.so_far(told.session, now)


def test_a_withdrawal_taken_back_erases_nothing(worker: Worker, now: datetime) -> None:
    told = tell(now)
    witness.withdraw(told.session, now)
    witness.keep(told.session, now)

    report = apply_rules(now + 2 * WEEK, "worker")

    assert report.done == ()
    assert witness.so_far(told.session, now).withdraw_on is None


def test_the_other_testimonies_of_the_case_stay(worker: Worker, desk: Desk, now: datetime) -> None:
    gone, kept = (tell(now, account="tiktok @leo.exemple") for _ in range(2))
    work(worker, now)
    witness.withdraw(gone.session, now)

    apply_rules(now + WEEK, "worker")

    assert only_case(desk, now).testimonies == 1
    assert witness.so_far(kept.session, now).status == "reading"


def test_what_is_anonymised_leaves_a_count_and_nothing_else(worker: Worker, now: datetime) -> None:
    told = tell(now, account="tiktok @leo.exemple", files=[("t.txt", TALK.encode())])
    work(worker, now)
    before = Testimony.objects.get()
    tag, recipient = bytes(before.tag), before.recipient

    erase_testimony(before.pk, "anonymised", actor="worker", now=now)

    after = Testimony.objects.get()
    stored = everything_stored()
    assert (after.platform, after.sent_hour) == ("tiktok", before.sent_hour)
    assert after.reference != told.reference
    assert (after.recipient, after.severity, after.outcome) == ("", "", "")
    assert tag not in stored
    assert recipient.encode() not in stored
    assert told.reference.encode() not in stored
    assert sum(row.platform == "tiktok" for row in observatory_figures(now).rows) == 1
    with pytest.raises(NotFound):
        witness.reopen(told.code)
    with pytest.raises(NotFound):
        witness.withdraw(told.session, now)


def test_the_ledger_is_written_before_anything_goes_and_is_finished_after_a_crash(
    worker: Worker, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tell(now)
    work(worker, now)
    tag = bytes(Testimony.objects.get().tag)

    def crash(*_: object) -> list[str]:
        raise OSError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr(erasing, "_destroy", crash)
        with pytest.raises(OSError, match="power"):
            erase_testimony(told.session.testimony, "erased", actor="worker", now=now)
    still_there = Testimony.objects.filter(reference=told.reference).exists()
    replayed = finish_erasures(now)

    assert still_there
    assert [each.mark for each in read_ledger(folder() / NAME)] == [mark_of_testimony(tag)]
    assert replayed.testimonies == 1
    assert not Testimony.objects.exists()


def test_one_item_goes_alone_with_its_blob_and_what_was_read_from_it(
    worker: Worker, now: datetime
) -> None:
    told = tell(
        now, narrative="il me menace", files=[("a.txt", TALK.encode()), ("b.bin", b"\x7fELF no")]
    )
    work(worker, now)
    first = Item.objects.filter(kind=Item.Kind.FILE).order_by("pk").first()
    assert first is not None
    wrapped = bytes(first.wrapped_key)

    erase_item(first.pk, actor="R-1", now=now)

    kinds = set(Item.objects.values_list("kind", flat=True))
    assert kinds & {"conversation", "findings", "analysis"} == set()
    assert len(list(blobs().names())) == 1
    assert wrapped not in everything_stored()
    assert [each.kind for each in read_ledger(folder() / NAME)] == ["item"]
    assert len(witness.so_far(told.session, now).files) == 1


def test_a_ledger_erases_one_item_again(worker: Worker, now: datetime) -> None:
    tell(now, files=[("a.txt", TALK.encode())])
    item = Item.objects.get(kind=Item.Kind.FILE)
    saved = Item.objects.filter(pk=item.pk).values().get()
    erase_item(item.pk, actor="R-1", now=now)
    Item.objects.create(**saved)

    replayed = finish_erasures(now)

    assert replayed.items == 1
    assert not Item.objects.filter(kind=Item.Kind.FILE).exists()


def test_a_case_keeps_the_clocks_of_what_was_sent_and_loses_its_papers(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    told = tell(now, account="tiktok @leo.exemple", files=[("t.txt", TALK.encode())])
    work(worker, now)
    reference = only_case(desk, now).reference
    claim(desk, reference, now)
    casework.add_note(desk, reference, "note", "une note", now)
    case = Case.objects.get()
    for state in (Notice.State.SENT, Notice.State.READY):
        Notice.objects.create(
            reference=f"N-{state}", case=case, platform="tiktok", author=desk.responder,
            made_hour=now, sent_at=now, state=state, sealed_pdf=b"pdf", sealed_json=b"json",
        )  # fmt: skip

    erase_testimony(told.session.testimony, "anonymised", actor="worker", now=now)

    left = Notice.objects.get()
    assert (left.reference, bytes(left.sealed_pdf), left.platform) == ("N-sent", b"", "tiktok")
    assert not CaseNote.objects.exists()
    assert not AccountRecord.objects.exists()
    assert queue(desk, now, state="") == ()
    with pytest.raises(NotFound):
        casework.open_case(desk, reference, now)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a promise about SQLite's own file")
def test_nothing_of_a_wrapped_key_is_left_in_the_database(worker: Worker, now: datetime) -> None:
    told = [tell(now, narrative="il me menace") for _ in range(20)]
    work(worker, now)
    keys = [bytes(each) for each in Item.objects.values_list("wrapped_key", flat=True)]
    keys += [bytes(each) for each in Wrap.objects.values_list("wrapped", flat=True)]

    for each in told:
        erase_testimony(each.session.testimony, "anonymised", actor="worker", now=now)

    stored = connection.connection.serialize()
    assert len(keys) > 100
    assert [key for key in keys if key[-32:] in stored] == []
