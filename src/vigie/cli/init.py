"""`vigie init`: the keys, the database and the first responder of an installation."""

import os
import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from vigie.cli import ready as ready
from vigie.cli.asking import ask_new_passphrase
from vigie.evidence.installation import Organisation, write_private
from vigie.flows.place import folder
from vigie.flows.setup import make_installation, new_worker_secret
from vigie.flows.team.people import add_responder
from vigie.flows.worker import open_worker, work_once
from vigie.store.people import Responder


def init(
    organisation: Annotated[str, typer.Option(help="Name that witnesses see.")],
    email: Annotated[str, typer.Option(help="Address for platforms' answers.")],
    lead: Annotated[str, typer.Option(help="Name of the first responder, a lead.")],
    phone: Annotated[str, typer.Option(help="Number that witnesses may call.")] = "",
) -> None:
    """Makes the keys, the database and the first responder; asks for a passphrase."""
    os.umask(0o077)
    passphrase = ask_new_passphrase(lead)
    now = datetime.now(tz=UTC)
    worker_secret = new_worker_secret()
    made = make_installation(folder(), Organisation(organisation, email, phone), worker_secret, now)
    _, totp = add_responder(lead, passphrase, Responder.Role.LEAD, made.team_secret)
    write_private(folder() / "worker.secret", worker_secret.encode() + b"\n")
    work_once(open_worker("init"), now)
    sys.stdout.write(
        f"Installation made in {folder()}.\n"
        f"Second factor of {lead}: {totp} (enter it in an authenticator now; it is not kept)\n"
        f"Worker's boot secret: {folder() / 'worker.secret'}\n"
        "  Move it off this disk and give it with VIGIE_WORKER_SECRET_FILE: whoever has the disk\n"
        "  and this file can read what is not yet read.\n"
        f"Make the recovery key, on paper: vigie keys recovery make --as {lead}\n"
        "Before it opens, record what your organisation decides: vigie decide\n"
        "Then start with: vigie up\n"
    )
