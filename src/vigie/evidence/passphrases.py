"""A responder's passphrase: one half of its Argon2id logs in, the other unlocks."""

import hashlib
import secrets
from dataclasses import dataclass, field

from argon2.low_level import Type, hash_secret_raw

from vigie.evidence.codes import words
from vigie.evidence.keys import identity_from_seed
from vigie.kernel.errors import BadInput

MEMORY_KIB = 64 * 1024
ITERATIONS = 3
LEAST_CHARS = 14
SUGGESTED_WORDS = 5


@dataclass(frozen=True, slots=True)
class PassphraseKeys:
    """`login_digest` (32 bytes) is stored; `secret` is the age identity that it never shows."""

    login_digest: bytes
    secret: str = field(repr=False)
    recipient: str


def derive_passphrase(passphrase: str, salt: bytes) -> PassphraseKeys:
    """Argon2id, 64 MiB, 3 passes (RFC 9106, second choice), 64 bytes cut in two halves."""
    both = hash_secret_raw(passphrase.encode(), salt, ITERATIONS, MEMORY_KIB, 1, 64, Type.ID)
    secret, recipient = identity_from_seed(both[32:])
    return PassphraseKeys(hashlib.sha256(both[:32]).digest(), secret, recipient)


def check_strength(passphrase: str) -> None:
    """Raises BadInput when a passphrase is too short to guard a vault."""
    if len(passphrase) < LEAST_CHARS:
        raise BadInput(f"The passphrase is too short: take at least {LEAST_CHARS} characters.")


def suggest_passphrase() -> str:
    """Five random words of the code list (64 bits), for whoever would rather not invent one."""
    return " ".join(secrets.choice(words()) for _ in range(SUGGESTED_WORDS))
