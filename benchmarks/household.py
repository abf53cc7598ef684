"""An installation of its own in a temporary folder, and its processes, for the benchmarks."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src"


@dataclass(slots=True)
class Place:
    """A folder with an installation, and the environment its processes need."""

    folder: Path
    port: int
    environment: dict[str, str]
    totp: str = ""

    @property
    def log(self) -> Path:
        """Where the processes write: beside the folder, that a full disk does not silence them."""
        return self.folder.parent / "processes.log"

    def run(self, *command: str, stdin: str = "", check: bool = True) -> str:
        """Runs one command to its end; raises when it fails, unless told not to."""
        ended = subprocess.run(
            [sys.executable, "-m", "vigie.cli", *command],
            env=self.environment, input=stdin, text=True, capture_output=True, check=check,
        )  # fmt: skip
        return ended.stdout

    def start(
        self, name: str, *arguments: str, more: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Starts one process in a group of its own, with more variables when given."""
        command = [sys.executable, "-m", "vigie.cli", name, *arguments]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                env={**self.environment, **(more or {})},
                start_new_session=True,
                stdout=log,
                stderr=log,
            )

    def start_intake(self, workers: int = 2) -> subprocess.Popen[bytes]:
        """Starts the intake processes and waits until they answer."""
        started = self.start("intake", "--port", str(self.port), "--workers", str(workers))
        wait_until_served(self.port)
        return started


def wait_until_served(port: int, seconds: float = 60) -> None:
    """Waits until a process answers on a port; raises TimeoutError."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/sante/", timeout=1).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"no process answers on port {port}")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def kill(process: subprocess.Popen[bytes]) -> None:
    """`kill -9` of a process and its children, which are ours."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def place(more: Mapping[str, str] | None = None) -> Iterator[Place]:
    """A new installation, removed at the end; with more variables when given."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="vigie-") as temporary:
        folder = Path(temporary) / "data"
        environment = {
            **os.environ,
            "PYTHONPATH": str(SOURCE),
            "VIGIE_DATA": str(folder),
            "VIGIE_DEMO": "1",
            **(more or {}),
        }
        made = Place(folder, port, environment)
        told = made.run(
            "init", "--organisation", "Banc d'essai", "--email", "banc@example.org",
            "--lead", "camille", stdin="une phrase de passe longue\n",
        )  # fmt: skip
        made.totp = told.split("Second factor of camille: ")[1].split()[0]
        yield made
