"""What a person comes in with: a key locked by their passphrase, and a second factor."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime

import pyotp

from vigie.evidence.keys import new_identity, wrap
from vigie.evidence.passphrases import check_strength, derive_passphrase
from vigie.evidence.sealing import seal_text


@dataclass(frozen=True, slots=True)
class Credentials:
    """The columns of a responder that a passphrase makes, and the TOTP secret, shown once."""

    fields: dict[str, bytes | str | int]
    totp: str = field(repr=False)


def new_credentials(passphrase: str) -> Credentials:
    """A fresh key and second factor under a passphrase; raises BadInput when it is too short."""
    check_strength(passphrase)
    salt, totp = secrets.token_bytes(16), pyotp.random_base32()
    keys = derive_passphrase(passphrase, salt)
    secret, recipient = new_identity()
    fields: dict[str, bytes | str | int] = {
        "salt": salt,
        "login_digest": keys.login_digest,
        "recipient": recipient,
        "locked_key": wrap(secret, keys.recipient),
        "locked_totp": seal_text(totp, keys.recipient),
        "totp_last_step": 0,
    }
    return Credentials(fields, totp)


def code_is_right(totp: str, code: str, now: datetime) -> bool:
    """Whether a code is one of now (RFC 6238), one step of 30 seconds before and after allowed."""
    given = "".join(code.split())
    return pyotp.TOTP(totp).verify(given, for_time=now, valid_window=1)
