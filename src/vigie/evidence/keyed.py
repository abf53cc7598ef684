"""Many short things under one key, opened by the hundred thousand: AES-256-GCM.

What is told is sealed with age, one key a thing; that is too slow for what is searched as a whole.
"""

import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from vigie.kernel.errors import WrongKey

KEY_BYTES = 32
NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class KeyedSeal:
    """Seals and opens under one key of 32 bytes; `purpose` keeps two uses of a key apart."""

    purpose: bytes
    cipher: AESGCM = field(repr=False)

    @classmethod
    def of(cls, key: bytes, purpose: bytes) -> "KeyedSeal":
        """The seal of a key; raises WrongKey when it is of another length."""
        if len(key) != KEY_BYTES:
            raise WrongKey(f"This key has {len(key)} bytes and should have {KEY_BYTES}.")
        return cls(purpose, AESGCM(key))

    def seal(self, data: bytes) -> bytes:
        """The data, sealed under a nonce of its own."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self.cipher.encrypt(nonce, data, self.purpose)

    def open(self, sealed: bytes) -> bytes:
        """What was sealed; raises WrongKey when it was with another key, or was changed."""
        try:
            return self.cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], self.purpose)
        except (InvalidTag, ValueError) as error:
            raise WrongKey("This was not sealed with that key, or was changed since.") from error
