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
from collections.abc import Iterator
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

    def run(self, *command: str, stdin: str = "") -> str:
        """Runs one command to its end; raises when it fails."""
        ended = subprocess.run(
            [sys.executable, "-m", "vigie.cli", *command],
            env=self.environment, input=stdin, text=True, capture_output=True, check=True,
        )  # fmt: skip
        return ended.stdout

    def start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Starts one process in a group of its own."""
        command = [sys.executable, "-m", "vigie.cli", name, *arguments]
        with (self.folder / "processes.log").open("ab") as log:
            return subprocess.Popen(
                command, env=self.environment, start_new_session=True, stdout=log, stderr=log
            )

    def start_intake(self) -> subprocess.Popen[bytes]:
        """Starts the intake process and waits until it answers."""
        started = self.start("intake", "--port", str(self.port), "--workers", "2")
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/sante/", timeout=1).close()
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
            else:
                return started
        raise TimeoutError("the intake process does not answer")


def kill(process: subprocess.Popen[bytes]) -> None:
    """`kill -9` of a process and its children, which are ours."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def place() -> Iterator[Place]:
    """A new installation, removed at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="vigie-") as temporary:
        folder = Path(temporary) / "data"
        environment = {
            **os.environ,
            "PYTHONPATH": str(SOURCE),
            "VIGIE_DATA": str(folder),
            "VIGIE_DEMO": "1",
        }
        made = Place(folder, port, environment)
        made.run(
            "init", "--organisation", "Banc d'essai", "--email", "banc@example.org",
            "--lead", "camille", stdin="une phrase de passe longue\n",
        )  # fmt: skip
        yield made
