"""Files sealed to a passphrase in the age format, written as a stream; `age -d` opens them.

pyrage seals to a passphrase only what is whole in memory, with 256 MB of scrypt: too much for a
server. The format is C2SP's age v1 (c2sp.org/age): a header whose scrypt stanza wraps a file key,
then chunks of 64 KiB under ChaCha20-Poly1305.
"""

import base64
import hmac
import secrets
from hashlib import sha256
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

CHUNK_BYTES = 64 * 1024
FILE_KEY_BYTES = 16
SALT_BYTES = 16
WORK = 16
"""log2 of scrypt's N: 64 MiB and a fifth of a second; the age tool takes up to 22."""


class PassphraseFile:
    """Seals what is written to it into `sink`; `finish` must be called, or it does not open."""

    def __init__(self, sink: BinaryIO, passphrase: str) -> None:
        file_key = secrets.token_bytes(FILE_KEY_BYTES)
        nonce = secrets.token_bytes(16)
        sink.write(_header(file_key, passphrase) + nonce)
        self._sink = sink
        self._cipher = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
        self._rest = bytearray()
        self._counter = 0

    def write(self, data: bytes) -> int:
        """Takes the next bytes; a whole chunk is sealed once another byte follows it."""
        self._rest += data
        while len(self._rest) > CHUNK_BYTES:
            self._seal(bytes(self._rest[:CHUNK_BYTES]), last=False)
            del self._rest[:CHUNK_BYTES]
        return len(data)

    def flush(self) -> None:
        """Nothing goes out before its chunk is whole."""

    def finish(self) -> None:
        """Seals the last chunk, which says that it is the last."""
        self._seal(bytes(self._rest), last=True)

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        nonce = self._counter.to_bytes(11, "big") + bytes([last])
        self._counter += 1
        self._sink.write(self._cipher.encrypt(nonce, chunk, None))


def _header(file_key: bytes, passphrase: str) -> bytes:
    """The version, the one stanza, and a MAC over both."""
    salt = secrets.token_bytes(SALT_BYTES)
    labelled = b"age-encryption.org/v1/scrypt" + salt
    wrapping = Scrypt(labelled, 32, 1 << WORK, 8, 1).derive(passphrase.encode())
    wrapped = ChaCha20Poly1305(wrapping).encrypt(bytes(12), file_key, None)
    stanza = f"-> scrypt {_written(salt)} {WORK}\n{_written(wrapped)}\n"
    start = f"age-encryption.org/v1\n{stanza}---".encode()
    mac = hmac.digest(_derived(file_key, b"", b"header"), start, sha256)
    return start + f" {_written(mac)}\n".encode()


def _derived(file_key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt or None, info).derive(file_key)


def _written(data: bytes) -> str:
    """Base64 without padding, as the format wants it."""
    return base64.b64encode(data).decode().rstrip("=")
