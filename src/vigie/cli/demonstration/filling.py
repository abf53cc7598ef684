"""Makes the demonstration's installation and sends its testimonies through the real pipeline."""

import time
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from vigie.cli import ready as ready
from vigie.cli.demonstration.notes import Login, Notes, load, save
from vigie.evidence.installation import Organisation, write_private
from vigie.flows.place import folder
from vigie.flows.setup import make_installation, new_worker_secret
from vigie.flows.team.people import add_responder
from vigie.flows.witness import (
    IncomingFile,
    WitnessSession,
    receive_files,
    save_page,
    send_off,
    start_testimony,
)
from vigie.flows.worker import open_worker, work_once
from vigie.kernel.errors import Misconfigured
from vigie.store.campaigns import Campaign
from vigie.store.people import Responder
from vigie.store.testimonies import Testimony

HERE = Path(__file__).parent
ORGANISATION = Organisation("Association Lanterne (exemple)", "signalements@example.org", "3018")
OPENED_BEFORE = timedelta(days=3)
LOGINS = (
    ("camille", Responder.Role.LEAD, "lanterne au bout du quai"),
    ("noor", Responder.Role.LISTENER, "marée haute avant minuit"),
)
PAGE_OF = {
    "urgent": ("urgent", "contact_way", "contact_when", "contact_avoid"),
    "what": ("teller", "happenings", "narrative"),
    "when": ("when", "still_going"),
    "ages": ("age_then", "age_now", "knew_age"),
    "who": ("account", "account_platform", "other_accounts"),
    "acts": ("asked", "sent", "published"),
    "attacks": ("attacked", "attacks"),
    "wants": ("wants", "own_pseudonym", "consent_pseudonym", "could_guess"),
}


def make() -> None:
    """Keys older than the oldest testimony, database, two responders, one campaign."""
    now = datetime.now(tz=UTC)
    secret = new_worker_secret()
    made = make_installation(folder(), ORGANISATION, secret, now - OPENED_BEFORE)
    write_private(folder() / "worker.secret", secret.encode() + b"\n")
    logins = []
    for name, role, passphrase in LOGINS:
        _, totp = add_responder(name, passphrase, role, made.team_secret)
        logins.append(Login(name, role.value, passphrase, totp))
    call = _script()["campaign"]
    Campaign.objects.create(**call, opens_on=(now - OPENED_BEFORE).date())
    work_once(open_worker("demo"), now)
    save(folder(), Notes(tuple(logins)))


def send() -> None:
    """Sends what is not sent yet, then watches the worker read it; a bar shows both."""
    notes = load(folder())
    if notes is None:
        raise Misconfigured("The demonstration is not made yet.")
    told = _script()["testimony"]
    columns = (TextColumn("{task.description:<22}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        sending = progress.add_task("Sending testimonies", total=len(told), completed=notes.sent)
        for testimony in told[notes.sent :]:
            notes = notes.next(testify(testimony, datetime.now(tz=UTC)))
            save(folder(), notes)
            progress.advance(sending)
        reading = progress.add_task("Reading them", total=len(told))
        for left in _left_to_read():
            progress.update(reading, completed=len(told) - left)


def testify(told: Mapping[str, Any], now: datetime) -> str:
    """Sends one testimony page by page, as a witness does; gives its code."""
    then = now - timedelta(hours=told["hours_ago"])
    campaign = _script()["campaign"]["slug"] if told.get("campaign") else None
    started = start_testimony(language=told.get("language", "fr"), campaign=campaign, now=then)
    for page, names in PAGE_OF.items():
        answers = {name: told[name] for name in names if name in told}
        if answers:
            save_page(started.session, page, answers, once=page, now=then)
    _send_files(started.session, told.get("files", ()), then)
    send_off(started.session, then)
    return started.code


def _send_files(session: WitnessSession, names: list[str], then: datetime) -> None:
    uploads = []
    for name in names:
        incoming = IncomingFile(Path(name).name)
        incoming.write((HERE / name).read_bytes())
        uploads.append(incoming.finish())
    if uploads:
        receive_files(session, uploads, once="files", now=then)


def _left_to_read() -> Iterator[int]:
    while True:
        left = Testimony.objects.exclude(read_after=None).count()
        yield left
        if not left:
            return
        time.sleep(0.3)


def _script() -> dict[str, Any]:
    return tomllib.loads((HERE / "testimonies.toml").read_text())
