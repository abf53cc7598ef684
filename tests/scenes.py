"""Short ways to what most tests begin with: a testimony, a sealed file, a code of today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyotp
from django.db import connection

from vigie.flows import witness
from vigie.flows.queue import QueueRow, queue
from vigie.flows.team.people import Desk
from vigie.flows.witness import IncomingFile, SealedUpload, WitnessSession
from vigie.flows.worker import Worker, work_once
from vigie.store.testimonies import Testimony

TALK = (
    "Lui: salut, tu as quel âge ?\n"
    "Moi: 13 ans\n"
    "Lui: envoie une photo de toi\n"
    "Moi: non\n"
    "Lui: si tu le fais pas je publie tout\n"
)


@dataclass(frozen=True, slots=True)
class Told:
    """A testimony as its witness left it."""

    code: str
    session: WitnessSession
    reference: str


@dataclass(frozen=True, slots=True)
class Login:
    """What a responder types to come in, and the desk that it opens."""

    name: str
    passphrase: str
    totp: str
    desk: Desk

    def code(self, now: datetime) -> str:
        """The second factor's code at a time."""
        return pyotp.TOTP(self.totp).at(now)


def tell(
    now: datetime,
    *,
    account: str = "",
    platform: str = "",
    narrative: str = "",
    files: Iterable[tuple[str, bytes]] = (),
    send: bool = True,
    **answers: Any,  # noqa: ANN401 (any field of Answers)
) -> Told:
    """A testimony in three pages, as a witness leaves them; sent off unless told otherwise."""
    started = witness.start_testimony(language="fr", campaign=None, now=now)
    session = started.session
    who = {"account": account, "account_platform": platform}
    witness.save_page(session, "what", {"narrative": narrative, **answers}, once="w1", now=now)
    witness.save_page(session, "who", who, once="w2", now=now)
    sealed = [upload(name, data) for name, data in files]
    witness.receive_files(session, sealed, once="w3", now=now)
    if send:
        witness.send_off(session, now)
    reference = Testimony.objects.get(pk=session.testimony).reference
    return Told(started.code, session, reference)


def upload(name: str, data: bytes, *, chunk_bytes: int = 65_536) -> SealedUpload:
    """A file sealed as the upload handler does it, chunk by chunk."""
    incoming = IncomingFile(name)
    for start in range(0, len(data), chunk_bytes):
        incoming.write(data[start : start + chunk_bytes])
    return incoming.finish()


def work(worker: Worker, now: datetime) -> None:
    """Lets the worker finish everything that waits."""
    while work_once(worker, now):
        pass


def only_case(desk: Desk, now: datetime) -> QueueRow:
    """The one case of the queue; fails when there are more."""
    (row,) = queue(desk, now)
    return row


def everything_stored() -> bytes:
    """Every value of every table, as the database keeps it; for SQLite its whole file too."""
    kept = b""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (our own tables)
            kept += b"\n".join(_bytes(each) for row in cursor.fetchall() for each in row)
    if connection.vendor == "sqlite":
        kept += connection.connection.serialize()
    return kept


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()
