"""`vigie demo`: makes a data folder with invented testimonies and serves it on this machine."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import pyotp
import typer

from vigie.cli.demonstration.notes import Notes, load
from vigie.cli.up import Household
from vigie.kernel.errors import VigieError


def demo(
    port: Annotated[
        int, typer.Option(help="Witness pages; the desk is at +1, the figures at +2.")
    ] = 8000,
) -> None:
    """Serves a demonstration on 127.0.0.1; its data are in ./data/demo, or in VIGIE_DATA."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    os.umask(0o077)
    folder = Path(os.environ.setdefault("VIGIE_DATA", "data/demo")).absolute()
    os.environ.update(VIGIE_DATA=str(folder), VIGIE_DEMO="1")
    if load(folder) is None:
        sys.stderr.write("Making keys and a data folder…\n")
        step("make")
    household = Household("127.0.0.1", port)
    household.check()
    try:
        household.start("intake")
        if not household.wait_until_served():
            raise VigieError(f"The witness pages do not answer on port {port}.")
        for name in ("desk", "partners", "worker"):
            household.start(name)
        notes = load(folder)
        if notes is not None:
            sys.stdout.write(welcome(notes, port))
            sys.stdout.flush()
        step("send")
        sys.stdout.write("All testimonies are read. Stop with Ctrl-C.\n")
        sys.stdout.flush()
        household.keep_alive()
    finally:
        household.stop()


def step(name: str) -> None:
    """Runs one step of the demonstration in a process of its own."""
    command = [sys.executable, "-m", "vigie.cli.demonstration", name]
    ended = subprocess.run(command, env={**os.environ, "VIGIE_PROCESS": "tools"}, check=False)
    if ended.returncode:
        raise VigieError("The demonstration could not be made; remove its folder and try again.")


def welcome(notes: Notes, port: int) -> str:
    """The addresses, the logins and a current second-factor code each."""
    lines = [
        "",
        f"  Witness pages   http://127.0.0.1:{port}/",
        f"  A campaign      http://127.0.0.1:{port}/c/balance-ta-story/",
        f"  The desk        http://127.0.0.1:{port + 1}/desk/",
        f"  Public figures  http://127.0.0.1:{port + 2}/observatory/",
        "",
    ]
    for login in notes.logins:
        code = pyotp.TOTP(login.totp).now()
        lines.append(
            f"  {login.name} ({login.role}): passphrase '{login.passphrase}', code {code}"
            f" (later codes: any authenticator with {login.totp})"
        )
    if notes.code:
        lines.append(f"  A witness's code: {notes.code}")
    return "\n".join([*lines, "", ""])
