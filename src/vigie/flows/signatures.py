"""Who may say which key belongs to what: intake, the worker and the team sign, and are checked.

Whoever writes in the database could put a key of their own in place of a testimony's or a case's,
and read what is added later. They cannot sign for it.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence

from vigie.evidence.custody import check_signature, public_key, sign
from vigie.evidence.keys import signing_seed
from vigie.flows.place import installation, intake_keys
from vigie.flows.recipients import binding_publics, present_team_key, team_publics
from vigie.kernel.errors import Conflict, WrongKey
from vigie.store.cases import Case
from vigie.store.testimonies import Testimony

Signer = Callable[[bytes], bytes]


def intake_signer() -> Signer:
    """Signs with the sub-key of the intake process."""
    return seed_signer(bytes.fromhex(intake_keys().signing_seed))


def team_signer(team_secret: str) -> Signer:
    """Signs as the team, in an unlocked session."""
    return seed_signer(signing_seed(team_secret))


def seed_signer(seed: bytes) -> Signer:
    """Signs with an Ed25519 seed."""
    return lambda message: sign(seed, message)


def team_public(team_secret: str) -> bytes:
    """What checks the signatures of a team key."""
    return public_key(signing_seed(team_secret))


def testimony_message(reference: str, recipient: str) -> bytes:
    """What is signed when a testimony gets its key."""
    return f"vigie testimony {reference} {recipient}".encode()


def case_message(reference: str, recipient: str) -> bytes:
    """What is signed when a case gets its key."""
    return f"vigie case {reference} {recipient}".encode()


def team_message_words(reference: str, text: str, hour: str) -> bytes:
    """What the team signs when it writes to the witness of a testimony."""
    said = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"vigie message {reference} {hour} {said}".encode()


def signed_by_team(message: bytes, signature: bytes) -> bool:
    """Whether the team signed, with its present key or one before it."""
    return any(check_signature(key, message, signature) for key in team_publics())


def sealing_recipient(thing: Testimony | Case) -> str:
    """Whom to seal to for a testimony or a case; raises WrongKey when the key was not signed."""
    if not _signed_by((*_processes(), *binding_publics()), thing):
        raise WrongKey(f"The key of {thing.reference} was not made here: nothing is sealed to it.")
    return thing.recipient


def check_signer(thing: Testimony | Case) -> None:
    """Raises Conflict when the team signed for a new thing with a key that was just replaced.

    Called after its team recipient was read: both are of one key, and are made anew together.
    """
    present = bytes(present_team_key().signing_public)
    if not _signed_by((*_processes(), present), thing):
        raise Conflict("The team key was replaced while you were in: log in again.")


def signed_anew(thing: Testimony | Case, team_secret: str, before: Sequence[bytes]) -> bytes | None:
    """The team's present signature in place of one of a key before; None when it has none."""
    return team_signer(team_secret)(_binding_message(thing)) if _signed_by(before, thing) else None


def _binding_message(thing: Testimony | Case) -> bytes:
    words = case_message if isinstance(thing, Case) else testimony_message
    return words(thing.reference, thing.recipient)


def _signed_by(publics: Iterable[bytes], thing: Testimony | Case) -> bool:
    message, signature = _binding_message(thing), bytes(thing.signature or b"")
    return any(check_signature(each, message, signature) for each in publics)


def _processes() -> tuple[bytes, bytes]:
    """What checks the signatures of intake and of the worker."""
    public = installation()
    return bytes.fromhex(public.intake_public), bytes.fromhex(public.log_public)
