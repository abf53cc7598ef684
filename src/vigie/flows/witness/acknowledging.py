"""The acknowledgement of a whole testimony: one leaf over all that was received so far."""

import secrets
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from vigie.evidence.receipts import received_leaf
from vigie.flows.custody import log_received, to_hour
from vigie.flows.items import add_item, open_content, receipt_entry
from vigie.store.testimonies import Item, Testimony

RECEIVED = (Item.Kind.PAGE, Item.Kind.FILE, Item.Kind.MESSAGE)


def acknowledge(testimony: Testimony, testimony_key: str, now: datetime) -> None:
    """Signs for all that was received; what is needed to make the receipt is sealed with it."""
    received = testimony.items.filter(kind__in=RECEIVED, from_team=False).order_by("pk")
    salt = secrets.token_bytes(16)
    entries = []
    for n, item in enumerate(received):
        content = open_content(item, testimony_key)
        own_salt = bytes.fromhex(content["salt"])
        entries.append(receipt_entry(Item.Kind(item.kind), content, own_salt, n))
    leaf = received_leaf(entries, to_hour(now), salt)
    listed = {"items": [asdict(each) for each in entries], "salt": salt.hex()}
    with transaction.atomic():
        kept = add_item(testimony, Item.Kind.RECEIPT, listed, now=now)
        log_received(testimony, leaf.hash, now, item=kept, promised=True)
