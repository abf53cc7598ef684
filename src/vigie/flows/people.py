"""Responders: joining, logging in with passphrase and second factor, visiting, leaving the desk."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp
from django.conf import settings
from django.db import transaction
from django.db.models import F

from vigie.evidence.keys import new_identity, recipient_of, unwrap, wrap
from vigie.evidence.passphrases import check_strength, derive_passphrase
from vigie.evidence.sealing import open_text, seal_text
from vigie.flows.place import new_reference
from vigie.flows.recipients import team_recipient
from vigie.flows.signatures import team_signer
from vigie.kernel.errors import BadInput, NotAllowed, NotFound, WrongKey
from vigie.store.keys import TeamKey, TeamWrap
from vigie.store.people import DeskVisit, Responder

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
REFUSED = "Name, passphrase or code is not right."
TOO_MANY = "Too many tries for this name: wait 15 minutes."


@dataclass(frozen=True, slots=True)
class Desk:
    """An unlocked responder in the memory of one request."""

    responder: Responder
    team_secret: str


def add_responder(
    name: str, passphrase: str, role: Responder.Role, team_secret: str
) -> tuple[Responder, str]:
    """A new responder and their TOTP secret, shown once; the team key is wrapped to them."""
    check_strength(passphrase)
    if Responder.objects.filter(name=name).exists():
        raise BadInput(f"There is already a responder called {name}.")
    salt = secrets.token_bytes(16)
    keys = derive_passphrase(passphrase, salt)
    secret, recipient = new_identity()
    totp, pseudonym = pyotp.random_base32(), new_reference("R")
    with transaction.atomic():
        responder = Responder.objects.create(
            name=name,
            pseudonym=pseudonym,
            role=role,
            salt=salt,
            login_digest=keys.login_digest,
            recipient=recipient,
            locked_key=wrap(secret, keys.recipient),
            locked_totp=seal_text(totp, keys.recipient),
            attestation=team_signer(team_secret)(responder_message(pseudonym, role, recipient)),
        )
        TeamWrap.objects.create(
            team_key=TeamKey.objects.get(recipient=recipient_of(team_secret)),
            responder=responder,
            wrapped=wrap(team_secret, recipient),
        )
    return responder, totp


def responder_message(pseudonym: str, role: str, recipient: str) -> bytes:
    """What the team signs when it lets somebody in, or changes what they may do."""
    return f"vigie responder {pseudonym} {role} {recipient}".encode()


def unlock(name: str, passphrase: str, totp: str, now: datetime) -> Desk:
    """Passphrase opens, second factor admits; raises NotAllowed with one sentence for any cause."""
    known = Responder.objects.filter(name=name.replace("\0", ""), state=Responder.State.ACTIVE)
    responder = known.first()
    if responder is None:
        derive_passphrase(passphrase, b"\0" * 16)
        raise NotAllowed(REFUSED)
    if responder.locked_until is not None and responder.locked_until > now:
        raise NotAllowed(TOO_MANY)
    keys = derive_passphrase(passphrase, bytes(responder.salt))
    right = hmac.compare_digest(keys.login_digest, bytes(responder.login_digest))
    step = _totp_step(responder, keys.secret, totp, now) if right else None
    if step is None or not _use_step(responder, step):
        _count_failure(responder, now)
        raise NotAllowed(REFUSED)
    own = unwrap(bytes(responder.locked_key), keys.secret)
    return Desk(responder, _team_secret(responder, own))


def _team_secret(responder: Responder, own: str) -> str:
    """The team key that was signed, as wrapped to a responder; a planted one is passed over."""
    recipient = team_recipient()
    team = TeamWrap.objects.filter(responder=responder, team_key__recipient=recipient).first()
    secret = unwrap(bytes(team.wrapped), own) if team is not None else None
    if secret is None or recipient_of(secret) != recipient:
        raise NotAllowed("This responder has no team key yet; ask a lead.")
    return secret


def log_in(name: str, passphrase: str, totp: str, now: datetime) -> str:
    """Opens a visit to the desk; the value given is for the cookie and is kept nowhere else."""
    desk = unlock(name, passphrase, totp, now)
    secret, recipient = new_identity()
    DeskVisit.objects.filter(last_seen__lt=now - _idle()).delete()
    DeskVisit.objects.create(
        digest=_digest(secret),
        responder=desk.responder,
        locked_team_key=wrap(desk.team_secret, recipient),
        last_seen=now,
    )
    return secret


def visitor(cookie: str, now: datetime) -> Desk | None:
    """The visitor of a cookie; None when it is unknown, or idle for 15 minutes."""
    visit = DeskVisit.objects.filter(digest=_digest(cookie)).select_related("responder").first()
    if visit is None:
        return None
    if visit.responder.state != Responder.State.ACTIVE or visit.last_seen < now - _idle():
        visit.delete()
        return None
    if now - visit.last_seen > timedelta(seconds=30):
        DeskVisit.objects.filter(pk=visit.pk).update(last_seen=now)
    try:
        return Desk(visit.responder, unwrap(bytes(visit.locked_team_key), cookie))
    except WrongKey:
        return None


def log_out(cookie: str) -> None:
    """Ends a visit; the team key it kept is gone with it."""
    DeskVisit.objects.filter(digest=_digest(cookie)).delete()


def link_key(desk: Desk) -> bytes:
    """The link key, for the team; raises NotFound."""
    key = TeamKey.objects.filter(recipient=recipient_of(desk.team_secret)).first()
    if key is None:
        raise NotFound("The team key of this visit is no longer known.")
    return bytes.fromhex(open_text(bytes(key.wrapped_link_key), desk.team_secret))


def _idle() -> timedelta:
    return timedelta(seconds=settings.SESSION_IDLE_SECONDS)


def _digest(cookie: str) -> bytes:
    return hashlib.sha256(cookie.encode()).digest()


def _totp_step(responder: Responder, secret: str, code: str, now: datetime) -> int | None:
    """The 30-second step that a code belongs to (RFC 6238), one before and after allowed."""
    totp = pyotp.TOTP(open_text(bytes(responder.locked_totp), secret))
    present = int(now.timestamp()) // 30
    given = "".join(code.split())
    for step in (present, present - 1, present + 1):
        if hmac.compare_digest(totp.at(step * 30).encode(), given.encode()):
            return step
    return None


def _use_step(responder: Responder, step: int) -> bool:
    """A code serves once: its step must be later than the last one used."""
    used = Responder.objects.filter(pk=responder.pk, totp_last_step__lt=step).update(
        totp_last_step=step, failures=0, locked_until=None
    )
    return used == 1


def _count_failure(responder: Responder, now: datetime) -> None:
    """The database counts, so that tries made at the same time count each."""
    mine = Responder.objects.filter(pk=responder.pk)
    mine.update(failures=F("failures") + 1)
    mine.filter(failures__gte=MOST_FAILURES).update(failures=0, locked_until=now + LOCKED_FOR)
