"""The short way: one form becomes one testimony, in one transaction, with a code of its own.

The code is drawn from the form's token and from what was told, with a key of intake's: whoever
sends the same form again, after a double tap or a lost answer, is shown the same code and adds
nothing. Without the token, which is kept nowhere, nobody can draw it again.
"""

import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import IntegrityError

from vigie.cases.deadlines import promise_for_witness
from vigie.evidence.codes import CodeKeys, derive, new_code
from vigie.evidence.keys import new_identity, wrap
from vigie.evidence.receipts import Item as ReceiptEntry
from vigie.evidence.receipts import received_leaf
from vigie.flows.committing import together
from vigie.flows.custody import acknowledged_entry, received_entry, to_hour
from vigie.flows.items import ItemKey, receipt_entry, sealed_item
from vigie.flows.linking import open_own_case
from vigie.flows.place import blobs, folder, installation, intake_keys, new_reference
from vigie.flows.signatures import intake_signer, testimony_message
from vigie.flows.witness.receiving import (
    ReceivedFile,
    SealedUpload,
    content_of,
    keep_sealed,
    state_of,
)
from vigie.flows.witness.telling import WitnessSession, holders
from vigie.store.campaigns import Campaign
from vigie.store.custody import LogEntry
from vigie.store.inserting import insert
from vigie.store.testimonies import Item, Testimony, Wrap

SHORTEST_TOKEN_CHARS = 16
PAGE = "short"
Durable = Sequence[tuple[SealedUpload, str]]


@dataclass(frozen=True, slots=True)
class Sent:
    """A testimony that was received: its code, the session it opens, the files our disk refused."""

    code: str = field(repr=False)
    session: WitnessSession
    refused: tuple[ReceivedFile, ...] = ()


def send_at_once(
    answers: Mapping[str, Any],
    uploads: Sequence[SealedUpload],
    *,
    language: str,
    campaign: str | None,
    once: str,
    now: datetime,
) -> Sent:
    """Receives a whole testimony; durable, logged and promised when this returns."""
    durable = keep_sealed(uploads)
    code = _draw_code(once, answers, durable)
    keys = derive(code, bytes.fromhex(installation().code_salt))
    whole = _Whole(_testimony(keys, answers, language=language, now=now), now)
    whole.testimony.campaign = Campaign.objects.filter(slug=campaign).first() if campaign else None
    whole.wrap_to(keys.recipient)
    whole.fill(answers, durable)
    try:
        number = together(whole.enter)
    except IntegrityError:
        number = _received_before(keys, durable)
    refused = tuple(
        ReceivedFile(each.name, each.size_bytes, False, each.problem)
        for each, _ in durable
        if each.problem == "not_stored"
    )
    return Sent(code, WitnessSession(number, keys.secret), refused)


def _draw_code(once: str, answers: Mapping[str, Any], durable: Durable) -> str:
    """Six words from intake's key, the form's token and what is kept; random without a token."""
    if len(once) < SHORTEST_TOKEN_CHARS:
        return new_code(secrets.choice)
    files = [(each.name, each.sha256, each.problem) for each, _ in durable]
    told = [once, dict(answers), files]
    text = json.dumps(told, sort_keys=True).encode()
    key = b"vigie short form\n" + intake_keys().cookie_key.encode()
    words = iter(range(256))

    def choice(listed: Sequence[str]) -> str:
        drawn = hmac.digest(key, bytes([next(words)]) + text, "sha256")
        return listed[int.from_bytes(drawn, "big") % len(listed)]

    return new_code(choice)


def _received_before(keys: CodeKeys, durable: Durable) -> int:
    """The testimony that the same form already made; what came a second time is let go."""
    found = Testimony.objects.get(tag=keys.tag)
    for _, blob in durable:
        if blob:
            blobs().delete(blob)
    return found.pk


def _testimony(
    keys: CodeKeys, answers: Mapping[str, Any], *, language: str, now: datetime
) -> Testimony:
    urgent = bool(answers.get("urgent"))
    return Testimony(
        reference=new_reference("T"),
        tag=keys.tag,
        language=language,
        started_hour=to_hour(now),
        sent_hour=to_hour(now),
        read_after=now,
        state=Testimony.State.RECEIVED,
        urgent=urgent,
        severity="P1" if urgent else "",
        answer_before=promise_for_witness("P1" if urgent else "P4", to_hour(now)),
    )


def _holders(witness: str, now: datetime) -> dict[Wrap.Holder, str]:
    """Who can open a testimony of this second; when many come, they are looked up once for all."""
    return {**_holders_in(folder(), now.replace(microsecond=0)), Wrap.Holder.WITNESS: witness}


@lru_cache(maxsize=4)
def _holders_in(place: Path, second: datetime) -> dict[Wrap.Holder, str]:  # noqa: ARG001 (a key)
    return holders("", second)


class _Whole:
    """All rows of one testimony, sealed before the transaction that enters them."""

    def __init__(self, testimony: Testimony, now: datetime) -> None:
        self.testimony = testimony
        self._now = now
        self._secret, testimony.recipient = new_identity()
        message = testimony_message(testimony.reference, testimony.recipient)
        testimony.signature = intake_signer()(message)
        self._wraps: list[Wrap] = []
        self._received: list[tuple[Item, bytes]] = []
        self._listed: list[ReceiptEntry] = []

    def wrap_to(self, witness: str) -> None:
        """Wraps T to those who may open it."""
        self._wraps = [
            Wrap(
                testimony=self.testimony,
                holder=holder,
                recipient=whom,
                wrapped=wrap(self._secret, whom),
            )
            for holder, whom in _holders(witness, self._now).items()
        ]

    def fill(self, answers: Mapping[str, Any], durable: Durable) -> None:
        """Seals the page and what goes with each file; what was not stored is not entered."""
        page = {"page": PAGE, "answers": dict(answers)}
        self._receive(Item.Kind.PAGE, page, state=Item.State.UNREAD)
        for upload, blob in durable:
            if upload.problem != "not_stored":
                self._receive(
                    Item.Kind.FILE,
                    content_of(upload),
                    key=upload.key,
                    blob=blob,
                    state=state_of(upload),
                    problem=upload.problem or "",
                )

    def _receive(
        self,
        kind: Item.Kind,
        content: Mapping[str, Any],
        *,
        key: ItemKey | None = None,
        **fields: Any,  # noqa: ANN401 - the columns of Item, checked by Django
    ) -> None:
        salt = secrets.token_bytes(16)
        alone = receipt_entry(kind, content, salt)
        leaf = received_leaf((alone,), to_hour(self._now), salt).hash
        proven = {**content, "sha256": alone.sha256, "salt": salt.hex()}
        self._listed.append(replace(alone, n=len(self._listed)))
        self._received.append((self._sealed(kind, proven, key, **fields), leaf))

    def _sealed(
        self,
        kind: Item.Kind,
        content: Mapping[str, Any],
        key: ItemKey | None = None,
        **fields: Any,  # noqa: ANN401 - the columns of Item, checked by Django
    ) -> Item:
        whom, used = self.testimony.recipient, key or ItemKey.new()
        return sealed_item(self.testimony, kind, content, used, whom, now=self._now, **fields)

    def enter(self) -> int:
        """Enters every row; raises IntegrityError when the same form was entered before."""
        told = self.testimony
        insert([told])
        items = [item for item, _ in self._received]
        for each in self._wraps:
            each.testimony = told
        for item in items:
            item.testimony = told
        insert([*self._wraps, *items])
        entries = [
            received_entry(told, leaf, self._now, item=item, promised=True)
            for item, leaf in self._received
        ]
        entries.append(self._acknowledge([item.pk for item in items]))
        insert(entries)
        if told.urgent:
            open_own_case(told, intake_signer(), self._now)
        return told.pk

    def _acknowledge(self, keys: list[int]) -> LogEntry:
        """Seals the list that the receipt is made from; gives what the log says of it."""
        salt = secrets.token_bytes(16)
        leaf = received_leaf(self._listed, to_hour(self._now), salt).hash
        listed = [asdict(each) for each in self._listed]
        kept = self._sealed(Item.Kind.RECEIPT, {"items": listed, "keys": keys, "salt": salt.hex()})
        insert([kept])
        return acknowledged_entry(self.testimony, leaf, self._now, item=kept)
