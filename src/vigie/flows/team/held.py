"""What the team holds: opened with its present key, or during a rotation with one before it."""

from collections.abc import Iterator
from typing import Literal

from vigie.evidence.custody import check_signature
from vigie.evidence.keys import recipient_of, unwrap
from vigie.evidence.sealing import open_text, seal_text
from vigie.flows.signatures import team_public, team_signer
from vigie.kernel.errors import WrongKey
from vigie.store.keys import TeamKey
from vigie.store.testimonies import Wrap

KeyName = Literal["link", "print"]
TEAM_HOLDERS = (Wrap.Holder.TEAM, Wrap.Holder.ARCHIVE)


def held_secret(team_secret: str, recipient: str) -> str:
    """The team secret that opens what is wrapped to `recipient`; raises WrongKey.

    Until everything is wrapped anew each key holds the one before it, so that both kinds open.
    """
    if recipient_of(team_secret) == recipient:
        return team_secret
    for secret in predecessors(team_secret):
        if recipient_of(secret) == recipient:
            return secret
    raise WrongKey("This is wrapped to another team key than the one in your hands.")


def predecessors(team_secret: str) -> Iterator[str]:
    """The secrets of the team keys before this one, while they are kept, the newest first."""
    secret = team_secret
    while True:
        key = _key_of(secret)
        if key is None or key.predecessor is None or key.wrapped_predecessor is None:
            return
        secret = unwrap(bytes(key.wrapped_predecessor), secret)
        if recipient_of(secret) != key.predecessor.recipient:
            raise WrongKey("What stands for the team key before this one is another key.")
        yield secret


def seal_common_key(name: KeyName, key: bytes, team_secret: str) -> bytes:
    """A key for a team key, which signs it: anybody can seal, not everybody can sign."""
    signature = team_signer(team_secret)(_key_message(name, key))
    return seal_text(f"{key.hex()} {signature.hex()}", recipient_of(team_secret))


def open_common_key(name: KeyName, sealed: bytes, team_secret: str) -> bytes:
    """A key that the team holds in common; raises WrongKey when the team did not seal it."""
    key, _, signature = open_text(sealed, team_secret).partition(" ")
    message = _key_message(name, bytes.fromhex(key))
    if not check_signature(team_public(team_secret), message, bytes.fromhex(signature)):
        raise WrongKey(f"The {name} key was not sealed by the team: it was put there by another.")
    return bytes.fromhex(key)


def _key_message(name: KeyName, key: bytes) -> bytes:
    return f"vigie {name} key ".encode() + key


def _key_of(team_secret: str) -> TeamKey | None:
    keys = TeamKey.objects.select_related("predecessor")
    return keys.filter(recipient=recipient_of(team_secret)).first()
