"""Anchored papers: what a timestamp dates, and every way of dating something else."""

import base64
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence.authority import Authority, Shape, openssl_agrees
from tests.evidence.receipt_samples import (
    HOUR,
    LOG_PUBLIC,
    Sample,
    changed,
    consistency_paper,
    inclusion_paper,
    log_of,
    places,
)
from tests.evidence.receipt_samples import head as signed_head_of
from vigie.evidence.anchors import MOST_ANCHORS, Anchor, build_log_anchor, with_anchors
from vigie.evidence.custody import head_message
from vigie.evidence.proofs import Head, Verdict
from vigie.evidence.timestamps import Trust, build_request, read_trust
from vigie.evidence.verdicts import check_paper

SCHEMAS = Path(__file__).parents[2] / "docs" / "formats"
NONCE = bytes(range(8))
HEAD = signed_head_of(log_of(7, 3))
STAMPED = HOUR + timedelta(minutes=20, seconds=7)
Paper = dict[str, Any]


@pytest.fixture(scope="module")
def authorities(tmp_path_factory: pytest.TempPathFactory) -> tuple[Authority, Authority]:
    """Two that have nothing in common but what they do."""
    folder = tmp_path_factory.mktemp("authorities")
    second = Shape("rsa", intermediate=True, sent="chain", long_name=True)
    return (
        Authority(folder / "one", Shape(), "Un"),
        Authority(folder / "two", second, "Deux"),
    )


@pytest.fixture(scope="module")
def trust(authorities: tuple[Authority, Authority]) -> Trust:
    """The roots of both."""
    return read_trust(b"".join(each.roots for each in authorities))


@pytest.fixture(scope="module")
def anchors(authorities: tuple[Authority, Authority]) -> tuple[Anchor, Anchor]:
    """What each said of the sample's head: the first later than the second."""
    one, two = authorities
    return stamp(one, HEAD, STAMPED + timedelta(minutes=1)), stamp(two, HEAD, STAMPED)


def stamp(authority: Authority, head: Head, at: datetime) -> Anchor:
    """The authority's reply about a head, at a time of our choice."""
    message = head_message(head.size, head.root, head.hour)
    reply = authority.reply(build_request(message, NONCE))
    name = authority.signer.certificate.subject.rfc4514_string()
    return Anchor(f"{name[-2:].lower()}.example.org", authority.restamped(reply, at))


def anchored(head: Head, *anchors: Anchor) -> Paper:
    return build_log_anchor(head, anchors, LOG_PUBLIC)


def test_an_anchor_says_since_when_by_whom_and_never_that_it_is_authentic(
    anchors: tuple[Anchor, Anchor], trust: Trust
) -> None:
    verdict = check_paper(anchored(HEAD, *anchors), LOG_PUBLIC, trust)

    assert verdict.valid
    assert verdict.sentence == (
        "Valid: the log of 7 entries is unchanged since 2026-11-20 10:20:07 UTC (timestamped by "
        "O=Une organisation au nom fort long,CN=Deux at 2026-11-20 10:20:07 UTC "
        "and CN=Un at 2026-11-20 10:21:07 UTC)."
    )
    assert "authentic" not in verdict.sentence


def test_a_receipt_and_an_inclusion_proof_may_carry_their_anchors(
    anchors: tuple[Anchor, Anchor], trust: Trust
) -> None:
    for paper in (Sample().receipt(), inclusion_paper()):
        verdict = check_paper(with_anchors(paper, anchors), LOG_PUBLIC, trust)

        assert verdict.valid
        assert "its log is unchanged since 2026-11-20 10:20:07 UTC" in verdict.sentence
        assert verdict.sentence.startswith(check_paper(paper, LOG_PUBLIC, None).sentence[:-1])


def test_without_roots_a_receipt_says_what_was_not_checked_and_an_anchor_proves_nothing(
    anchors: tuple[Anchor, Anchor],
) -> None:
    receipt = check_paper(with_anchors(Sample().receipt(), anchors), LOG_PUBLIC, None)
    anchor = check_paper(anchored(HEAD, *anchors), LOG_PUBLIC, None)

    assert receipt.valid
    assert "timestamps were not checked" in receipt.sentence
    assert anchor == Verdict(
        False,
        "Invalid: timestamps are checked against the roots of their authorities; give them.",
    )


def test_a_back_dated_head_gains_nothing(
    authorities: tuple[Authority, Authority], anchors: tuple[Anchor, Anchor], trust: Trust
) -> None:
    earlier = signed_head_of(log_of(7, 3), HOUR - timedelta(days=30))
    honest = anchored(earlier, stamp(authorities[1], earlier, STAMPED))
    moved = anchored(earlier, *anchors)

    since = check_paper(honest, LOG_PUBLIC, trust).sentence

    assert "unchanged since 2026-11-20 10:20:07 UTC" in since
    assert check_paper(moved, LOG_PUBLIC, trust) == Verdict(
        False, "Invalid: the timestamp is of something else (un.example.org)."
    )


def test_a_changed_head_is_invalid_even_when_the_log_key_signs_it_again(
    anchors: tuple[Anchor, Anchor], trust: Trust
) -> None:
    paper = anchored(HEAD, *anchors)
    unsigned = changed(paper, ("head", "size"), 8)
    dropped = anchored(signed_head_of(log_of(7, 3)[:6]), *anchors)
    swapped = anchored(signed_head_of(log_of(7, 4)), *anchors)

    said = [check_paper(each, None, trust).sentence for each in (unsigned, dropped, swapped)]

    assert "not signed with the log key" in said[0]
    assert "is of something else" in said[1]
    assert "is of something else" in said[2]


def test_a_reply_about_another_head_is_invalid_with_roots_and_without(
    authorities: tuple[Authority, Authority], anchors: tuple[Anchor, Anchor], trust: Trust
) -> None:
    other = stamp(authorities[1], signed_head_of(log_of(9, 3)), STAMPED)
    paper = with_anchors(Sample().receipt(), (anchors[0], other))

    for roots in (trust, None):
        verdict = check_paper(paper, LOG_PUBLIC, roots)

        assert not verdict.valid
        assert "the timestamp is of something else" in verdict.sentence


def test_every_timestamp_must_lead_to_a_root(
    authorities: tuple[Authority, Authority], anchors: tuple[Anchor, Anchor]
) -> None:
    paper = anchored(HEAD, *anchors)

    verdict = check_paper(paper, LOG_PUBLIC, read_trust(authorities[0].roots))

    assert not verdict.valid
    assert "leads to none of the roots" in verdict.sentence
    assert "(ux.example.org)" in verdict.sentence


def test_a_certificate_that_has_expired_since_still_dates_a_head(tmp_path: Path) -> None:
    one = Authority(tmp_path / "expired", Shape(valid_until=-timedelta(days=1)))
    then, head = HOUR - timedelta(days=60), signed_head_of(log_of(7, 3), HOUR - timedelta(days=60))
    old = stamp(one, head, then + timedelta(minutes=1))

    assert check_paper(anchored(head, old), LOG_PUBLIC, read_trust(one.roots)).valid
    message = head_message(head.size, head.root, head.hour)
    assert openssl_agrees(one.folder, old.reply, message, one.roots, at=then)
    assert not openssl_agrees(one.folder, old.reply, message, one.roots)


@pytest.mark.parametrize(("minutes", "valid"), [(-4, True), (-6, False), (-600, False)])
def test_a_head_of_a_later_hour_than_its_timestamp_contradicts_it(
    minutes: int, valid: bool, authorities: tuple[Authority, Authority], trust: Trust
) -> None:
    early = stamp(authorities[1], HEAD, HOUR + timedelta(minutes=minutes))

    verdict = check_paper(anchored(HEAD, early), LOG_PUBLIC, trust)

    assert verdict.valid is valid
    assert valid or "of a later hour than its timestamp" in verdict.sentence


@pytest.mark.parametrize(
    ("paper", "said"),
    [
        (Sample(logged=False).receipt(), "no head of the log that they date"),
        (consistency_paper(3, 7), "no head of the log that they date"),
    ],
    ids=["not in the log", "consistency"],
)
def test_timestamps_need_one_head_that_they_date(
    paper: Paper, said: str, anchors: tuple[Anchor, Anchor], trust: Trust
) -> None:
    verdict = check_paper(with_anchors(paper, anchors), LOG_PUBLIC, trust)

    assert verdict == Verdict(False, f"Invalid: it carries timestamps and {said}.")


def test_an_invalid_receipt_is_not_saved_by_its_anchors(
    anchors: tuple[Anchor, Anchor], trust: Trust
) -> None:
    paper = with_anchors({**Sample().receipt(), "salt": "00" * 16}, anchors)

    assert not check_paper(paper, LOG_PUBLIC, trust).valid


@pytest.mark.parametrize(
    "listed",
    [
        [],
        {},
        None,
        [{}],
        [{"authority": "", "reply": ""}],
        [{"authority": 1, "reply": "AA=="}],
        [{"authority": "a\nValid: ", "reply": "AA=="}],
        [{"authority": "a b", "reply": "AA=="}],
        [{"authority": "a" * 201, "reply": "AA=="}],
        [{"authority": "a", "reply": None}],
        [{"authority": "a", "reply": 7}],
        [{"authority": "a", "reply": "not base 64"}],
        [{"authority": "a", "reply": "é"}],
        [{"authority": "a", "reply": ""}],
        [{"authority": "a", "reply": "", "more": 1}],
        [{"authority": "a", "reply": base64.b64encode(b"garbage").decode()}],
        [{"authority": "a", "reply": "AA=="}] * (MOST_ANCHORS + 1),
    ],
    ids=range(17),
)
def test_malformed_anchors_are_one_sentence(listed: object, trust: Trust) -> None:
    for paper in (anchored(HEAD), Sample().receipt(), inclusion_paper()):
        verdict = check_paper({**paper, "anchors": listed}, LOG_PUBLIC, trust)

        assert not verdict.valid
        assert verdict.sentence.count("\n") == 0


def test_nothing_in_an_anchored_paper_can_be_replaced(
    anchors: tuple[Anchor, Anchor], trust: Trust
) -> None:
    named = "authority"
    others: tuple[object, ...] = (None, 1, [], {}, "00" * 32)
    for paper in (anchored(HEAD, *anchors), with_anchors(inclusion_paper(), anchors)):
        for path in places(paper):
            for value in others:
                spoiled = changed(paper, path, value)
                kept = path[-1] == named and isinstance(value, str)
                assert check_paper(spoiled, LOG_PUBLIC, trust).valid is kept or spoiled == paper


def test_the_papers_are_as_their_schemas_say(anchors: tuple[Anchor, Anchor]) -> None:
    papers = {
        "log-anchor": anchored(HEAD, *anchors),
        "receipt": with_anchors(Sample().receipt(), anchors),
        "log-proof": with_anchors(inclusion_paper(), anchors),
    }

    for name, paper in papers.items():
        schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text())
        jsonschema.validate(json.loads(json.dumps(paper)), schema)


def test_a_paper_without_timestamps_stays_as_it_was() -> None:
    paper = Sample().receipt()

    assert with_anchors(paper, ()) == paper


def test_a_key_that_is_not_the_published_one_is_said(
    anchors: tuple[Anchor, Anchor], trust: Trust
) -> None:
    paper = anchored(HEAD, *anchors)

    assert not check_paper(paper, bytes(32), trust).valid
    assert "compare its log key" in check_paper(paper, None, trust).sentence


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["schema", "log_key", "head", "anchors", "log", "type"]),
        st.none() | st.text(max_size=5) | st.lists(st.integers()) | st.just("vigie.log-anchor/1"),
    )
)
def test_any_object_gets_a_verdict(value: Paper) -> None:
    assert not check_paper({**value, "schema": "vigie.log-anchor/1"}, None, Trust(())).valid
    assert not check_paper(value, None, None).valid
