"""The receipt: a signed file that proves what was received and when, checked offline."""

import json
from datetime import datetime

from vigie.evidence.anchors import with_anchors
from vigie.evidence.receipts import Item as Entry
from vigie.evidence.receipts import KeyCertificate, build_receipt
from vigie.flows.custody import inclusion_of
from vigie.flows.custody.anchors import anchors_of, first_dated
from vigie.flows.items import open_content
from vigie.flows.place import installation
from vigie.flows.witness.telling import WitnessSession, testimony_of, witness_key
from vigie.kernel.errors import NotFound
from vigie.store.custody import LogEntry
from vigie.store.testimonies import Item


def receipt(session: WitnessSession) -> bytes:
    """The latest receipt of a testimony as JSON; raises NotFound before it was sent."""
    testimony = testimony_of(session)
    kept = testimony.items.filter(kind=Item.Kind.RECEIPT).order_by("-pk").first()
    entry = LogEntry.objects.filter(item=kept).first() if kept is not None else None
    if kept is None or entry is None or entry.promise is None:
        raise NotFound("There is no receipt yet: send the testimony first.")
    listed = open_content(kept, witness_key(session, testimony))
    public, dated = installation(), first_dated(entry)
    written = build_receipt(
        tuple(Entry(**each) for each in listed["items"]),
        bytes.fromhex(listed["salt"]),
        entry.hour,
        bytes(entry.promise),
        KeyCertificate(
            bytes.fromhex(public.intake_public),
            datetime.fromisoformat(public.intake_since),
            datetime.fromisoformat(public.intake_until),
            bytes.fromhex(public.intake_certificate),
        ),
        bytes.fromhex(public.log_public),
        inclusion_of(entry, dated),
    )
    anchors = anchors_of(dated) if dated is not None else ()
    return json.dumps(with_anchors(written, anchors), indent=2).encode()
