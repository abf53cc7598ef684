"""Who may say which key belongs to what: intake, the worker and the team sign, and are checked.

Whoever writes in the database could put a key of their own in place of a testimony's or a case's,
and read what is added later. They cannot sign for it.
"""

import hashlib
from collections.abc import Callable

from vigie.evidence.custody import check_signature, public_key, sign
from vigie.evidence.keys import signing_seed
from vigie.flows.place import installation, intake_keys
from vigie.flows.recipients import team_publics
from vigie.kernel.errors import WrongKey
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
    words = case_message if isinstance(thing, Case) else testimony_message
    if not signed_by_us(words(thing.reference, thing.recipient), bytes(thing.signature or b"")):
        raise WrongKey(f"The key of {thing.reference} was not made here: nothing is sealed to it.")
    return thing.recipient


def signed_by_us(message: bytes, signature: bytes) -> bool:
    """Whether intake, the worker or the team of this installation signed a message."""
    public = installation()
    ours = (bytes.fromhex(public.intake_public), bytes.fromhex(public.log_public))
    by_a_process = any(check_signature(key, message, signature) for key in ours)
    return by_a_process or signed_by_team(message, signature)
