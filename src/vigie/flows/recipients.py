"""Whom a testimony is sealed to: recipients that the worker's log key has signed, and no others."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from vigie.evidence.custody import check_signature
from vigie.flows.place import installation
from vigie.kernel.errors import Misconfigured
from vigie.store.keys import ReaderKey, TeamKey

READER_KEPT = timedelta(hours=72)


def reader_message(day: date, recipient: str) -> bytes:
    """What the worker signs when it publishes a day's reader key."""
    return f"vigie reader {day.isoformat()} {recipient}".encode()


def team_message(recipient: str, signing_public: bytes, predecessor: str = "") -> bytes:
    """What is signed when a team key is published: the key, and the one that it replaces."""
    return f"vigie team {recipient} {signing_public.hex()} {predecessor}".encode()


def asking_message(recipient: str, signing_public: bytes, predecessor: str) -> bytes:
    """What the present team key signs when it asks for the one after it."""
    return f"vigie asks team {recipient} {signing_public.hex()} {predecessor}".encode()


def reader_recipient(now: datetime) -> str | None:
    """The newest reader key that is signed, kept and not too old; a planted one is passed over.

    None when the worker has published none for three days: what is told then is for the team alone.
    """
    log_public = bytes.fromhex(installation().log_public)
    kept = ReaderKey.objects.filter(destroyed_at=None, day__gte=(now - READER_KEPT).date())
    for key in kept.order_by("-day"):
        if _signed(log_public, reader_message(key.day, key.recipient), bytes(key.signature)):
            return key.recipient
    return None


def team_recipient() -> str:
    """The recipient of the present team key."""
    return present_team_key().recipient


def present_team_key() -> TeamKey:
    """The signed team key that no other signed one replaces; a planted one is passed over."""
    signed = signed_team_keys()
    replaced = {key.predecessor_id for key in signed}
    present = [key for key in signed if key.pk not in replaced]
    if not present:
        raise Misconfigured("No team key is published; make one with 'vigie init'.")
    return present[0]


def team_publics() -> tuple[bytes, ...]:
    """What checks the team's signatures, of the present team key and of those before it."""
    return tuple(bytes(key.signing_public) for key in signed_team_keys())


def binding_publics() -> tuple[bytes, ...]:
    """What checks whose key a testimony or a case has, by the team: the present key's word.

    Until everything is wrapped anew and signed anew, the word of the keys before it counts too.
    """
    present = present_team_key()
    under_way = present.wrapped_predecessor is not None
    return team_publics() if under_way else (bytes(present.signing_public),)


def signed_team_keys() -> list[TeamKey]:
    """Every team key that the log key signed, the newest first."""
    keys = TeamKey.objects.select_related("predecessor").order_by("-made_at", "-pk")
    return [key for key in keys if is_signed(key)]


def is_signed(key: TeamKey) -> bool:
    """Whether the log key signed a team key, as the one that replaces its predecessor."""
    predecessor = key.predecessor.recipient if key.predecessor is not None else ""
    message = team_message(key.recipient, bytes(key.signing_public), predecessor)
    log_public = bytes.fromhex(installation().log_public)
    return _signed(log_public, message, bytes(key.signature or b""))


@lru_cache(maxsize=256)
def _signed(log_public: bytes, message: bytes, signature: bytes) -> bool:
    """A few keys are asked for with every testimony; what was checked once is remembered."""
    return check_signature(log_public, message, signature)
