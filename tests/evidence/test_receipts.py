"""Receipts and log proofs: what they prove, and every way of being invalid."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence.receipt_samples import (
    HOUR,
    ITEMS,
    LEAF,
    LOG_PUBLIC,
    SALT,
    Sample,
    certificate,
    changed,
    consistency_paper,
    inclusion_paper,
    places,
)
from vigie.evidence.proofs import check_log_proof
from vigie.evidence.receipts import check_certificate, check_receipt, text_item

SCHEMAS = Path(__file__).parents[2] / "docs" / "formats"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def test_a_receipt_in_the_log_says_since_when_and_never_that_it_is_authentic() -> None:
    verdict = check_receipt(Sample().receipt(), LOG_PUBLIC)

    assert verdict.valid
    assert verdict.sentence == (
        "Valid: what this receipt lists is unchanged since 2026-11-20 10:00 UTC, "
        "at position 3 of the log of 7."
    )
    assert "authentic" not in verdict.sentence


def test_a_receipt_not_yet_logged_holds_by_its_promise() -> None:
    verdict = check_receipt(Sample(logged=False).receipt(), None)

    assert verdict.valid
    assert "it is not in the log yet; compare its log key" in verdict.sentence


@pytest.mark.parametrize("size", range(1, 18))
def test_receipts_hold_at_every_place_of_every_log(size: int) -> None:
    for position in range(size):
        assert check_receipt(Sample(size, position).receipt(), LOG_PUBLIC).valid
        assert check_log_proof(inclusion_paper(size, position), LOG_PUBLIC).valid


def test_a_single_word_cannot_be_guessed_from_its_hash() -> None:
    assert text_item(0, "oui", SALT) != text_item(0, "oui", bytes(16))


def test_a_certificate_is_checked_with_its_log_key() -> None:
    assert check_certificate(certificate(), LOG_PUBLIC)
    assert not check_certificate(replace(certificate(), until=HOUR + timedelta(1)), LOG_PUBLIC)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("schema",), "vigie.receipt/2", "no vigie.receipt/1"),
        (("items",), {}, "items is not a list"),
        (("items", 0), 5, "item 0 is not an object"),
        (("items", 0, "n"), 1, "item 0 is not in its place"),
        (("items", 0, "n"), True, "n is not a whole number"),
        (("items", 0, "kind"), "film", "neither a text nor a file"),
        (("items", 1, "size_class"), 256, "not those of the testimony hash"),
        (("items", 1, "sha256"), "AB" * 32, "small hexadecimal digits"),
        (("salt",), "00" * 16, "not those of the testimony hash"),
        (("received",), "2026-11-20T11:00:00Z", "not those of the testimony hash"),
        (("received",), "2026-11-20T11:30:00Z", "received is not an hour"),
        (("received",), "2026-1-2T11:00:00Z", "received is not an hour"),
        (("received",), 5, "received is not an hour"),
        (("promise", "key"), "00" * 32, "not certified by the log key"),
        (("promise", "signature"), "00" * 64, "not signed with its key"),
        (("promise", "extra"), 1, "has a field that is not of it"),
        (("log", "head", "size"), 8, "head of the log is not signed"),
        (("log", "position"), 4, "does not lead"),
        (("log", "proof"), [], "does not lead"),
        (("log", "head"), {}, "head lacks hour"),
        (("log_key",), "00" * 32, "not certified"),
    ],
)
def test_every_way_of_being_invalid_says_which(
    path: tuple[Any, ...], value: object, said: str
) -> None:
    verdict = check_receipt(changed(Sample().receipt(), path, value), None)

    assert not verdict.valid
    assert verdict.sentence.startswith("Invalid: ")
    assert said in verdict.sentence


@pytest.mark.parametrize(
    ("sample", "said"),
    [
        (Sample(head_hour=HOUR - timedelta(hours=1)), "of an earlier hour than the receipt"),
        (Sample(promised=HOUR - timedelta(hours=1)), "not signed with its key"),
        (Sample(since=HOUR + timedelta(hours=1)), "not valid in the hour of receipt"),
    ],
)
def test_back_dating_is_seen(sample: Sample, said: str) -> None:
    assert said in check_receipt(sample.receipt(), LOG_PUBLIC).sentence


def test_another_published_log_key_makes_every_paper_invalid() -> None:
    for check, paper in (
        (check_receipt, Sample().receipt()),
        (check_log_proof, inclusion_paper()),
        (check_log_proof, consistency_paper(3, 7)),
    ):
        assert "another log key" in check(paper, bytes(32)).sentence


@pytest.mark.parametrize("new_size", range(12))
def test_consistency_holds_from_every_earlier_head(new_size: int) -> None:
    for old_size in range(new_size + 1):
        verdict = check_log_proof(consistency_paper(old_size, new_size), LOG_PUBLIC)

        assert verdict.valid
        assert f"the first {old_size} entries" in verdict.sentence


def test_a_log_that_goes_back_in_time_or_was_rewritten_is_seen() -> None:
    rewritten = consistency_paper(3, 7)
    rewritten["proof"] = consistency_paper(4, 7)["proof"]

    assert "earlier hour" in check_log_proof(consistency_paper(3, 7, -1), None).sentence
    assert "does not only add" in check_log_proof(rewritten, None).sentence


def test_proofs_of_no_known_kind_say_so() -> None:
    odd = {**inclusion_paper(), "type": "faith"}

    assert "neither inclusion nor consistency" in check_log_proof(odd, None).sentence
    assert "no vigie.log-proof/1" in check_log_proof({}, None).sentence


@settings(deadline=None, max_examples=50)
@given(st.data(), JSON)
def test_no_change_of_any_value_goes_unseen(data: st.DataObject, value: object) -> None:
    for check, paper in (
        (check_receipt, Sample().receipt()),
        (check_log_proof, inclusion_paper()),
        (check_log_proof, consistency_paper(5, 11)),
    ):
        path = data.draw(st.sampled_from(list(places(paper))))
        spoiled = changed(paper, path, value)

        detached = path == ("log",) and value is None and paper["schema"] == "vigie.receipt/1"
        same = json.dumps(spoiled) == json.dumps(paper)
        assert check(spoiled, LOG_PUBLIC).valid == (same or detached)


@settings(deadline=None, max_examples=50)
@given(st.dictionaries(st.text(), JSON))
def test_any_object_gets_a_verdict(value: dict[str, Any]) -> None:
    for schema in ("vigie.receipt/1", "vigie.log-proof/1"):
        for paper in (value, {**value, "schema": schema}):
            assert not check_receipt(paper, None).valid
            assert not check_log_proof(paper, None).valid


@pytest.mark.parametrize("logged", [True, False])
def test_receipts_are_of_the_published_schema(logged: bool) -> None:
    schema = json.loads((SCHEMAS / "receipt.schema.json").read_text())

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(Sample(logged=logged).receipt(), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**Sample().receipt(), "note": "authentic"}, schema)


@pytest.mark.parametrize("paper", [inclusion_paper(), consistency_paper(3, 7)])
def test_log_proofs_are_of_the_published_schema(paper: dict[str, Any]) -> None:
    schema = json.loads((SCHEMAS / "log-proof.schema.json").read_text())

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(paper, schema)


def test_the_leaf_tells_nothing_of_the_items_but_their_number() -> None:
    assert set(LEAF.fields) == {"act", "hour", "items", "items_sha256"}
    assert LEAF.fields["items"] == len(ITEMS)
