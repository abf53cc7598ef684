"""Whom a testimony is sealed to: recipients that the worker's log key has signed, and no others."""

from datetime import date

from vigie.evidence.custody import check_signature
from vigie.flows.place import installation
from vigie.kernel.errors import Misconfigured
from vigie.store.keys import ReaderKey, TeamKey


def reader_message(day: date, recipient: str) -> bytes:
    """What the worker signs when it publishes a day's reader key."""
    return f"vigie reader {day.isoformat()} {recipient}".encode()


def team_message(recipient: str) -> bytes:
    """What is signed when the team key is published."""
    return f"vigie team {recipient}".encode()


def reader_recipient() -> str:
    """The newest reader key that is signed and kept; a planted one is passed over."""
    log_public = bytes.fromhex(installation().log_public)
    for key in ReaderKey.objects.filter(destroyed_at=None).order_by("-day"):
        message = reader_message(key.day, key.recipient)
        if check_signature(log_public, message, bytes(key.signature)):
            return key.recipient
    raise Misconfigured("No reader key is published; start the worker once.")


def team_recipient() -> str:
    """The team key that is signed; a planted one is passed over."""
    log_public = bytes.fromhex(installation().log_public)
    for key in TeamKey.objects.order_by("-made_at"):
        if check_signature(log_public, team_message(key.recipient), bytes(key.signature)):
            return key.recipient
    raise Misconfigured("No team key is published; make one with 'vigie init'.")
