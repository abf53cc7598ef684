"""The log grows by what waits, whole or not at all, and reads no more than its peaks."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.flows.custody.invented_log import act, grow, seed_of
from vigie.evidence import custody
from vigie.evidence.custody import check_consistency, check_inclusion
from vigie.flows.custody import (
    check_log,
    consistency_between,
    inclusion_of,
    log_bundle,
    newest_head,
    publish_log,
    sequence_log,
)
from vigie.flows.custody.proving import head_of
from vigie.flows.worker import Worker
from vigie.store.custody import LogEntry, LogHead, LogNode


def all_leaves() -> list[bytes]:
    placed = LogEntry.objects.exclude(position=None).order_by("position")
    return [bytes(leaf) for leaf in placed.values_list("leaf", flat=True)]


@settings(
    deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rounds=st.lists(st.integers(1, 12), min_size=1, max_size=6))
def test_a_log_grown_in_rounds_proves_as_all_its_leaves_do(
    rounds: list[int], worker: Worker, now: datetime
) -> None:
    grow(worker, now, *rounds)

    leaves = all_leaves()
    heads = [head_of(each) for each in LogHead.objects.order_by("size")]
    assert [head.root for head in heads] == [custody.root(leaves[: head.size]) for head in heads]
    for entry in LogEntry.objects.exclude(position=None):
        shown = inclusion_of(entry)
        assert shown is not None
        assert shown.proof == custody.inclusion_proof(leaves, shown.position)
    for old, new, proof in zip(heads, heads[1:], consistency_between(heads), strict=False):
        assert proof == custody.consistency_proof(leaves[: new.size], old.size)
        assert check_consistency(old.size, new.size, old.root, new.root, proof)
    assert check_log(True, now) == ()


def queries_of_a_round(worker: Worker, now: datetime) -> int:
    act(now)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        sequence_log(seed_of(worker), now)
    return len(seen)


def test_a_round_and_a_proof_ask_no_more_of_a_larger_log(worker: Worker, now: datetime) -> None:
    grow(worker, now, 3)
    small = queries_of_a_round(worker, now)
    grow(worker, now, 400)

    large = queries_of_a_round(worker, now)
    with CaptureQueriesContext(connection) as seen:
        shown = inclusion_of(LogEntry.objects.get(position=17))

    assert large == small
    assert len(seen) == 3
    assert shown is not None
    assert len(shown.proof) <= 10


@pytest.mark.parametrize(
    "step", ["_give_positions", "_grow", "_sign_head"], ids=["positions", "subtrees", "head"]
)
def test_a_crash_anywhere_leaves_a_log_that_the_next_round_completes(
    step: str, worker: Worker, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    grow(worker, now, 5)
    kept = (all_leaves(), LogNode.objects.count(), LogHead.objects.count())
    for _ in range(6):
        act(now)

    def crash(*_: object, **__: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(f"vigie.flows.custody.growing.{step}", crash)
        with pytest.raises(RuntimeError):
            sequence_log(seed_of(worker), now)
    after_crash = (all_leaves(), LogNode.objects.count(), LogHead.objects.count())
    done = sequence_log(seed_of(worker), now)

    assert after_crash == kept
    assert done == 6
    assert check_log(True, now) == ()


def test_a_subtree_that_is_gone_is_made_from_its_halves(worker: Worker, now: datetime) -> None:
    grow(worker, now, 20)
    LogNode.objects.filter(level__gt=0).delete()

    grow(worker, now, 3)

    head = newest_head()
    shown = inclusion_of(LogEntry.objects.get(position=2))
    assert head is not None
    assert head.root == custody.root(all_leaves())
    assert shown is not None
    leaf = all_leaves()[2]
    assert check_inclusion(leaf, 2, head.size, shown.proof, head.root)


def test_a_head_is_published_once_a_day_and_when_enough_was_added(
    worker: Worker, now: datetime
) -> None:
    tomorrow = now + timedelta(days=1)
    few = publish_log(now)
    grow(worker, now, 100)

    first, again = publish_log(now), publish_log(now)
    grow(worker, now, 1)
    grow(worker, tomorrow, 1)
    too_few = publish_log(tomorrow)
    grow(worker, tomorrow, 100)

    assert (few, first, again, too_few) == (False, True, False, False)
    assert publish_log(tomorrow)


def test_the_bundle_keeps_the_last_head_of_each_hour(worker: Worker, now: datetime) -> None:
    grow(worker, now, 3)
    grow(worker, now, 2, 4)

    bundle = log_bundle()

    hours = [head["hour"] for head in bundle["heads"]]
    assert len(hours) == len(set(hours)) == 2
    assert bundle["heads"][-1]["size"] == len(bundle["leaves"])
