"""Sealed things of a testimony: added under a key of their own, opened with T."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO, cast

from django.db import IntegrityError, transaction

from vigie.evidence.keys import new_identity, recipient_of, unwrap, wrap
from vigie.evidence.receipts import Item as ReceiptEntry
from vigie.evidence.receipts import file_item, received_leaf, text_item
from vigie.evidence.sealing import open_file, open_text, seal, seal_text
from vigie.flows.custody import log_received, to_hour
from vigie.flows.place import blobs
from vigie.flows.signatures import sealing_recipient, signed_by_team, team_message_words
from vigie.flows.team.held import TEAM_HOLDERS, held_secret
from vigie.kernel.errors import NotAllowed, NotFound, Reason
from vigie.store.testimonies import Item, Testimony, Wrap

CLOSED = (Item.State.FROZEN, Item.State.HANDED, Item.State.DESTROYED)
"""States of what nobody looks at: it is kept from sight, or no longer here."""


@dataclass(frozen=True, slots=True)
class ItemKey:
    """The key of one item, known before the item is: a file is sealed while it is read."""

    secret: str = field(repr=False)
    recipient: str

    @classmethod
    def new(cls) -> "ItemKey":
        """A fresh key."""
        return cls(*new_identity())


def hold(testimony: Testimony) -> Testimony:
    """The testimony as it is now, kept still until the transaction ends; things can be added."""
    return Testimony.objects.select_for_update(no_key=True).get(pk=testimony.pk)


def add_item(
    testimony: Testimony,
    kind: Item.Kind,
    content: Mapping[str, Any],
    *,
    now: datetime,
    key: ItemKey | None = None,
    **fields: Any,  # noqa: ANN401 - the columns of Item, checked by Django
) -> Item:
    """Seals and stores one thing of a testimony."""
    whom = sealing_recipient(testimony)
    item = sealed_item(testimony, kind, content, key or ItemKey.new(), whom, now=now, **fields)
    item.save(force_insert=True)
    return item


def sealed_item(
    testimony: Testimony,
    kind: Item.Kind,
    content: Mapping[str, Any],
    key: ItemKey,
    recipient: str,
    *,
    now: datetime,
    **fields: Any,  # noqa: ANN401 - the columns of Item, checked by Django
) -> Item:
    """One thing of a testimony, sealed under its own key for T's recipient; not stored yet."""
    return Item(
        testimony=testimony,
        kind=kind,
        wrapped_key=wrap(key.secret, recipient),
        sealed=seal_text(json.dumps(dict(content), ensure_ascii=False), key.recipient),
        hour=to_hour(now),
        **fields,
    )


def receive_item(
    testimony: Testimony,
    kind: Item.Kind,
    content: Mapping[str, Any],
    *,
    once: str,
    now: datetime,
    key: ItemKey | None = None,
    promised: bool = True,
    **fields: Any,  # noqa: ANN401 - the columns of Item, checked by Django
) -> Item | None:
    """Stores what a witness gives and enters it in the custody log, together or not at all.

    Gives None when the same was received before with the same token: a double tap adds nothing,
    and what was changed before a second try is kept. Only intake can promise; what the team enters
    is logged without.
    """
    salt = secrets.token_bytes(16)
    entry = receipt_entry(kind, content, salt)
    leaf = received_leaf((entry,), to_hour(now), salt).hash
    proven = {**content, "sha256": entry.sha256, "salt": salt.hex()}
    token = _token_of(once, kind, content)
    try:
        with transaction.atomic():
            item = add_item(testimony, kind, proven, now=now, key=key, once=token, **fields)
            log_received(testimony, leaf, now, item=item, promised=promised)
            return item
    except IntegrityError:
        if Item.objects.filter(testimony=testimony, once=token).exists():
            return None
        raise


def _token_of(once: str, kind: Item.Kind, content: Mapping[str, Any]) -> str:
    """The form's token and what came with it; the token, kept nowhere, makes it unguessable."""
    told = json.dumps([once, kind, dict(content)], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def receipt_entry(
    kind: Item.Kind, content: Mapping[str, Any], salt: bytes, n: int = 0
) -> ReceiptEntry:
    """How a receipt names a thing: a file by its SHA-256, a text by a salted hash."""
    if kind == Item.Kind.FILE:
        return file_item(n, str(content["sha256"]), int(content["size_bytes"]))
    plain = {name: each for name, each in content.items() if name not in ("sha256", "salt")}
    return text_item(n, json.dumps(plain, ensure_ascii=False, sort_keys=True), salt)


def testimony_secret(testimony: Testimony, holder: Wrap.Holder, secret: str) -> str:
    """T's secret, with one holder's key; raises WrongKey, or Wrap.DoesNotExist."""
    wrapped = testimony.wraps.get(holder=holder)
    if holder in TEAM_HOLDERS:
        secret = held_secret(secret, wrapped.recipient)
    return unwrap(bytes(wrapped.wrapped), secret)


def open_content(item: Item, testimony_key: str) -> dict[str, Any]:
    """What is sealed in an item, with T's secret; raises WrongKey."""
    secret = unwrap(bytes(item.wrapped_key), testimony_key)
    content: dict[str, Any] = json.loads(open_text(bytes(item.sealed), secret))
    return content


def open_blob(item: Item, testimony_key: str) -> bytes:
    """The bytes of a file or a picture, with T's secret; raises NotAllowed, or WrongKey."""
    check_at_hand(item)
    return _blob_bytes(item, testimony_key)


def sealed_parts(item: Item) -> BinaryIO:
    """The sealed bytes of a file, to be opened in parts; raises NotAllowed, or NotFound."""
    check_at_hand(item)
    return blobs().open(item.blob)


def check_at_hand(item: Item) -> None:
    """The only door to sealed files, asked anew each time.

    Raises NotAllowed when a file, or that of a picture, is frozen, handed over or destroyed.
    """
    states = Item.objects.filter(pk=item.pk).values_list("state", "parent__state").first()
    if states is None or any(state in CLOSED for state in states):
        raise NotAllowed("This file is frozen: it is neither shown, read nor given out.")


def seal_blob_to(item: Item, testimony_key: str, recipient: str) -> str:
    """Seals a file's bytes anew, in memory, to somebody who alone can open them; gives its name."""
    draft = blobs().begin()
    draft.file.write(seal(_blob_bytes(item, testimony_key), recipient))
    return draft.keep()


def sealed_for_another(item: Item) -> bytes:
    """The bytes of a file that was sealed to somebody else, who alone can open them."""
    if item.state != Item.State.HANDED or not item.blob:
        raise NotFound("No sealed copy of this file is kept here.")
    return blobs().read(item.blob)


def forget_key(item: Item, testimony_key: str) -> None:
    """Puts what is known of an item under a new key: its blob opens to nobody any more.

    What an image looked like from afar is not kept.
    """
    content = open_content(item, testimony_key)
    content.pop("pdq", None)
    key = ItemKey.new()
    item.wrapped_key = wrap(key.secret, sealing_recipient(item.testimony))
    item.sealed = seal_text(json.dumps(content, ensure_ascii=False), key.recipient)


def rewrite(item: Item, content: Mapping[str, Any], testimony_key: str) -> None:
    """Puts another content in an item, under the key that it has; raises WrongKey."""
    recipient = recipient_of(unwrap(bytes(item.wrapped_key), testimony_key))
    item.sealed = seal_text(json.dumps(dict(content), ensure_ascii=False), recipient)
    item.save(update_fields=["sealed"])


def _blob_bytes(item: Item, testimony_key: str) -> bytes:
    secret = unwrap(bytes(item.wrapped_key), testimony_key)
    size_bytes = int(open_content(item, testimony_key)["size_bytes"])
    return open_file(blobs().read(item.blob), secret, size_bytes)


def problem_of(item: Item) -> Reason | None:
    """Why a file could not be read, if it could not."""
    return cast(Reason, item.problem) if item.problem else None


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message between the witness and the team."""

    from_team: bool
    text: str
    hour: datetime


def messages_of(items: Sequence[Item], testimony_key: str) -> tuple[MessageView, ...]:
    """The messages of a testimony, oldest first, with T's secret.

    What only looks like the team's, and is not signed by it, is nobody's message.
    """
    opened = (
        (each, open_content(each, testimony_key))
        for each in items
        if each.kind == Item.Kind.MESSAGE
    )
    return tuple(
        MessageView(each.from_team, content["text"], each.hour)
        for each, content in opened
        if not each.from_team or _is_the_teams(each.testimony, content)
    )


def _is_the_teams(testimony: Testimony, content: Mapping[str, Any]) -> bool:
    words = team_message_words(testimony.reference, content["text"], str(content.get("at", "")))
    return signed_by_team(words, bytes.fromhex(str(content.get("signature", ""))))
