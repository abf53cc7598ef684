"""An act is entered with what its leaf was made from, in the transaction of what it does."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db.models import Q

from tests.scenes import TALK, tell, work
from vigie.evidence.custody import about_what, act_leaf
from vigie.flows import witness
from vigie.flows.casework import open_case
from vigie.flows.custody import check_log, forget_entries, log_act
from vigie.flows.keeping.retention import apply_rules
from vigie.flows.queue import queue
from vigie.flows.team.people import Desk
from vigie.flows.worker import Worker
from vigie.kernel.errors import BadInput
from vigie.store.custody import LogEntry
from vigie.store.testimonies import Testimony


class LogIsDown(Exception):
    """What the log says in these tests."""


def broken(*_: object, **__: object) -> None:
    raise LogIsDown


def test_an_act_can_be_computed_again_from_what_is_kept(worker: Worker, now: datetime) -> None:
    entry = log_act(LogEntry.Act.JOINED, actor="R-1", now=now, subject="R-2", detail="lead")

    kept = LogEntry.objects.get(pk=entry.pk)

    about = about_what("R-2", None, "lead", bytes(kept.salt or b""))
    assert bytes(kept.leaf) == act_leaf("joined", "R-1", kept.hour, about)
    assert (kept.subject, kept.detail, kept.about) == ("R-2", "lead", None)


def test_an_act_on_a_testimony_is_about_its_reference(worker: Worker, now: datetime) -> None:
    told = tell(now)
    testimony = Testimony.objects.get(reference=told.reference)
    item = testimony.items.all()[0]

    entry = log_act(LogEntry.Act.LENT, actor="R-1", now=now, testimony=testimony, item=item)

    assert (entry.subject, entry.item_number) == (told.reference, item.pk)


@pytest.mark.parametrize(("name", "most"), [("actor", 40), ("subject", 20), ("detail", 80)])
def test_a_text_that_would_be_cut_is_refused(
    name: str, most: int, worker: Worker, now: datetime
) -> None:
    def enter(**texts: str) -> None:
        said = {"actor": "R-1", "subject": "", "detail": "", **texts}
        log_act(
            LogEntry.Act.DECIDED,
            actor=said["actor"],
            now=now,
            subject=said["subject"],
            detail=said["detail"],
        )

    enter(**{name: "é" * most})
    with pytest.raises(BadInput, match=name):
        enter(**{name: "é" * (most + 1)})


def test_erasing_forgets_what_acts_were_about_and_keeps_who_did_what_and_when(
    worker: Worker, desk: Desk, now: datetime
) -> None:
    told = tell(now, files=[("t.txt", TALK.encode())])
    work(worker, now)
    (row,) = queue(desk, now)
    open_case(desk, row.reference, now)
    witness.withdraw(told.session, now)
    before = set(LogEntry.objects.values_list("act", "actor", "hour", "leaf"))

    apply_rules(now + timedelta(days=7), "worker")

    after = set(LogEntry.objects.values_list("act", "actor", "hour", "leaf"))
    assert before < after
    assert not LogEntry.objects.filter(subject=told.reference).exists()
    assert not LogEntry.objects.exclude(item_number=None, testimony=None, item=None).exists()
    assert LogEntry.objects.filter(act="opened", salt=None, about__isnull=False).exists()
    assert check_log(True, now) == ()


def test_what_was_forgotten_without_an_erasure_is_seen(worker: Worker, now: datetime) -> None:
    told = tell(now)
    work(worker, now)

    forgotten = forget_entries(Q(subject=told.reference), actor="R-1", now=now)
    forgotten.delete()

    assert "forget what they were about" in "; ".join(check_log(True, now))


Verb = Callable[[Desk, "witness.WitnessSession", datetime], object]


def read_case(desk: Desk, session: witness.WitnessSession, now: datetime) -> object:
    return open_case(desk, queue(desk, now)[0].reference, now)


def go(desk: Desk, session: witness.WitnessSession, now: datetime) -> object:
    return witness.withdraw(session, now)


def stay(desk: Desk, session: witness.WitnessSession, now: datetime) -> None:
    witness.keep(session, now)


@pytest.mark.parametrize("verb", [read_case, go, stay])
def test_nothing_is_done_that_the_log_does_not_hold(
    verb: Verb, worker: Worker, desk: Desk, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tell(now, files=[("t.txt", TALK.encode())])
    work(worker, now)
    monkeypatch.setattr("vigie.flows.custody.entering._entry", broken)
    before = list(Testimony.objects.values())

    with pytest.raises(LogIsDown):
        verb(desk, told.session, now)

    assert list(Testimony.objects.values()) == before
