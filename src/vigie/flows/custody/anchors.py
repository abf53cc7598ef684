"""The heads of the log that timestamp authorities dated, for the papers that rest on them."""

import json

from vigie.evidence.anchors import Anchor, build_log_anchor
from vigie.flows.custody import head_of
from vigie.flows.place import installation
from vigie.kernel.errors import NotFound
from vigie.store.custody import LogAnchor, LogEntry, LogHead


def first_dated(entry: LogEntry) -> LogHead | None:
    """The head that was dated first of those over an entry: its time is the strongest."""
    if entry.position is None:
        return None
    dated = LogAnchor.objects.exclude(stamped_at=None).filter(head__size__gt=entry.position)
    first = dated.select_related("head").order_by("stamped_at", "pk").first()
    return None if first is None else first.head


def anchors_of(head: LogHead) -> tuple[Anchor, ...]:
    """The timestamps of a head that were verified on arrival, earliest first."""
    dated = LogAnchor.objects.exclude(stamped_at=None).filter(head=head)
    return tuple(
        Anchor(each.authority, bytes(each.reply or b"")) for each in dated.order_by("stamped_at")
    )


def newest_anchor() -> bytes:
    """The newest head that was dated, as `vigie.log-anchor/1`; raises NotFound."""
    dated = LogAnchor.objects.exclude(stamped_at=None).select_related("head")
    newest = dated.order_by("-head__size").first()
    if newest is None:
        raise NotFound("No timestamp authority has dated the log yet.")
    public = bytes.fromhex(installation().log_public)
    paper = build_log_anchor(head_of(newest.head), anchors_of(newest.head), public)
    return json.dumps(paper, indent=2).encode()
