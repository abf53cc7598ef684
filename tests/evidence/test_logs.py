"""A whole log, its published heads, and papers that must not contradict each other."""

import json
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence.receipt_samples import (
    HOUR,
    LEAF,
    LOG_PUBLIC,
    Sample,
    changed,
    consistency_paper,
    head,
    inclusion_paper,
    log_of,
    places,
)
from vigie.evidence.anchors import Anchor
from vigie.evidence.custody import consistency_proof, leaf_hash
from vigie.evidence.logs import DatedHead, build_heads, build_log, contradiction
from vigie.evidence.verdicts import check_paper

SCHEMAS = Path(__file__).parents[2] / "docs" / "formats"
SIZES = (2, 4, 7)
LEAVES = log_of(7, 3)
BEGUN_OTHERWISE = [leaf_hash(b"another"), *LEAVES[1:]]


def hours(sizes: tuple[int, ...]) -> list[Any]:
    return [head(LEAVES[:size], HOUR + timedelta(hours=n)) for n, size in enumerate(sizes)]


def whole(leaves: list[bytes] = LEAVES, sizes: tuple[int, ...] = SIZES) -> dict[str, Any]:
    """The log of seven, of which three heads are shown, one an hour."""
    heads = [head(leaves[:size], HOUR + timedelta(hours=n)) for n, size in enumerate(sizes)]
    return build_log(leaves, heads, (), LOG_PUBLIC)


def published(leaves: list[bytes] = LEAVES, sizes: tuple[int, ...] = SIZES) -> dict[str, Any]:
    """The same heads as the public sees them."""
    heads = [head(leaves[:size], HOUR + timedelta(hours=n)) for n, size in enumerate(sizes)]
    proofs = [consistency_proof(leaves[: new.size], old.size) for old, new in pairwise(heads)]
    return build_heads(heads, proofs, LOG_PUBLIC)


def test_a_whole_log_says_since_when_it_is_unchanged_and_never_that_it_is_authentic() -> None:
    verdict = check_paper(whole(), LOG_PUBLIC, None)

    assert verdict.sentence == (
        "Valid: the first 2 entries of this log are unchanged since 2026-11-20 10:00 UTC, "
        "all 7 since 2026-11-20 12:00 UTC."
    )


def test_published_heads_hold_each_other() -> None:
    verdict = check_paper(published(), None, None)

    assert verdict.valid
    assert "its first 2 entries are unchanged since 2026-11-20 10:00 UTC" in verdict.sentence
    assert "compare its log key" in verdict.sentence


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_no_change_of_any_value_goes_unseen(data: st.DataObject) -> None:
    other: st.SearchStrategy[Any] = st.sampled_from([None, 1, "", [], {}, "00" * 32, True])
    for paper in (whole(), published()):
        path = data.draw(st.sampled_from(list(places(paper))))
        spoiled = changed(paper, path, data.draw(other))

        same = json.dumps(spoiled) == json.dumps(paper)
        assert check_paper(spoiled, LOG_PUBLIC, None).valid == same


def test_a_leaf_put_in_taken_out_or_elsewhere_is_seen() -> None:
    paper = whole()
    leaves = paper["leaves"]
    for forged in (
        [*leaves, leaves[0]],
        leaves[:-1],
        [leaves[1], leaves[0], *leaves[2:]],
        [leaves[0], leaves[0], *leaves[1:]],
    ):
        assert not check_paper({**paper, "leaves": forged}, LOG_PUBLIC, None).valid


def test_heads_that_go_back_in_time_or_size_are_seen() -> None:
    back = [head(LEAVES[:2], HOUR), head(LEAVES, HOUR - timedelta(hours=1))]
    proof = [consistency_proof(LEAVES, 2)]
    swapped = {**published(), "heads": list(reversed(published()["heads"]))}

    for paper, said in (
        (build_heads(back, proof, LOG_PUBLIC), "earlier hour"),
        (swapped, "order of their sizes"),
        (build_heads([], [], LOG_PUBLIC), "no head"),
        (build_heads(hours(SIZES), [], LOG_PUBLIC), "not one proof"),
    ):
        assert said in check_paper(paper, LOG_PUBLIC, None).sentence


def test_timestamps_are_of_a_head_that_is_listed() -> None:
    heads = hours(SIZES)
    stranger = replace(head(LEAVES[:5]), hour=HOUR)
    reply = (Anchor("horodatage.example.org", b"no reply"),)

    for shown in (heads[0], stranger):
        paper = build_log(LEAVES, heads, [DatedHead(shown, reply)], LOG_PUBLIC)
        assert not check_paper(paper, LOG_PUBLIC, None).valid


def test_papers_of_one_log_do_not_contradict_each_other() -> None:
    same = [whole(), published(), Sample(head_hour=HOUR + timedelta(hours=2)).receipt()]
    same += [consistency_paper(2, 7, 2)]

    assert contradiction(same) is None


def other_log(size: int) -> list[bytes]:
    return [*log_of(size, 3)[: size - 1], leaf_hash(b"another")]


@pytest.mark.parametrize(
    ("papers", "said"),
    [
        ([whole(), inclusion_paper(6, 3), whole(other_log(7))], "two different logs of 7"),
        ([published(), published(other_log(7))], "two different logs of 7"),
        ([whole(other_log(4), (4,)), inclusion_paper(7, 3)], "two different logs of 4 entries"),
        ([whole(BEGUN_OTHERWISE, (7,)), published(LEAVES, (4,))], "another one when it had 4"),
        ([published(), published(LEAVES, (7,))], "a larger log at an earlier hour"),
    ],
    ids=range(5),
)
def test_two_histories_contradict_each_other(papers: list[dict[str, Any]], said: str) -> None:
    if said.endswith("4 entries"):
        papers = [*papers, published(LEAVES, (4,))]

    assert said in str(contradiction(papers))


def test_a_receipt_of_a_longer_log_still_has_its_place() -> None:
    shorter = whole([LEAVES[0], *LEAVES[2:6]], (5,))

    assert contradiction([whole(LEAVES[:5], (5,)), Sample().receipt()]) is None
    assert "another entry at position 3" in str(contradiction([shorter, Sample().receipt()]))


def test_papers_of_two_houses_are_not_compared() -> None:
    elsewhere = {**whole(other_log(7)), "log_key": "00" * 32}

    assert contradiction([whole(), elsewhere]) is None


@pytest.mark.parametrize(("late", "broken"), [(1, False), (30, True)])
def test_a_promise_that_the_log_did_not_keep_is_seen(late: int, broken: bool) -> None:
    without = [leaf_hash(str(n).encode()) for n in range(7)]
    assert LEAF.hash not in without
    log = build_log(without, [head(without, HOUR + timedelta(hours=late))], (), LOG_PUBLIC)

    said = contradiction([log, Sample(logged=False).receipt()])

    assert bool(said) == broken


@pytest.mark.parametrize(("name", "paper"), [("log", whole()), ("log-head", published())])
def test_papers_are_of_the_published_schema(name: str, paper: dict[str, Any]) -> None:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text())

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(paper, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**paper, "note": "authentic"}, schema)
