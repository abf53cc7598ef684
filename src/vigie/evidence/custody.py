"""The custody log: a Merkle tree that only grows (RFC 6962 hashing), and what is signed about it.

An act on evidence becomes salted fields, their commitment becomes a leaf, and leaves become a root
that is signed. Everywhere below, `leaves` are leaf hashes (32 bytes, from `leaf_hash`), oldest
first. An inclusion proof shows that a leaf is under a root; a consistency proof shows that a larger
tree only added to a smaller one, so that nothing was changed, dropped or reordered.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from vigie.kernel.errors import BadInput

SALT_BYTES = 16


def canonical(value: object) -> bytes:
    """JSON in one way only: keys in order, no spaces, ASCII with small \\u escapes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii")


def commit(fields: Mapping[str, str | int | None], salt: bytes) -> bytes:
    """SHA-256 of the salt (16 bytes, so that fields cannot be guessed) and the canonical fields."""
    if len(salt) != SALT_BYTES:
        raise BadInput(f"A salt has {SALT_BYTES} bytes, this one has {len(salt)}.")
    return hashlib.sha256(salt + canonical(dict(fields))).digest()


def about_what(subject: str, item: int | None, detail: str, salt: bytes) -> bytes:
    """A salted commitment to what an act was done to; once the salt is gone it names nothing."""
    return commit({"detail": detail, "item": item, "subject": subject}, salt)


def act_leaf(act: str, actor: str, hour: datetime, about: bytes) -> bytes:
    """The leaf of an act: who, what and when stay provable when what it was about is forgotten."""
    fields = {"about": about.hex(), "act": act, "actor": actor, "hour": written_hour(hour)}
    return leaf_hash(canonical(fields))


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf; the prefix keeps leaves and nodes apart."""
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees side by side."""
    return hashlib.sha256(b"\1" + left + right).digest()


def split(size: int) -> int:
    """The largest power of two below `size`: how many leaves the left subtree has."""
    return 1 << (size - 1).bit_length() - 1


def root(leaves: Sequence[bytes]) -> bytes:
    """The hash of the whole tree; that of nothing for an empty one."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    middle = split(len(leaves))
    return node_hash(root(leaves[:middle]), root(leaves[middle:]))


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The hashes beside the way from leaf `index` to the root, lowest first (RFC 6962, 2.1.1)."""
    if not 0 <= index < len(leaves):
        raise BadInput(f"There is no leaf {index} in a log of {len(leaves)}.")
    if len(leaves) == 1:
        return ()
    middle = split(len(leaves))
    if index < middle:
        return (*inclusion_proof(leaves[:middle], index), root(leaves[middle:]))
    return (*inclusion_proof(leaves[middle:], index - middle), root(leaves[:middle]))


def check_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether the proof leads from this leaf, at this index of a log of `size`, to this root."""
    if not 0 <= index < size:
        return False
    place, last, current = index, size - 1, leaf
    for beside in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            current = node_hash(beside, current)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            current = node_hash(current, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and current == root


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> tuple[bytes, ...]:
    """The hashes that show what the first `old_size` leaves became (RFC 6962, 2.1.2)."""
    if not 0 <= old_size <= len(leaves):
        raise BadInput(f"A log of {len(leaves)} leaves never had {old_size}.")
    return _subproof(leaves, old_size, whole=True) if old_size else ()


def check_consistency(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the log of `new_size` under `new_root` only added to the one under `old_root`."""
    if not 0 < old_size < new_size:
        same = old_size == new_size and old_root == new_root
        grown_from_nothing = old_size == 0 < new_size and old_root == root(())
        return not proof and (same or grown_from_nothing)
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    steps = list(proof) if place else [old_root, *proof]
    if not steps:
        return False
    return _climb(steps, place, last) == (old_root, new_root)


def new_signing_key() -> bytes:
    """A fresh Ed25519 seed of 32 bytes."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key(seed: bytes) -> bytes:
    """The 32 bytes that check what the seed signs."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytes, message: bytes) -> bytes:
    """An Ed25519 signature of 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


@lru_cache(maxsize=1024)
def check_signature(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of this key signed exactly this message; False on malformed keys too.

    What was checked is remembered: the same few keys are checked at every testimony.
    """
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def written_hour(time: datetime) -> str:
    """ "2026-11-20T10:00:00Z": the hour that holds this aware time, in UTC."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:00:00Z")


def head_message(size: int, root: bytes, hour: datetime) -> bytes:
    """What is signed to say that the log had this size and root at this hour."""
    return f"vigie.head/1\n{size}\n{root.hex()}\n{written_hour(hour)}\n".encode()


def _subproof(leaves: Sequence[bytes], old_size: int, *, whole: bool) -> tuple[bytes, ...]:
    if old_size == len(leaves):
        return () if whole else (root(leaves),)
    middle = split(len(leaves))
    left, right = leaves[:middle], leaves[middle:]
    if old_size <= middle:
        return (*_subproof(left, old_size, whole=whole), root(right))
    return (*_subproof(right, old_size - middle, whole=False), root(left))


def _climb(steps: Sequence[bytes], place: int, last: int) -> tuple[bytes, bytes] | None:
    """The old and new roots that the steps lead to (RFC 9162, 2.1.4.2)."""
    old = new = steps[0]
    for beside in steps[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            old, new = node_hash(beside, old), node_hash(beside, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, beside)
        place, last = place >> 1, last >> 1
    return (old, new) if last == 0 else None
