"""The verdict on any paper: receipts, log proofs and anchors, and what timestamps add to them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from vigie.evidence.anchors import LOG_ANCHOR, Anchor, anchors_field
from vigie.evidence.custody import head_message
from vigie.evidence.logs import LOG, LOG_HEAD, check_heads, check_log_bundle, dated_heads
from vigie.evidence.proofs import (
    LOG_PROOF,
    Head,
    Verdict,
    check_log_proof,
    check_schema,
    checked_log_key,
    key_caveat,
    object_fields,
    signed_head,
)
from vigie.evidence.receipts import RECEIPT, check_receipt
from vigie.evidence.timestamps import Stamp, Trust, check_message, parse_reply, verify_reply
from vigie.kernel.errors import BadInput

CHECKS = {
    RECEIPT: check_receipt,
    LOG_PROOF: check_log_proof,
    LOG_HEAD: check_heads,
    LOG: check_log_bundle,
}
UNCHECKED = "its timestamps were not checked against the roots of their authorities"
CLOCKS_APART = timedelta(minutes=5)


def check_paper(value: Mapping[str, Any], log_public: bytes | None, trust: Trust | None) -> Verdict:
    """Checks a paper, against the published log key and the authorities' roots when given."""
    try:
        schema = str(value.get("schema"))
        if schema == LOG_ANCHOR:
            return _check_log_anchor(value, log_public, trust)
        if schema not in CHECKS:
            raise BadInput("this is neither a receipt nor a log proof")
        bare = {name: field for name, field in value.items() if name != "anchors"}
        verdict = CHECKS[schema](bare, log_public)
        if schema == LOG and verdict.valid:
            return Verdict(True, f"{verdict.sentence[:-1]}{_log_dated(value, trust)}.")
        if "anchors" not in value or not verdict.valid:
            return verdict
        return Verdict(True, f"{verdict.sentence[:-1]}; {_dated(value, trust)}.")
    except BadInput as error:
        return Verdict(False, f"Invalid: {error}.")


def check_anchor(head: Head, reply: bytes, trust: Trust, nonce: bytes | None = None) -> Stamp:
    """What an authority's reply proves of a head; raises BadInput."""
    stamp = verify_reply(reply, _message(head), trust, nonce=nonce)
    if head.hour > stamp.time + CLOCKS_APART:
        raise BadInput("the head of the log is of a later hour than its timestamp")
    return stamp


def said_time(time: datetime) -> str:
    """ "2026-11-20 10:00:07 UTC", for sentences."""
    return time.strftime("%Y-%m-%d %H:%M:%S UTC")


def _check_log_anchor(
    value: Mapping[str, Any], log_public: bytes | None, trust: Trust | None
) -> Verdict:
    check_schema(value, LOG_ANCHOR)
    fields = object_fields(value, "the anchor", {"schema", "log_key", "head", "anchors"})
    head = signed_head(fields["head"], "head", checked_log_key(fields, log_public))
    anchors = anchors_field(fields)
    if trust is None:
        raise BadInput("timestamps are checked against the roots of their authorities; give them")
    said = _said(_stamps(head, anchors, trust))
    return Verdict(
        True, f"Valid: the log of {head.size} entries is {said}{key_caveat(log_public)}."
    )


def _dated(paper: Mapping[str, Any], trust: Trust | None) -> str:
    """What the anchors add to a receipt or an inclusion proof that was found valid."""
    anchors, log = anchors_field(paper), paper.get("log")
    if log is None:
        raise BadInput("it carries timestamps and no head of the log that they date")
    head = signed_head(log["head"], "head", checked_log_key(paper, None))
    if trust is not None:
        return f"its log is {_said(_stamps(head, anchors, trust))}"
    for each in anchors:
        check_message(parse_reply(each.reply), _message(head))
    return UNCHECKED


def _log_dated(log: Mapping[str, Any], trust: Trust | None) -> str:
    """What timestamps add to a whole log that was found valid; every one must hold."""
    dated = dated_heads(log)
    if trust is None:
        for each in dated:
            for anchor in each.anchors:
                check_message(parse_reply(anchor.reply), _message(each.head))
        return f"; {UNCHECKED}" if dated else ""
    said = [(each.head.size, _stamps(each.head, each.anchors, trust)) for each in dated]
    return f"; its first {said[-1][0]} entries are {_said(said[-1][1])}" if said else ""


def _stamps(head: Head, anchors: Sequence[Anchor], trust: Trust) -> list[Stamp]:
    """One stamp an anchor, earliest first; every anchor must hold."""
    stamps = []
    for each in anchors:
        try:
            stamps.append(check_anchor(head, each.reply, trust))
        except BadInput as error:
            raise BadInput(f"{error} ({each.authority})") from None
    return sorted(stamps, key=lambda stamp: stamp.time)


def _said(stamps: Sequence[Stamp]) -> str:
    by = " and ".join(f"{each.authority} at {said_time(each.time)}" for each in stamps)
    return f"unchanged since {said_time(stamps[0].time)} (timestamped by {by})"


def _message(head: Head) -> bytes:
    return head_message(head.size, head.root, head.hour)
