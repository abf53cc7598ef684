"""A log, its heads, and receipts in it, made from fixed keys and invented items."""

import copy
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from vigie.evidence.custody import (
    consistency_proof,
    head_message,
    inclusion_proof,
    leaf_hash,
    public_key,
    root,
    sign,
)
from vigie.evidence.proofs import Head, Inclusion, build_consistency, build_inclusion
from vigie.evidence.receipts import (
    KeyCertificate,
    build_receipt,
    certify,
    file_item,
    make_promise,
    received_leaf,
    text_item,
)

LOG_SEED, INTAKE_SEED = bytes(range(32)), bytes(range(1, 33))
LOG_PUBLIC = public_key(LOG_SEED)
HOUR = datetime(2026, 11, 20, 10, tzinfo=UTC)
SALT = bytes(range(16))
ITEMS = (
    text_item(0, "il m'a demandé de ne rien dire", SALT),
    file_item(1, hashlib.sha256(b"capture").hexdigest(), 200_000),
)
LEAF = received_leaf(ITEMS, HOUR, SALT)


def head(leaves: list[bytes], hour: datetime = HOUR, seed: bytes = LOG_SEED) -> Head:
    """The signed head of these leaves."""
    top = root(leaves)
    return Head(len(leaves), top, hour, sign(seed, head_message(len(leaves), top, hour)))


def log_of(size: int, position: int) -> list[bytes]:
    """A log of invented leaves with the sample receipt's leaf at a position."""
    leaves = [leaf_hash(str(n).encode()) for n in range(size)]
    leaves[position] = LEAF.hash
    return leaves


def certificate(since: datetime = HOUR, until: datetime = HOUR) -> KeyCertificate:
    """The intake's sub-key, certified for these hours."""
    return certify(public_key(INTAKE_SEED), since, until, LOG_SEED)


@dataclass(frozen=True, slots=True)
class Sample:
    """What a receipt is made of; change one thing to spoil it."""

    size: int = 7
    position: int = 3
    logged: bool = True
    head_hour: datetime = HOUR
    promised: datetime = HOUR
    since: datetime = HOUR - timedelta(days=1)

    def receipt(self) -> dict[str, Any]:
        """The receipt as the public gets it."""
        leaves = log_of(self.size, self.position)
        log = Inclusion(
            self.position, inclusion_proof(leaves, self.position), head(leaves, self.head_hour)
        )
        return build_receipt(
            ITEMS,
            SALT,
            HOUR,
            make_promise(LEAF.hash, self.promised, INTAKE_SEED),
            certificate(self.since, max(self.since, HOUR)),
            LOG_PUBLIC,
            log if self.logged else None,
        )


def inclusion_paper(size: int = 7, position: int = 3) -> dict[str, Any]:
    """A stand-alone inclusion proof."""
    leaves = log_of(size, position)
    log = Inclusion(position, inclusion_proof(leaves, position), head(leaves))
    return build_inclusion(LEAF.hash, log, LOG_PUBLIC)


def consistency_paper(old_size: int, new_size: int, later_hours: int = 1) -> dict[str, Any]:
    """A stand-alone consistency proof."""
    leaves = log_of(max(new_size, 4), 3)[:new_size]
    new = head(leaves, HOUR + timedelta(hours=later_hours))
    proof = consistency_proof(leaves, old_size)
    return build_consistency(head(leaves[:old_size]), new, proof, LOG_PUBLIC)


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to every value inside a JSON value."""
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield (*path, key)
            yield from places(value[key], (*path, key))


def changed(paper: dict[str, Any], path: tuple[Any, ...], value: object) -> dict[str, Any]:
    """A copy of the paper with another value at one place."""
    copied = copy.deepcopy(paper)
    inside: Any = copied
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value
    return copied
