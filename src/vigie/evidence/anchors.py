"""Anchors, `vigie.log-anchor/1`: a signed head of the log with the timestamps that date it.

The hour in a head is the word of the house that signed it. A timestamp is another's word, of a
later moment: the log stood like this by then. A receipt or an inclusion proof may carry, as
`anchors`, the timestamps of the head in its `log`. Checking them is `verdicts`' work.
"""

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vigie.evidence.proofs import Head, head_to_json, list_field, object_fields
from vigie.kernel.errors import BadInput

LOG_ANCHOR = "vigie.log-anchor/1"
MOST_ANCHORS = 16
NAME = re.compile(r"[!-~]{1,200}")


@dataclass(frozen=True, slots=True)
class Anchor:
    """What the authority at this address answered about a head, as it came."""

    authority: str
    reply: bytes


def build_log_anchor(head: Head, anchors: Sequence[Anchor], log_public: bytes) -> dict[str, Any]:
    """A `vigie.log-anchor/1`."""
    paper = {"schema": LOG_ANCHOR, "log_key": log_public.hex(), "head": head_to_json(head)}
    return with_anchors(paper, anchors)


def with_anchors(paper: Mapping[str, Any], anchors: Sequence[Anchor]) -> dict[str, Any]:
    """The paper with the timestamps of its head; the same paper when there is none."""
    listed = [
        {"authority": each.authority, "reply": base64.b64encode(each.reply).decode("ascii")}
        for each in anchors
    ]
    return {**paper, "anchors": listed} if listed else dict(paper)


def anchors_field(paper: Mapping[str, Any]) -> tuple[Anchor, ...]:
    """The timestamps that a paper from anyone carries; raises BadInput."""
    listed = list_field(paper, "anchors")
    if not 0 < len(listed) <= MOST_ANCHORS:
        raise BadInput(f"it carries {len(listed)} timestamps, and may carry 1 to {MOST_ANCHORS}")
    return tuple(_anchor(value, f"anchor {n}") for n, value in enumerate(listed))


def _anchor(value: object, name: str) -> Anchor:
    fields = object_fields(value, name, {"authority", "reply"})
    authority, written = fields["authority"], fields["reply"]
    if not isinstance(authority, str) or not NAME.fullmatch(authority):
        raise BadInput(f"{name} does not name its authority")
    try:
        return Anchor(authority, base64.b64decode(written, validate=True))
    except (TypeError, ValueError, binascii.Error):
        raise BadInput(f"{name} has a reply that is not in base 64") from None
