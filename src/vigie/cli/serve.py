"""The three processes that listen: intake, desk, partners; each by granian, WSGI only."""

import os
from typing import Annotated

import typer
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from vigie.cli.checks import check

Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(help="Port to listen on.")]
Workers = Annotated[int, typer.Option(help="Processes that answer.")]


def intake(host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 1) -> None:
    """Serves the witness pages."""
    serve("intake", host, port, workers)


def desk(host: Host = "127.0.0.1", port: Port = 8001, workers: Workers = 1) -> None:
    """Serves the responders' desk."""
    serve("desk", host, port, workers)


def partners(host: Host = "127.0.0.1", port: Port = 8002, workers: Workers = 1) -> None:
    """Serves the public figures."""
    serve("partners", host, port, workers)


def serve(process: str, host: str, port: int, workers: int) -> None:
    """Listens until stopped; no address is logged. Raises Misconfigured before it listens."""
    os.environ["VIGIE_PROCESS"] = process
    check(process, host, port)
    Server(
        "vigie.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=64,
        backlog=1024,
        log_level=LogLevels.error,
        log_access=False,
        respawn_failed_workers=True,
    ).serve()
