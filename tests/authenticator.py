"""An authenticator in memory (WebAuthn, ES256): makes passkeys and answers as a browser would."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, NEW = 0x01, 0x04, 0x40


def text(data: bytes) -> str:
    """Bytes as WebAuthn writes them: base64url without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@dataclass(slots=True)
class Authenticator:
    """One security key; what a test changes of it is what an attacker would."""

    origin: str = "https://testserver"
    host: str = "testserver"
    verifies: bool = True
    counts: bool = True
    uses: int = 0
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, options: str) -> str:
        """A new passkey, for the options of an enrolment."""
        point = self.key.public_key().public_numbers()
        cose = cbor2.dumps(
            {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        )
        new = bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential + cose
        made = {"fmt": "none", "attStmt": {}, "authData": self._data(NEW) + new}
        client = self._client("webauthn.create", options)
        return self._answer(clientDataJSON=client, attestationObject=cbor2.dumps(made))

    def answer(self, options: str) -> str:
        """The proof that it holds the passkey, for the options of an assertion."""
        client, data = self._client("webauthn.get", options), self._data(0)
        signed = data + hashlib.sha256(client).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _data(self, flags: int) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        self.uses += self.counts
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self._count()

    def _count(self) -> bytes:
        return (self.uses if self.counts else 0).to_bytes(4, "big")

    def _client(self, kind: str, options: str) -> bytes:
        asked: dict[str, Any] = json.loads(options)
        told = {"type": kind, "challenge": asked["challenge"], "origin": self.origin}
        return json.dumps(told).encode()

    def _answer(self, **response: bytes) -> str:
        fields = {name: text(value) for name, value in response.items()}
        number = text(self.credential)
        return json.dumps({"id": number, "rawId": number, "type": "public-key", "response": fields})
