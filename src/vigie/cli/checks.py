"""What a listening process needs before it starts, checked in its parent, said in one message."""

import os
import socket
import subprocess
import sys
from functools import cache
from pathlib import Path

from vigie.evidence.installation import load_installation, load_intake_keys, refuse_while_restoring
from vigie.kernel.errors import Misconfigured
from vigie.site.environment import read_environment

ASKS_FIRST = ("intake", "desk")
"""The processes that do not open before the organisation has decided what it must."""


def check(process: str, host: str, port: int) -> None:
    """Raises Misconfigured when this process could not start."""
    environment = read_environment()
    refuse_while_restoring(environment.data)
    load_installation(environment.data)
    if process == "intake":
        load_intake_keys(environment.data)
    if process in ASKS_FIRST and not environment.demo:
        check_decisions(environment.data)
    _check_port(host, port)


@cache
def check_decisions(folder: Path) -> None:
    """Raises Misconfigured with what is still to be decided and the command for each.

    Asked in a process of its own: this one must not have opened the database before it serves.
    """
    ended = subprocess.run(
        [sys.executable, "-m", "vigie.cli", "decide", "--missing"],
        env={**os.environ, "VIGIE_DATA": str(folder), "VIGIE_PROCESS": "tools"},
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.stdout:
        raise Misconfigured(
            "the organisation has not decided all it must; nothing was opened. Record:\n"
            f"{ended.stdout}'vigie decide' lists all; VIGIE_DEMO=1 opens for invented testimonies."
        )
    if ended.returncode:
        last = (ended.stderr.strip().splitlines() or ["no reason was given"])[-1]
        raise Misconfigured(f"The decisions of the organisation cannot be read: {last}")


def _check_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Misconfigured(
                f"Port {port} of {host} is in use; choose one with --port."
            ) from error
