"""Responders: joining, logging in with passphrase and second factor, visiting, leaving the desk."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

import pyotp
from django.conf import settings
from django.db import transaction

from vigie.evidence.keys import new_identity, recipient_of, unwrap, wrap
from vigie.evidence.passphrases import PassphraseKeys, derive_passphrase
from vigie.evidence.sealing import open_text, seal_text
from vigie.flows.place import new_reference
from vigie.flows.recipients import present_team_key, team_recipient
from vigie.flows.team.attesting import give_team_key, is_attested
from vigie.flows.team.credentials import new_credentials
from vigie.flows.team.held import open_common_key
from vigie.flows.team.second_factor import use_code
from vigie.kernel.errors import BadInput, NotAllowed, NotFound, WrongKey
from vigie.store.keys import TeamKey, TeamWrap
from vigie.store.people import DeskVisit, Responder

REFUSED = "Name, passphrase or code is not right."


@dataclass(frozen=True, slots=True)
class Desk:
    """An unlocked responder in the memory of one request."""

    responder: Responder
    team_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a right passphrase opens; nobody is let in before a second factor was given."""

    responder: Responder
    own_secret: str = field(repr=False)
    totp: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that is open: whose desk, its row, and when a second factor was last given."""

    desk: Desk
    number: int
    proved_at: datetime | None


def add_responder(
    name: str, passphrase: str, role: Responder.Role, team_secret: str
) -> tuple[Responder, str]:
    """A new responder and their TOTP secret, shown once; the team key is wrapped to them."""
    given = new_credentials(passphrase)
    if Responder.objects.filter(name=name).exists():
        raise BadInput(f"There is already a responder called {name}.")
    with transaction.atomic():
        responder = Responder.objects.create(
            name=name, pseudonym=new_reference("R"), role=role, **given.fields
        )
        give_team_key(present_team_key(), team_secret, responder)
    return responder, given.totp


def require_lead(desk: Desk) -> None:
    """Raises NotAllowed unless this is a lead, with a role that the team attested."""
    if desk.responder.role != Responder.Role.LEAD or not is_attested(desk.responder):
        raise NotAllowed("Only a lead of the team may do this; ask one.")


def open_with_passphrase(name: str, passphrase: str) -> Opened:
    """What the passphrase opens; an unknown name takes the same work and gets the same sentence."""
    known = Responder.objects.filter(name=name.replace("\0", ""), state=Responder.State.ACTIVE)
    responder = known.first()
    trusted = responder or _decoy()
    keys = derive_passphrase(passphrase, bytes(trusted.salt))
    right = hmac.compare_digest(keys.login_digest, bytes(trusted.login_digest))
    totp = _totp_secret(trusted, keys)
    if responder is None or not right or totp is None:
        raise NotAllowed(REFUSED)
    return Opened(responder, unwrap(bytes(responder.locked_key), keys.secret), totp)


def unlock(name: str, passphrase: str, totp: str, now: datetime) -> Desk:
    """Passphrase opens, second factor admits; raises NotAllowed with one sentence for any cause."""
    return _admitted(open_with_passphrase(name, passphrase), totp, now)


def _admitted(opened: Opened, code: str, now: datetime) -> Desk:
    if not use_code(opened.responder, opened.totp, code, now):
        raise NotAllowed(REFUSED)
    return Desk(opened.responder, team_secret_of(opened))


def team_secret_of(opened: Opened) -> str:
    """The team key that was signed, as wrapped to a responder; a planted one is passed over."""
    recipient = team_recipient()
    mine = TeamWrap.objects.filter(responder=opened.responder, team_key__recipient=recipient)
    team = mine.first()
    secret = unwrap(bytes(team.wrapped), opened.own_secret) if team is not None else None
    if secret is None or recipient_of(secret) != recipient:
        raise NotAllowed("This responder has no team key yet; ask a lead.")
    if not is_attested(opened.responder):
        raise NotAllowed("The team never gave this responder that role; ask a lead.")
    return secret


def log_in(name: str, passphrase: str, totp: str, now: datetime) -> str:
    """Opens a visit to the desk; the value given is for the cookie and is kept nowhere else."""
    opened = open_with_passphrase(name, passphrase)
    return open_visit(_admitted(opened, totp, now), opened.totp, now, proved_at=now)


def open_visit(
    desk: Desk,
    totp: str,
    now: datetime,
    *,
    proved_at: datetime | None,
    challenge: bytes | None = None,
) -> str:
    """A visit under a new secret, which is given back for the cookie; with a challenge it waits."""
    secret, recipient = new_identity()
    DeskVisit.objects.filter(last_seen__lt=now - _idle()).delete()
    DeskVisit.objects.create(
        digest=cookie_digest(secret),
        responder=desk.responder,
        locked_team_key=wrap(desk.team_secret, recipient),
        locked_totp=seal_text(totp, recipient),
        last_seen=now,
        challenge=challenge,
        proved_at=proved_at,
    )
    return secret


def visitor(cookie: str, now: datetime) -> Desk | None:
    """The visitor of a cookie; None when it is unknown, or idle for 15 minutes."""
    visit = visit_of(cookie, now)
    return visit.desk if visit is not None else None


def visit_of(cookie: str, now: datetime) -> Visit | None:
    """The visit of a cookie; None when unknown, idle for 15 minutes, or waiting for a passkey.

    A visit seen in time to come was written by a clock gone wrong, and ends as well.
    """
    known = DeskVisit.objects.filter(digest=cookie_digest(cookie), challenge=None)
    visit = known.select_related("responder").first()
    if visit is None:
        return None
    active = visit.responder.state == Responder.State.ACTIVE
    if not active or abs(now - visit.last_seen) > _idle():
        visit.delete()
        return None
    if now - visit.last_seen > timedelta(seconds=30):
        DeskVisit.objects.filter(pk=visit.pk).update(last_seen=now)
    try:
        desk = Desk(visit.responder, unwrap(bytes(visit.locked_team_key), cookie))
    except WrongKey:
        return None
    return Visit(desk, visit.pk, visit.proved_at) if _still_holds(desk) else None


def _still_holds(desk: Desk) -> bool:
    """Whether a visit holds the present team key, in a role that this key attests."""
    present = recipient_of(desk.team_secret) == team_recipient()
    return present and is_attested(desk.responder)


def log_out(cookie: str) -> None:
    """Ends a visit; the team key it kept is gone with it."""
    DeskVisit.objects.filter(digest=cookie_digest(cookie)).delete()


def link_key(desk: Desk) -> bytes:
    """The link key, for the team; raises NotFound."""
    return open_common_key("link", bytes(_key_of(desk).wrapped_link_key), desk.team_secret)


def print_key(desk: Desk) -> bytes:
    """The key of what copies are found by, which no process holds; raises NotFound."""
    return open_common_key("print", bytes(_key_of(desk).wrapped_print_key), desk.team_secret)


def _key_of(desk: Desk) -> TeamKey:
    key = TeamKey.objects.filter(recipient=recipient_of(desk.team_secret)).first()
    if key is None:
        raise NotFound("The team key of this visit is no longer known.")
    return key


def cookie_digest(cookie: str) -> bytes:
    """What the database keeps of a visit's cookie."""
    return hashlib.sha256(cookie.encode()).digest()


def _idle() -> timedelta:
    return timedelta(seconds=settings.SESSION_IDLE_SECONDS)


def _totp_secret(responder: Responder, keys: PassphraseKeys) -> str | None:
    """Opened whether or not the passphrase is right, so that both take the same time."""
    try:
        return open_text(bytes(responder.locked_totp), keys.secret)
    except WrongKey:
        return None


@lru_cache(maxsize=1)
def _decoy() -> Responder:
    """Somebody who does not exist and whom no passphrase opens."""
    _, recipient = new_identity()
    return Responder(
        salt=secrets.token_bytes(16),
        login_digest=secrets.token_bytes(32),
        locked_totp=seal_text(pyotp.random_base32(), recipient),
    )
