"""The acknowledgement of a whole testimony: one leaf over all that was received so far."""

import secrets
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from vigie.evidence.receipts import Item as Entry
from vigie.evidence.receipts import received_leaf
from vigie.flows.custody import log_acknowledged, to_hour
from vigie.flows.items import add_item, hold, open_content, receipt_entry
from vigie.store.testimonies import Item, Testimony

RECEIVED = (Item.Kind.PAGE, Item.Kind.FILE, Item.Kind.MESSAGE)


def acknowledge(testimony: Testimony, testimony_key: str, now: datetime) -> None:
    """Signs for all that was received; what is needed to make the receipt is sealed with it.

    What was acknowledged before is taken from there: only what is new is opened again.
    """
    salt = secrets.token_bytes(16)
    with transaction.atomic():
        hold(testimony)
        entries, keys = _acknowledged(testimony, testimony_key)
        for item in _new(testimony, keys):
            entries.append(_entry(item, testimony_key, len(entries)))
            keys.append(item.pk)
        leaf = received_leaf(entries, to_hour(now), salt)
        listed = {"items": [asdict(each) for each in entries], "keys": keys, "salt": salt.hex()}
        kept = add_item(testimony, Item.Kind.RECEIPT, listed, now=now)
        log_acknowledged(testimony, leaf.hash, now, item=kept)


def _acknowledged(testimony: Testimony, testimony_key: str) -> tuple[list[Entry], list[int]]:
    """What the last receipt lists, and the keys of those items."""
    last = testimony.items.filter(kind=Item.Kind.RECEIPT).order_by("-pk").first()
    if last is None:
        return [], []
    listed = open_content(last, testimony_key)
    return [Entry(**each) for each in listed["items"]], list(listed["keys"])


def _new(testimony: Testimony, keys: list[int]) -> Iterator[Item]:
    """Received and not acknowledged yet; one that was slow to arrive may be older than others."""
    known = set(keys)
    received = testimony.items.filter(kind__in=RECEIVED, from_team=False).order_by("pk")
    new = [key for key in received.values_list("pk", flat=True) if key not in known]
    yield from received.filter(pk__in=new).iterator()


def _entry(item: Item, testimony_key: str, n: int) -> Entry:
    content = open_content(item, testimony_key)
    return receipt_entry(Item.Kind(item.kind), content, bytes.fromhex(content["salt"]), n)
