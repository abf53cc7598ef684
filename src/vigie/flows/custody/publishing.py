"""What leaves the house about the log: the heads that outsiders hold us to, and all of it.

A head says how much the log grew, so only those of marked entries are public: at most one a day.
"""

from typing import Any

from vigie.evidence.anchors import Anchor
from vigie.evidence.logs import DatedHead, build_heads, build_log
from vigie.evidence.proofs import Head, build_consistency
from vigie.flows.custody.proving import consistency_between, head_of
from vigie.flows.place import installation
from vigie.kernel.errors import NotFound
from vigie.store.custody import LogAnchor, LogHead, LogNode

LATEST = 30


def published_log() -> dict[str, Any] | None:
    """The latest public heads as `vigie.log-head/1`, oldest first; None before there is one."""
    heads = _published()[-LATEST:]
    return build_heads(heads, consistency_between(heads), _log_public()) if heads else None


def proof_since(size: int) -> dict[str, Any]:
    """What shows that the log only grew since the public head of this size; raises NotFound."""
    heads = _published()
    old = next((head for head in heads if head.size == size), None)
    if old is None:
        raise NotFound(f"No head of {size} entries was published.")
    (proof,) = consistency_between((old, heads[-1]))
    return build_consistency(old, heads[-1], proof, _log_public())


def log_bundle() -> dict[str, Any]:
    """The whole log as `vigie.log/1`: all leaves, the last head of each hour and anchored ones.

    Raises NotFound while nothing is signed.
    """
    dated = _dated()
    heads = _last_of_each_hour({each.head.size for each in dated})
    if not heads:
        raise NotFound("The custody log is empty; the worker signs it once something was done.")
    leaves = LogNode.objects.filter(level=0, index__lt=heads[-1].size).order_by("index")
    hashes = (bytes(leaf) for leaf in leaves.values_list("hash", flat=True).iterator())
    return build_log(hashes, heads, dated, _log_public())


def _published() -> list[Head]:
    return [head_of(head) for head in LogHead.objects.filter(published=True).order_by("size")]


def _dated() -> list[DatedHead]:
    """The heads that authorities answered about."""
    by_head: dict[LogHead, list[Anchor]] = {}
    answered = LogAnchor.objects.filter(reply__isnull=False, problem="").select_related("head")
    for each in answered.order_by("head__size", "pk"):
        by_head.setdefault(each.head, []).append(Anchor(each.authority, bytes(each.reply or b"")))
    return [DatedHead(head_of(head), tuple(anchors)) for head, anchors in by_head.items()]


def _last_of_each_hour(sizes: set[int]) -> list[Head]:
    last: dict[object, Head] = {}
    for head in LogHead.objects.order_by("size").iterator():
        last[head.size if head.size in sizes else head.hour] = head_of(head)
    return sorted(last.values(), key=lambda head: head.size)


def _log_public() -> bytes:
    return bytes.fromhex(installation().log_public)
