"""Whom a testimony is sealed to: recipients that the worker's log key has signed, and no others."""

from collections.abc import Iterator
from datetime import date

from vigie.evidence.custody import check_signature
from vigie.flows.place import installation
from vigie.kernel.errors import Misconfigured
from vigie.store.keys import ReaderKey, TeamKey


def reader_message(day: date, recipient: str) -> bytes:
    """What the worker signs when it publishes a day's reader key."""
    return f"vigie reader {day.isoformat()} {recipient}".encode()


def team_message(recipient: str, signing_public: bytes) -> bytes:
    """What is signed when the team key is published."""
    return f"vigie team {recipient} {signing_public.hex()}".encode()


def reader_recipient() -> str:
    """The newest reader key that is signed and kept; a planted one is passed over."""
    log_public = bytes.fromhex(installation().log_public)
    for key in ReaderKey.objects.filter(destroyed_at=None).order_by("-day"):
        message = reader_message(key.day, key.recipient)
        if check_signature(log_public, message, bytes(key.signature)):
            return key.recipient
    raise Misconfigured("No reader key is published; start the worker once.")


def team_recipient() -> str:
    """The newest team key that is signed; a planted one is passed over."""
    return next(_signed_team_keys()).recipient


def team_publics() -> tuple[bytes, ...]:
    """What checks the team's signatures, of the present team key and of those before it."""
    return tuple(bytes(key.signing_public) for key in _signed_team_keys())


def is_signed(key: TeamKey) -> bool:
    """Whether the log key signed a team key."""
    message = team_message(key.recipient, bytes(key.signing_public))
    log_public = bytes.fromhex(installation().log_public)
    return check_signature(log_public, message, bytes(key.signature or b""))


def _signed_team_keys() -> Iterator[TeamKey]:
    signed = [key for key in TeamKey.objects.order_by("-made_at", "-pk") if is_signed(key)]
    if not signed:
        raise Misconfigured("No team key is published; make one with 'vigie init'.")
    return iter(signed)
