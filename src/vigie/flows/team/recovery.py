"""The offline key: made for paper, tried as a drill, and used when nobody can come in any more."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from vigie.evidence.keys import SEED_BYTES, identity_from_seed, recipient_of, unwrap
from vigie.evidence.shares import combine, read_share, split, write_share
from vigie.flows.custody import log_act
from vigie.flows.recipients import present_team_key
from vigie.flows.team.attesting import attested_recovery, give_recovery, hold_team, present_key_of
from vigie.flows.team.people import Desk, add_responder, require_lead
from vigie.flows.team.rotation import ask_again_if_asked, ask_for_successor
from vigie.kernel.errors import BadInput, NotFound, WrongKey
from vigie.store.custody import LogEntry
from vigie.store.keys import RecoveryKey
from vigie.store.people import Responder


@dataclass(frozen=True, slots=True)
class RecoveryState:
    """When the paper shares were made and last tried, and how many of how many open."""

    made_at: datetime
    tried_at: datetime | None
    threshold: int
    shares: int


@dataclass(frozen=True, slots=True)
class Recovered:
    """The new lead: their name in the log, and their second factor, shown once."""

    pseudonym: str
    totp: str = field(repr=False)


def make_recovery(
    desk: Desk, now: datetime, threshold: int = 2, shares: int = 3
) -> tuple[str, ...]:
    """Makes an offline key and gives its shares, shown once; the one before serves no more."""
    require_lead(desk)
    seed = secrets.token_bytes(SEED_BYTES)
    cut = split(seed, threshold, shares, secrets.token_bytes)
    _, recipient = identity_from_seed(seed)
    with transaction.atomic():
        hold_team()
        present = present_key_of(desk.team_secret)
        RecoveryKey.objects.filter(retired_at=None).update(retired_at=now)
        RecoveryKey.objects.create(
            recipient=recipient, threshold=threshold, shares=shares, made_at=now
        )
        give_recovery(present, desk.team_secret, recipient)
        ask_again_if_asked(desk, now)
    return tuple(write_share(each) for each in cut)


def try_shares(shares: Sequence[str], now: datetime) -> None:
    """A drill: proves that these shares open the present team key, and changes nothing.

    Raises BadInput, or NotFound when no offline key was made.
    """
    key, _ = _opened(shares)
    RecoveryKey.objects.filter(pk=key.pk).update(tried_at=now)


def recover(shares: Sequence[str], name: str, passphrase: str, now: datetime) -> Recovered:
    """Makes a new lead from the shares, and asks for a new team key."""
    key, team_secret = _opened(shares)
    wanted = " ".join(name.replace("\0", "").split())
    if not wanted:
        raise BadInput("Give the name of the new lead.")
    with transaction.atomic():
        hold_team()
        responder, totp = add_responder(wanted, passphrase, Responder.Role.LEAD, team_secret)
        RecoveryKey.objects.filter(pk=key.pk).update(tried_at=now)
        log_act(LogEntry.Act.RECOVERED, actor=responder.pseudonym, now=now)
        ask_for_successor(Desk(responder, team_secret), now)
    return Recovered(responder.pseudonym, totp)


def recovery_state() -> RecoveryState | None:
    """How the offline key stands; None when there is none that the team attested."""
    key = attested_recovery()
    if key is None:
        return None
    return RecoveryState(key.made_at, key.tried_at, key.threshold, key.shares)


def _opened(shares: Sequence[str]) -> tuple[RecoveryKey, str]:
    """The offline key of these shares and the team secret that it opens; raises BadInput."""
    secret, recipient = identity_from_seed(combine([read_share(each) for each in shares]))
    key = attested_recovery()
    if key is None:
        raise NotFound("There is no recovery key: a lead makes one, while somebody can come in.")
    if key.recipient != recipient:
        raise BadInput(_of_another_set(recipient))
    present = present_team_key()
    team_secret = unwrap(bytes(present.wrapped_recovery or b""), secret)
    if recipient_of(team_secret) != present.recipient:
        raise WrongKey("What stands for the team key is another key: restore a backup.")
    return key, team_secret


def _of_another_set(recipient: str) -> str:
    older = RecoveryKey.objects.filter(recipient=recipient).first()
    if older is None:
        return "These shares are of another installation: they open nothing here."
    return f"These shares are of the set made on {older.made_at:%Y-%m-%d}, which was replaced."
