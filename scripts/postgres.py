"""A PostgreSQL of one's own for the tests: made in a temporary folder, gone at the end."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 30.0
QUICK_NOT_DURABLE = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")


def programs() -> Path | None:
    """The folder of PostgreSQL's newest programs on this machine, or None."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((each.parent for each in installed), key=_version, default=None)


@contextmanager
def throw_away_postgres(folder: Path) -> Iterator[str]:
    """Runs a server from the programs in `folder`; gives its address, as VIGIE_DATABASE_URL."""
    password, port = secrets.token_urlsafe(16), _free_port()
    with tempfile.TemporaryDirectory(prefix="vigie-postgres-") as place:
        _make_cluster(folder, Path(place), password)
        server = _start(folder, Path(place), port)
        try:
            _wait(folder, port, server)
            yield f"postgresql://vigie:{password}@127.0.0.1:{port}/postgres"
        finally:
            server.terminate()
            server.wait(START_SECONDS)


def _version(programs: Path) -> int:
    name = programs.parent.name
    return int(name) if name.isdigit() else 0


def _owner() -> str | None:
    """PostgreSQL refuses to run as root: then its own user runs it."""
    return "postgres" if os.geteuid() == 0 else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _make_cluster(folder: Path, place: Path, password: str) -> None:
    secret = place / "password"
    secret.write_text(password)
    owner = _owner()
    for each in (place, secret):
        if owner is not None:
            shutil.chown(each, owner)
    subprocess.run(
        [
            folder / "initdb",
            f"--pgdata={place / 'cluster'}",
            "--username=vigie",
            f"--pwfile={secret}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ],
        check=True,
        capture_output=True,
        cwd=place,
        user=_owner(),
    )


def _start(folder: Path, place: Path, port: int) -> subprocess.Popen[bytes]:
    settings = (
        "listen_addresses=127.0.0.1",
        f"port={port}",
        f"unix_socket_directories={place}",
        *QUICK_NOT_DURABLE,
    )
    options = [part for each in settings for part in ("-c", each)]
    with (place / "log").open("wb") as log:
        return subprocess.Popen(
            [folder / "postgres", "-D", place / "cluster", *options],
            stdout=log,
            stderr=log,
            cwd=place,
            user=_owner(),
        )


def _wait(folder: Path, port: int, server: subprocess.Popen[bytes]) -> None:
    asked = [str(folder / "pg_isready"), "--quiet", "--host=127.0.0.1", f"--port={port}"]
    until = time.monotonic() + START_SECONDS
    while subprocess.run(asked, check=False).returncode != 0:
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError("the throw-away PostgreSQL did not start")
        time.sleep(0.1)
