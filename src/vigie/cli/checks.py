"""What a listening process needs before it starts, checked in its parent, said in one line."""

import socket

from vigie.evidence.installation import load_installation, load_intake_keys
from vigie.kernel.errors import Misconfigured
from vigie.site.environment import read_environment


def check(process: str, host: str, port: int) -> None:
    """Raises Misconfigured when this process could not start."""
    folder = read_environment().data
    load_installation(folder)
    if process == "intake":
        load_intake_keys(folder)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Misconfigured(
                f"Port {port} of {host} is in use; choose one with --port."
            ) from error
