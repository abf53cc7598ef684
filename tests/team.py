"""Short ways to a team of several: people who join, and a new team key from end to end."""

from dataclasses import dataclass
from datetime import datetime

import pyotp

from tests.scenes import Login, Told, only_case, tell, work
from vigie.flows import casework
from vigie.flows.queue import claim
from vigie.flows.team.joining import accept, admit, invite
from vigie.flows.team.people import Desk, log_in, unlock, visitor
from vigie.flows.team.rotation import GRACE, ask_rotation, rewrap_some
from vigie.flows.worker import Worker, work_once
from vigie.store.people import Responder

PASSPHRASE = "cinq poires dans un panier"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who joined: what they type, and their row as it was then."""

    pseudonym: str
    name: str
    passphrase: str
    totp: str

    def code(self, now: datetime) -> str:
        """The second factor's code at a time."""
        return pyotp.TOTP(self.totp).at(now)

    def unlocked(self, now: datetime) -> Desk:
        """Their desk, by passphrase and second factor; a code serves once."""
        return unlock(self.name, self.passphrase, self.code(now), now)

    @property
    def row(self) -> Responder:
        """Their row as it is now."""
        return Responder.objects.get(pseudonym=self.pseudonym)


def join(
    desk: Desk, name: str, now: datetime, role: Responder.Role = Responder.Role.LISTENER
) -> Member:
    """Invites somebody, who accepts and is let in."""
    member = knock(desk, name, now, role)
    admit(desk, member.pseudonym, now)
    return member


def knock(
    desk: Desk, name: str, now: datetime, role: Responder.Role = Responder.Role.LISTENER
) -> Member:
    """Invites somebody, who accepts and waits."""
    joining = accept(invite(desk, name, role, now).words, PASSPHRASE, now)
    return Member(joining.pseudonym, name, PASSPHRASE, joining.totp)


def rotated(desk: Desk, worker: Worker, now: datetime) -> None:
    """Asks for a new team key; the worker signs it. What is wrapped to the old one stays so."""
    ask_rotation(desk, now)
    work_once(worker, now)


def rewrapped(desk: Desk, now: datetime) -> datetime:
    """Wraps everything anew, and ends the rotation; gives the time at which it ended."""
    while rewrap_some(desk, now, 100):
        pass
    later = now + GRACE
    rewrap_some(desk, later, 100)
    return later


def again(lead: Login, now: datetime) -> Desk:
    """The lead comes in again after a rotation; a code of the second factor serves once."""
    cookie = log_in(lead.name, lead.passphrase, lead.code(now), now)
    desk = visitor(cookie, now)
    assert desk is not None
    return desk


def a_noted_case(worker: Worker, desk: Desk, now: datetime) -> Told:
    """A testimony that was read, in a case in which the team wrote."""
    told = tell(now, narrative="il insiste", account="@lea.exemple", platform="tiktok")
    work(worker, now)
    reference = only_case(desk, now).reference
    claim(desk, reference, now)
    casework.add_note(desk, reference, "note", "rappeler jeudi", now)
    return told


def broken(*_: object, **__: object) -> None:
    """Stands for the machine that stops."""
    raise RuntimeError("the machine stops here")
