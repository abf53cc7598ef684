"""Receipts, `vigie.receipt/1`: a signed file that proves what was received, and when.

    items ─canonical─▶ fields ─salt─▶ commitment ─▶ leaf ─▶ promise, signed by the intake's sub-key
                                                      └──▶ position, proof and head, once logged

The log key certifies each sub-key for a span of hours. A receipt proves that what it lists is
unchanged since an hour; who wrote it, and whether it is true, no receipt can say.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from vigie.evidence.custody import (
    SALT_BYTES,
    canonical,
    check_signature,
    commit,
    leaf_hash,
    sign,
    written_hour,
)
from vigie.evidence.proofs import (
    HASH_BYTES,
    KEY_BYTES,
    SIGNATURE_BYTES,
    Inclusion,
    Verdict,
    check_in_log,
    check_schema,
    checked_log_key,
    count_field,
    hex_field,
    hour_field,
    inclusion_to_json,
    key_caveat,
    list_field,
    object_fields,
    said_hour,
)
from vigie.evidence.sealing import size_class
from vigie.kernel.errors import BadInput

RECEIPT = "vigie.receipt/1"
ItemKind = Literal["text", "file"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing received: the hash of a file's bytes, or the salted hash of a text."""

    n: int
    kind: ItemKind
    sha256: str
    size_class: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """An entry of the custody log; `fields` and `salt` explain `hash` to whoever is shown them."""

    hash: bytes
    salt: bytes
    fields: Mapping[str, str | int | None]


@dataclass(frozen=True, slots=True)
class KeyCertificate:
    """A sub-key that the log key allows to sign promises from `since` to `until`, both included."""

    public: bytes
    since: datetime
    until: datetime
    signature: bytes


def file_item(n: int, sha256: str, size_bytes: int) -> Item:
    """A file, by the SHA-256 that any tool computes from it."""
    return Item(n, "file", sha256, size_class(size_bytes))


def text_item(n: int, text: str, salt: bytes) -> Item:
    """A text, by a salted hash: an answer of one word must not be guessed from its hash."""
    size_bytes = len(text.encode("utf-8", "surrogatepass"))
    return Item(n, "text", commit({"text": text}, salt).hex(), size_class(size_bytes))


def received_leaf(items: Sequence[Item], hour: datetime, salt: bytes) -> Leaf:
    """The entry that says these items were received in this hour; `salt` has 16 bytes."""
    fields = _received_fields([asdict(item) for item in items], hour)
    return Leaf(leaf_hash(commit(fields, salt)), salt, fields)


def make_promise(leaf: bytes, hour: datetime, seed: bytes) -> bytes:
    """The intake's signature that this leaf was received in this hour and will be logged."""
    return sign(seed, _promise_message(leaf, hour))


def check_promise(leaf: bytes, hour: datetime, promise: bytes, public: bytes) -> bool:
    """Whether the holder of this sub-key promised exactly this leaf for this hour."""
    return check_signature(public, _promise_message(leaf, hour), promise)


def certify(public: bytes, since: datetime, until: datetime, log_seed: bytes) -> KeyCertificate:
    """The log key's word that this sub-key may sign promises for these hours."""
    signature = sign(log_seed, _certificate_message(public, since, until))
    return KeyCertificate(public, since, until, signature)


def check_certificate(certificate: KeyCertificate, log_public: bytes) -> bool:
    """Whether the log key signed exactly this certificate."""
    message = _certificate_message(certificate.public, certificate.since, certificate.until)
    return check_signature(log_public, message, certificate.signature)


def build_receipt(
    items: Sequence[Item],
    salt: bytes,
    hour: datetime,
    promise: bytes,
    certificate: KeyCertificate,
    log_public: bytes,
    log: Inclusion | None = None,
) -> dict[str, Any]:
    """A `vigie.receipt/1`; `log` is None until the worker has logged the leaf."""
    return {
        "schema": RECEIPT,
        "items": [asdict(item) for item in items],
        "salt": salt.hex(),
        "testimony": received_leaf(items, hour, salt).hash.hex(),
        "received": written_hour(hour),
        "promise": {
            "signature": promise.hex(),
            "key": certificate.public.hex(),
            "since": written_hour(certificate.since),
            "until": written_hour(certificate.until),
            "certificate": certificate.signature.hex(),
        },
        "log_key": log_public.hex(),
        "log": None if log is None else inclusion_to_json(log),
    }


def check_receipt(receipt: Mapping[str, Any], log_public: bytes | None) -> Verdict:
    """Checks every part of a receipt, against the published log key when it is given."""
    try:
        check_schema(receipt, RECEIPT)
        proved = _proved(object_fields(receipt, "the receipt", _RECEIPT_FIELDS), log_public)
        return Verdict(True, f"Valid: {proved}{key_caveat(log_public)}.")
    except BadInput as error:
        return Verdict(False, f"Invalid: {error}.")


_RECEIPT_FIELDS = {
    "schema", "items", "salt", "testimony", "received", "promise", "log_key", "log",
}  # fmt: skip


def _proved(receipt: Mapping[str, Any], log_public: bytes | None) -> str:
    hour = hour_field(receipt, "received")
    leaf = hex_field(receipt, "testimony", HASH_BYTES)
    fields = _received_fields(_checked_items(receipt), hour)
    if leaf_hash(commit(fields, hex_field(receipt, "salt", SALT_BYTES))) != leaf:
        raise BadInput("the items, the hour or the salt are not those of the testimony hash")
    log_key = checked_log_key(receipt, log_public)
    _check_promise(receipt["promise"], leaf, hour, log_key)
    listed = f"what this receipt lists is unchanged since {said_hour(hour)}"
    if receipt["log"] is None:
        return f"{listed}, as promised on receipt; it is not in the log yet"
    logged = check_in_log(receipt["log"], leaf, log_key)
    if logged.head.hour < hour:
        raise BadInput("the head of the log is of an earlier hour than the receipt")
    return f"{listed}, at position {logged.position} of the log of {logged.head.size}"


def _checked_items(receipt: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    items = list_field(receipt, "items")
    for n, value in enumerate(items):
        item = object_fields(value, f"item {n}", {"n", "kind", "sha256", "size_class"})
        if count_field(item, "n") != n:
            raise BadInput(f"item {n} is not in its place")
        if item["kind"] not in get_args(ItemKind):
            raise BadInput(f"item {n} is neither a text nor a file")
        hex_field(item, "sha256", HASH_BYTES)
        count_field(item, "size_class")
    return items


def _check_promise(value: object, leaf: bytes, hour: datetime, log_key: bytes) -> None:
    names = {"signature", "key", "since", "until", "certificate"}
    promise = object_fields(value, "promise", names)
    certificate = KeyCertificate(
        hex_field(promise, "key", KEY_BYTES),
        hour_field(promise, "since"),
        hour_field(promise, "until"),
        hex_field(promise, "certificate", SIGNATURE_BYTES),
    )
    if not check_certificate(certificate, log_key):
        raise BadInput("the key of the promise is not certified by the log key")
    if not certificate.since <= hour <= certificate.until:
        raise BadInput("the key of the promise was not valid in the hour of receipt")
    signature = hex_field(promise, "signature", SIGNATURE_BYTES)
    if not check_promise(leaf, hour, signature, certificate.public):
        raise BadInput("the promise is not signed with its key")


def _received_fields(
    items: Sequence[Mapping[str, Any]], hour: datetime
) -> dict[str, str | int | None]:
    listed = hashlib.sha256(canonical([dict(item) for item in items])).hexdigest()
    return {
        "act": "received",
        "hour": written_hour(hour),
        "items": len(items),
        "items_sha256": listed,
    }


def _promise_message(leaf: bytes, hour: datetime) -> bytes:
    return f"vigie.promise/1\n{leaf.hex()}\n{written_hour(hour)}\n".encode()


def _certificate_message(public: bytes, since: datetime, until: datetime) -> bytes:
    span = f"{written_hour(since)}\n{written_hour(until)}"
    return f"vigie.sub-key/1\n{public.hex()}\n{span}\n".encode()
