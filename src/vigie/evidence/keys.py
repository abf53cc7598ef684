"""age X25519 keys: made, derived from a seed, and wrapped to one another.

A secret is written "AGE-SECRET-KEY-1…" and a recipient "age1…", so that any age tool can read what
this one sealed. A wrap is the text of a secret, sealed to a recipient.
"""

from collections.abc import Iterator

import pyrage  # type: ignore[import-untyped]
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from vigie.kernel.errors import WrongKey

SEED_BYTES = 32
_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def new_identity() -> tuple[str, str]:
    """A fresh (secret, recipient)."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def identity_from_seed(seed: bytes) -> tuple[str, str]:
    """The (secret, recipient) whose X25519 scalar is this seed of 32 bytes."""
    if len(seed) != SEED_BYTES:
        raise WrongKey(f"A seed has {SEED_BYTES} bytes, this one has {len(seed)}.")
    secret = bech32("age-secret-key-", seed).upper()
    return secret, recipient_of(secret)


def signing_seed(secret: str) -> bytes:
    """The Ed25519 seed (32 bytes) of whoever holds this age secret, by HKDF (RFC 5869)."""
    identity(secret)
    return HKDF(SHA256(), SEED_BYTES, None, b"vigie signing seed").derive(secret.encode())


def recipient_of(secret: str) -> str:
    """The public half of a secret; raises WrongKey when it is no age secret."""
    return str(identity(secret).to_public())


def wrap(secret: str, recipient: str) -> bytes:
    """The secret sealed to a recipient, so that its holder can use it too."""
    encrypted: bytes = pyrage.encrypt(secret.encode(), [parsed_recipient(recipient)])
    return encrypted


def unwrap(wrapped: bytes, secret: str) -> str:
    """The secret inside a wrap; raises WrongKey when it does not open or holds no key."""
    try:
        inside: str = pyrage.decrypt(wrapped, [identity(secret)]).decode("ascii")
    except (pyrage.DecryptError, UnicodeDecodeError) as error:
        raise WrongKey("This wrap does not open with this key.") from error
    identity(inside)
    return inside


def identity(secret: str) -> "pyrage.x25519.Identity":
    """The secret as pyrage takes it; raises WrongKey, without repeating the text."""
    try:
        return pyrage.x25519.Identity.from_str(secret)
    except pyrage.IdentityError:
        raise WrongKey("This is no age secret key.") from None


def parsed_recipient(recipient: str) -> "pyrage.x25519.Recipient":
    """The recipient as pyrage takes it; raises WrongKey."""
    try:
        return pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as error:
        raise WrongKey(f"This is no age recipient: {recipient!r}.") from error


def bech32(prefix: str, data: bytes) -> str:
    """Bytes in the notation of age keys (BIP 173, without its limit of 90 characters)."""
    values = list(_groups_of_five(data))
    stretched = [ord(char) >> 5 for char in prefix] + [0] + [ord(char) & 31 for char in prefix]
    checksum = _polymod([*stretched, *values, 0, 0, 0, 0, 0, 0]) ^ 1
    values += [(checksum >> 5 * (5 - position)) & 31 for position in range(6)]
    return f"{prefix}1{''.join(_ALPHABET[value] for value in values)}"


def _groups_of_five(data: bytes) -> Iterator[int]:
    padding = -len(data) * 8 % 5
    number = int.from_bytes(data, "big") << padding
    for shift in range(len(data) * 8 + padding - 5, -1, -5):
        yield (number >> shift) & 31


def _polymod(values: list[int]) -> int:
    checksum = 1
    for value in values:
        top = checksum >> 25
        checksum = (checksum & 0x1FFFFFF) << 5 ^ value
        for position, generator in enumerate(_GENERATOR):
            checksum ^= generator if top >> position & 1 else 0
    return checksum
