"""Visits to the desk beyond a plain login: the passkey's second page, proving again, ending them.

A visit's secret, and so its cookie, changes whenever a factor was given.
"""

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from vigie.evidence.keys import unwrap, wrap
from vigie.evidence.passphrases import check_strength, derive_passphrase
from vigie.evidence.sealing import open_text, seal_text
from vigie.flows.team.passkeys import Site, check_assertion
from vigie.flows.team.people import (
    REFUSED,
    Desk,
    cookie_digest,
    open_visit,
    open_with_passphrase,
    team_secret_of,
)
from vigie.flows.team.second_factor import use_code
from vigie.kernel.errors import NotAllowed, NotFound, WrongKey
from vigie.store.people import DeskVisit, Passkey, Responder

PROVED_FOR = timedelta(minutes=5)
PASSKEY_WITHIN = timedelta(minutes=5)
CHALLENGE_BYTES = 32
NOT_PROVED = "The code or the passkey is not right; try again."


@dataclass(frozen=True, slots=True)
class Waiting:
    """A right passphrase that waits for its passkey: nothing is unlocked yet."""

    cookie: str = field(repr=False)
    responder: Responder
    challenge: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One open visit of a responder, as their own page lists it."""

    number: int
    last_seen: datetime
    current: bool


def begin_with_passkey(name: str, passphrase: str, now: datetime) -> Waiting:
    """The first of two steps; refuses in the same words whatever is wrong, or without a passkey."""
    opened = open_with_passphrase(name, passphrase)
    if not Passkey.objects.filter(responder=opened.responder).exists():
        raise NotAllowed(REFUSED)
    challenge = secrets.token_bytes(CHALLENGE_BYTES)
    desk = Desk(opened.responder, team_secret_of(opened))
    cookie = open_visit(desk, opened.totp, now, proved_at=None, challenge=challenge)
    return Waiting(cookie, opened.responder, challenge)


def finish_with_passkey(cookie: str, answer: str, site: Site, now: datetime) -> str:
    """The second step: the waiting visit ends whatever comes, and a right answer opens another."""
    waiting = DeskVisit.objects.filter(digest=cookie_digest(cookie)).exclude(challenge=None)
    visit = waiting.select_related("responder").first()
    if visit is None or not _took(visit) or visit.last_seen < now - PASSKEY_WITHIN:
        raise NotAllowed(REFUSED)
    if visit.responder.state != Responder.State.ACTIVE:
        raise NotAllowed(REFUSED)
    check_assertion(visit.responder, answer, site, (bytes(visit.challenge or b""),))
    return _opened_again(visit, cookie, now)


def challenges_of(cookie: str, act: str, now: datetime) -> tuple[bytes, ...]:
    """What an unlocked visit asks of a passkey for an act, now and up to five minutes ago.

    The visit's secret makes it, and that secret changes when it was answered.
    """
    present = int(now.timestamp() // PROVED_FOR.total_seconds())
    texts = (f"vigie passkey {act} {window}" for window in (present, present - 1))
    return tuple(hmac.digest(cookie.encode(), text.encode(), "sha256") for text in texts)


def prove_by_code(cookie: str, code: str, now: datetime) -> str:
    """The second factor again, by code; gives the visit's new cookie."""
    visit = _unlocked(cookie)
    totp = open_text(bytes(visit.locked_totp), cookie) if visit.locked_totp else ""
    if not totp or not use_code(visit.responder, totp, code, now) or not _took(visit):
        raise NotAllowed(NOT_PROVED)
    return _opened_again(visit, cookie, now)


def prove_by_passkey(cookie: str, answer: str, site: Site, now: datetime) -> str:
    """The second factor again, by passkey; gives the visit's new cookie."""
    visit = _unlocked(cookie)
    check_assertion(visit.responder, answer, site, challenges_of(cookie, "prove", now))
    if not _took(visit):
        raise NotAllowed(NOT_PROVED)
    return _opened_again(visit, cookie, now)


def is_fresh(proved_at: datetime | None, now: datetime) -> bool:
    """Whether a second factor was given recently enough for a grave act."""
    return proved_at is not None and abs(now - proved_at) < PROVED_FOR


def visits_of(desk: Desk, current: int, now: datetime) -> tuple[VisitRow, ...]:
    """One's own visits that are still open, the latest first."""
    since = now - timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    rows = DeskVisit.objects.filter(responder=desk.responder, challenge=None, last_seen__gte=since)
    return tuple(VisitRow(r.pk, r.last_seen, r.pk == current) for r in rows.order_by("-last_seen"))


def end_visit(desk: Desk, number: int) -> None:
    """Ends one of one's own visits; raises NotFound."""
    gone, _ = DeskVisit.objects.filter(responder=desk.responder, pk=number).delete()
    if not gone:
        raise NotFound("This visit has ended already.")


def change_passphrase(desk: Desk, current: int, old: str, new: str) -> None:
    """Locks one's own key under another passphrase and ends one's other visits."""
    opened = open_with_passphrase(desk.responder.name, old)
    check_strength(new)
    salt = secrets.token_bytes(16)
    keys = derive_passphrase(new, salt)
    with transaction.atomic():
        Responder.objects.filter(pk=desk.responder.pk).update(
            salt=salt,
            login_digest=keys.login_digest,
            locked_key=wrap(opened.own_secret, keys.recipient),
            locked_totp=seal_text(opened.totp, keys.recipient),
        )
        DeskVisit.objects.filter(responder=desk.responder).exclude(pk=current).delete()


def _unlocked(cookie: str) -> DeskVisit:
    known = DeskVisit.objects.filter(digest=cookie_digest(cookie), challenge=None)
    visit = known.select_related("responder").first()
    if visit is None:
        raise NotAllowed(NOT_PROVED)
    return visit


def _took(visit: DeskVisit) -> bool:
    """Ends a visit; whether this call did, and not another at the same time."""
    return DeskVisit.objects.filter(pk=visit.pk).delete()[0] == 1


def _opened_again(visit: DeskVisit, cookie: str, now: datetime) -> str:
    """The same desk under a new secret, with a second factor given now."""
    try:
        desk = Desk(visit.responder, unwrap(bytes(visit.locked_team_key), cookie))
        totp = open_text(bytes(visit.locked_totp), cookie) if visit.locked_totp else ""
    except WrongKey as error:
        raise NotAllowed(REFUSED) from error
    return open_visit(desk, totp, now, proved_at=now)


def is_inside(responder: Responder, now: datetime) -> bool:
    """Whether somebody has a visit that is open and not idle; looking does not keep it open."""
    since = now - timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    visits = DeskVisit.objects.filter(responder=responder, challenge=None, last_seen__gte=since)
    return visits.exists()
