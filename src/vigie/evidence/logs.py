"""What is given out of the log as a whole: its published heads, and all of it for an expert.

`vigie.log-head/1` holds signed heads and what shows that each only added to the one before.
`vigie.log/1` holds every leaf and the last head of each hour: all roots can be computed again. The
leaves are salted hashes and name nothing. Papers of one log must not contradict each other.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from vigie.evidence.anchors import Anchor, anchors_field, with_anchors
from vigie.evidence.custody import check_consistency
from vigie.evidence.proofs import (
    HASH_BYTES,
    Head,
    Verdict,
    check_schema,
    checked_log_key,
    head_to_json,
    hex_bytes,
    hour_field,
    key_caveat,
    list_field,
    object_fields,
    said_hour,
    signed_head,
)
from vigie.evidence.receipts import RECEIPT
from vigie.evidence.subtrees import GrowingLog
from vigie.kernel.errors import BadInput

LOG_HEAD = "vigie.log-head/1"
LOG = "vigie.log/1"
_LOG_FIELDS = {"schema", "log_key", "heads", "dated", "leaves"}
PROMISE_KEPT_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class DatedHead:
    """A head, and what timestamp authorities answered about it."""

    head: Head
    anchors: tuple[Anchor, ...]


def build_heads(
    heads: Sequence[Head], proofs: Sequence[Sequence[bytes]], log_public: bytes
) -> dict[str, Any]:
    """A `vigie.log-head/1`: heads, oldest first, and a consistency proof from each to the next."""
    return {
        "schema": LOG_HEAD,
        "log_key": log_public.hex(),
        "heads": [head_to_json(head) for head in heads],
        "proofs": [[step.hex() for step in proof] for proof in proofs],
    }


def build_log(
    leaves: Iterable[bytes], heads: Iterable[Head], dated: Iterable[DatedHead], log_public: bytes
) -> dict[str, Any]:
    """A `vigie.log/1`: the schema stands first, so that a reader knows what comes."""
    return {
        "schema": LOG,
        "log_key": log_public.hex(),
        "heads": [head_to_json(head) for head in heads],
        "dated": [with_anchors({"head": head_to_json(each.head)}, each.anchors) for each in dated],
        "leaves": [leaf.hex() for leaf in leaves],
    }


def check_heads(value: Mapping[str, Any], log_public: bytes | None) -> Verdict:
    """Checks a `vigie.log-head/1`, against the published log key when it is given."""
    try:
        check_schema(value, LOG_HEAD)
        fields = object_fields(value, "the paper", {"schema", "log_key", "heads", "proofs"})
        heads = _signed_heads(fields, checked_log_key(fields, log_public))
        _check_steps(heads, list_field(fields, "proofs"))
    except BadInput as error:
        return Verdict(False, f"Invalid: {error}.")
    old, new = heads[0], heads[-1]
    return Verdict(
        True,
        f"Valid: {len(heads)} published heads of one log; its first {old.size} entries are "
        f"unchanged since {said_hour(old.hour)}, up to {said_hour(new.hour)} "
        f"({new.size} entries){key_caveat(log_public)}.",
    )


def check_log_bundle(value: Mapping[str, Any], log_public: bytes | None) -> Verdict:
    """Checks a `vigie.log/1` by computing the root of each head again from the leaves."""
    try:
        check_schema(value, LOG)
        fields = object_fields(value, "the log", _LOG_FIELDS)
        heads = _signed_heads(fields, checked_log_key(fields, log_public))
        leaves = [hex_bytes(leaf, "leaves", HASH_BYTES) for leaf in list_field(fields, "leaves")]
        _check_roots(heads, leaves)
        dated_heads(fields)
    except BadInput as error:
        return Verdict(False, f"Invalid: {error}.")
    old, new = heads[0], heads[-1]
    return Verdict(
        True,
        f"Valid: the first {old.size} entries of this log are unchanged since "
        f"{said_hour(old.hour)}, all {new.size} since {said_hour(new.hour)}"
        f"{key_caveat(log_public)}.",
    )


def dated_heads(log: Mapping[str, Any]) -> tuple[DatedHead, ...]:
    """The timestamped heads of a log, each one of its heads; raises BadInput."""
    dated, listed = [], list_field(log, "heads")
    log_key = checked_log_key(log, None)
    for value in list_field(log, "dated"):
        fields = object_fields(value, "a dated head", {"head", "anchors"})
        if fields["head"] not in listed:
            raise BadInput("a timestamp is of no head that is listed")
        head = signed_head(fields["head"], "head", log_key)
        dated.append(DatedHead(head, anchors_field(fields)))
    return tuple(dated)


def contradiction(papers: Sequence[Mapping[str, Any]]) -> str | None:
    """What valid papers of one log say against each other, in one sentence; None when nothing."""
    for key in dict.fromkeys(str(paper["log_key"]) for paper in papers):
        try:
            _check_together([paper for paper in papers if paper["log_key"] == key])
        except BadInput as error:
            return str(error)
    return None


def _signed_heads(fields: Mapping[str, Any], log_key: bytes) -> list[Head]:
    heads = [signed_head(each, "heads", log_key) for each in list_field(fields, "heads")]
    if not heads:
        raise BadInput("it holds no head")
    for old, new in pairwise(heads):
        if old.size >= new.size:
            raise BadInput("the heads are not in the order of their sizes")
        if old.hour > new.hour:
            raise BadInput(f"the head of {new.size} entries is of an earlier hour than the last")
    return heads


def _check_steps(heads: Sequence[Head], proofs: Sequence[Any]) -> None:
    if len(proofs) != len(heads) - 1:
        raise BadInput("there is not one proof between each head and the next")
    for (old, new), steps in zip(pairwise(heads), proofs, strict=True):
        proof = [hex_bytes(step, "proofs", HASH_BYTES) for step in list_field({"p": steps}, "p")]
        if not check_consistency(old.size, new.size, old.root, new.root, proof):
            raise BadInput(f"the log of {new.size} does not only add to the log of {old.size}")


def _check_roots(heads: Sequence[Head], leaves: Sequence[bytes]) -> None:
    if heads[-1].size != len(leaves):
        raise BadInput(f"its newest head is of {heads[-1].size} entries, and it has {len(leaves)}")
    said = {head.size: head.root for head in heads}
    for size, root in _roots(set(said), leaves):
        if root != said[size]:
            raise BadInput(f"its leaves are not those of the head of {size} entries")


def _roots(sizes: set[int], leaves: Sequence[bytes]) -> Iterator[tuple[int, bytes]]:
    """The roots of the log when it had each of these sizes, which it has now or had."""
    log = GrowingLog()
    if 0 in sizes:
        yield 0, log.root()
    for leaf in leaves:
        log.add(leaf)
        if log.size in sizes:
            yield log.size, log.root()


def _check_together(papers: Sequence[Mapping[str, Any]]) -> None:
    heads = [head for paper in papers for head in _heads_in(paper)]
    roots: dict[int, str] = {}
    for head in heads:
        if roots.setdefault(head["size"], head["root"]) != head["root"]:
            raise BadInput(f"the papers show two different logs of {head['size']} entries")
    grown = sorted((head["size"], hour_field(head, "hour")) for head in heads)
    if any(old > new for (_, old), (_, new) in pairwise(grown)):
        raise BadInput("the papers show a larger log at an earlier hour")
    for log in (paper for paper in papers if paper["schema"] == LOG):
        _check_against(log, papers, roots)


def _heads_in(paper: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Every signed head that a paper of any kind shows."""
    log = paper.get("log")
    shown = [paper[name] for name in ("head", "old", "new") if name in paper]
    return [*paper.get("heads", ()), *shown, *([log["head"]] if log else [])]


def _check_against(
    log: Mapping[str, Any], papers: Sequence[Mapping[str, Any]], roots: Mapping[int, str]
) -> None:
    leaves = [bytes.fromhex(leaf) for leaf in log["leaves"]]
    for size, root in _roots(set(roots), leaves):
        if root.hex() != roots[size]:
            raise BadInput(f"the log was another one when it had {size} entries")
    last = hour_field(log["heads"][-1], "hour")
    known = set(log["leaves"])
    for paper in papers:
        leaf, placed = paper.get("testimony", paper.get("leaf")), paper.get("log")
        if placed and log["leaves"][placed["position"] :][:1] not in ([], [leaf]):
            raise BadInput(f"the log has another entry at position {placed['position']}")
        if paper["schema"] == RECEIPT and not placed and leaf not in known:
            _check_not_late(hour_field(paper, "received"), last)


def _check_not_late(received: datetime, last: datetime) -> None:
    """A promise waits for its place for a day at most."""
    if last >= received + PROMISE_KEPT_WITHIN:
        raise BadInput(f"the log does not hold what was promised at {said_hour(received)}")
