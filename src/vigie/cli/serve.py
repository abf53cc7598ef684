"""The three processes that listen: intake, desk, partners; granian in front, our door behind it."""

import os
import resource
from typing import Annotated

import typer
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from vigie.cli.checks import check
from vigie.site.memory import keep_memory_private

Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(help="Port to listen on.")]
Workers = Annotated[int, typer.Option(help="Processes that answer.")]
CONNECTIONS = 8192
HEADER_SECONDS = 10


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
    """Listens until stopped; no address is logged. Raises Misconfigured before it listens.

    A connection that is idle or slow with its headers is closed after ten seconds.
    """
    os.environ["VIGIE_PROCESS"] = process
    keep_memory_private()
    check(process, host, port)
    Server(
        "vigie.site.rsgi:door",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000),
        websockets=False,
        workers=workers,
        backlog=1024,
        backpressure=_connections(),
        log_level=LogLevels.error,
        log_access=False,
        respawn_failed_workers=True,
    ).serve()


def _connections() -> int:
    """How many connections a process may hold: as many as the system lets it, up to 8,192."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + 1024
    files = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    return max(64, files - 1024)
