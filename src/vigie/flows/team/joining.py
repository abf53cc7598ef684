"""Joining the team, coming back after a lost passphrase, and changing what one may do.

A lead invites; the newcomer makes a key of their own; a lead compares its four words with them
aloud and lets them in. Nobody but the newcomer ever holds their passphrase or their key.
"""

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from vigie.evidence.codes import new_code, read_code
from vigie.evidence.fingerprints import fingerprint
from vigie.flows.custody import log_act
from vigie.flows.place import installation, new_reference
from vigie.flows.team.attesting import (
    give_team_key,
    hold_team,
    is_only_lead,
    present_key_of,
    responder_message,
    responder_named,
    was_in_the_team,
)
from vigie.flows.team.credentials import code_is_right, new_credentials
from vigie.flows.team.leaving import leave
from vigie.flows.team.people import Desk, require_lead
from vigie.flows.team.rotation import ask_again_if_asked, ask_for_successor
from vigie.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from vigie.store.custody import LogEntry
from vigie.store.people import DeskVisit, Invitation, Responder

INVITED_FOR = timedelta(hours=48)
NAME_CHARS = 60
UNKNOWN_WORDS = "These words open no invitation: they serve once and for 48 hours; ask a lead."
OTHER_WORDS = "The key of this person changed since you compared its words: compare them again."


@dataclass(frozen=True, slots=True)
class Invited:
    """Six words to give to the newcomer, shown once, and until when they serve."""

    words: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Joining:
    """What a newcomer sees: their second factor, shown once, and the four words to compare."""

    pseudonym: str
    totp: str = field(repr=False)
    fingerprint: str


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Somebody who waits to be let in; `back` after a lost passphrase or an absence."""

    pseudonym: str
    name: str
    role: str
    fingerprint: str
    since: datetime
    back: bool


def invite(desk: Desk, name: str, role: Responder.Role, now: datetime) -> Invited:
    """Invites somebody new; raises BadInput when the name is taken."""
    require_lead(desk)
    wanted = " ".join(name.replace("\0", "").split())
    if not wanted or len(wanted) > NAME_CHARS:
        raise BadInput(f"Give a name of 1 to {NAME_CHARS} characters.")
    pending = Invitation.objects.filter(name=wanted, used_at=None, expires_at__gt=now)
    if Responder.objects.filter(name=wanted).exists() or pending.exists():
        raise BadInput(f"There is already somebody called {wanted}; choose another name.")
    return _invite(desk, wanted, Responder.Role(role), None, now)


def invite_back(desk: Desk, pseudonym: str, now: datetime) -> Invited:
    """Invites somebody known, who lost their passphrase or was away, to make a new key."""
    require_lead(desk)
    responder = responder_named(pseudonym)
    _check_not_only_lead(responder)
    Invitation.objects.filter(responder=responder, used_at=None).delete()
    return _invite(desk, responder.name, Responder.Role(responder.role), responder, now)


def accept(words: str, passphrase: str, now: datetime) -> Joining:
    """The newcomer makes their key under a passphrase, and waits to be let in.

    Raises NotFound when the words open no invitation, BadInput when the passphrase is too short.
    """
    invitation = _invitation_of(words, now)
    given = new_credentials(passphrase)
    with transaction.atomic():
        hold_team()
        if not _open_invitation(now).filter(pk=invitation.pk).update(used_at=now):
            raise NotFound(UNKNOWN_WORDS)
        responder = _newcomer(invitation)
        for name, value in given.fields.items():
            setattr(responder, name, value)
        responder.state = Responder.State.WAITING
        responder.save()
    return Joining(responder.pseudonym, given.totp, _fingerprint(responder))


def confirm_totp(totp: str, code: str, now: datetime) -> None:
    """Shows a newcomer that their authenticator works; raises BadInput when the code is not right.

    The second factor is known to them alone until they log in, so they bring it along.
    """
    if not code_is_right(totp, code, now):
        raise BadInput("This code is not right; check the time of the phone, and the secret typed.")


def waiting(desk: Desk) -> tuple[WaitingRow, ...]:
    """Those who wait to be let in, the longest first."""
    require_lead(desk)
    return tuple(sorted(_waiting_rows(), key=lambda row: row.since))


def admit(desk: Desk, pseudonym: str, now: datetime, *, fingerprint: str | None = None) -> None:
    """Lets somebody in: wraps the team key to them, and attests who they are.

    With the words that the lead compared, a key put in place of theirs meanwhile is refused.
    """
    require_lead(desk)
    with transaction.atomic():
        hold_team()
        responder = _waiting_one(pseudonym)
        if fingerprint is not None and fingerprint != _fingerprint(responder):
            raise Conflict(OTHER_WORDS)
        responder.state = Responder.State.ACTIVE
        responder.save(update_fields=["state"])
        give_team_key(present_key_of(desk.team_secret), desk.team_secret, responder)
        ask_again_if_asked(desk, now)
        _log_role(desk, responder, now)


def turn_away(desk: Desk, pseudonym: str, now: datetime) -> None:
    """Does not let somebody in; who was in the team before leaves it."""
    require_lead(desk)
    responder = _waiting_one(pseudonym)
    if was_in_the_team(responder):
        leave(desk, pseudonym, now)
    else:
        responder.delete()


def change_role(desk: Desk, pseudonym: str, role: Responder.Role, now: datetime) -> None:
    """Gives somebody another role; who may do less than before must hold a new team key.

    The old attestation would say what it said for as long as the key that signed it is the team's.
    """
    require_lead(desk)
    with transaction.atomic():
        hold_team()
        responder = responder_named(pseudonym)
        if responder.state != Responder.State.ACTIVE:
            raise Conflict(f"{responder.name} is not in the team at present.")
        if responder.role == role:
            return
        lowered = role != Responder.Role.LEAD
        if lowered:
            _check_not_only_lead(responder)
        responder.role = Responder.Role(role)
        responder.save(update_fields=["role"])
        give_team_key(present_key_of(desk.team_secret), desk.team_secret, responder)
        _log_role(desk, responder, now)
        if lowered:
            ask_for_successor(desk, now)
        else:
            ask_again_if_asked(desk, now)


def _log_role(desk: Desk, responder: Responder, now: datetime) -> None:
    log_act(
        LogEntry.Act.JOINED,
        actor=desk.responder.pseudonym,
        now=now,
        subject=responder.pseudonym,
        detail=responder.role,
    )


def _invite(
    desk: Desk, name: str, role: Responder.Role, responder: Responder | None, now: datetime
) -> Invited:
    code, until = new_code(secrets.choice), now + INVITED_FOR
    Invitation.objects.filter(expires_at__lt=now, used_at=None).delete()
    Invitation.objects.create(
        name=name,
        role=role,
        digest=_digest(code),
        responder=responder,
        made_by=desk.responder,
        expires_at=until,
    )
    return Invited(code, until)


def _digest(code: str) -> bytes:
    """77 random bits need no slow derivation."""
    return hashlib.sha256(f"vigie invitation {code}".encode()).digest()


def _open_invitation(now: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(used_at=None, expires_at__gt=now)


def _invitation_of(words: str, now: datetime) -> Invitation:
    code = read_code(words)
    found = code and _open_invitation(now).filter(digest=_digest(code)).first()
    if not found:
        raise NotFound(UNKNOWN_WORDS)
    return found


def _newcomer(invitation: Invitation) -> Responder:
    """A new row, or the one of who comes back, without what the lost passphrase opened."""
    known = invitation.responder
    if known is None:
        if Responder.objects.filter(name=invitation.name).exists():
            raise BadInput(f"There is already somebody called {invitation.name}; ask a lead.")
        role = invitation.role
        return Responder(name=invitation.name, role=role, pseudonym=new_reference("R"))
    _check_not_only_lead(known)
    DeskVisit.objects.filter(responder=known).delete()
    known.teamwrap_set.all().delete()
    known.passkeys.all().delete()
    return known


def _check_not_only_lead(responder: Responder) -> None:
    if is_only_lead(responder):
        raise NotAllowed(f"{responder.name} is the only lead: make somebody else a lead first.")


def _fingerprint(responder: Responder) -> str:
    message = responder_message(responder.pseudonym, responder.role, responder.recipient)
    return fingerprint(message, bytes.fromhex(installation().code_salt))


def _waiting_one(pseudonym: str) -> Responder:
    responder = responder_named(pseudonym)
    if responder.state != Responder.State.WAITING:
        raise Conflict(f"{responder.name} is not waiting to be let in.")
    return responder


def _waiting_rows() -> Iterator[WaitingRow]:
    for each in Responder.objects.filter(state=Responder.State.WAITING):
        back = was_in_the_team(each)
        asked = each.invitation_set if back else Invitation.objects.filter(name=each.name)
        used = asked.exclude(used_at=None).order_by("-used_at").first()
        if used is not None and used.used_at is not None:
            words = _fingerprint(each)
            yield WaitingRow(each.pseudonym, each.name, each.role, words, used.used_at, back)
