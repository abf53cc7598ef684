"""An installation of its own in a temporary folder, and its real processes on loopback."""

import http.client
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pyotp

SOURCE = Path(__file__).resolve().parents[2] / "src"
START_SECONDS = 60.0
STOP_SECONDS = 10.0
STEP_SECONDS = 30


@dataclass(slots=True)
class Responder:
    """An invented responder with an authenticator, which never shows a code twice."""

    name: str
    passphrase: str
    totp: str
    last_step: int = 0
    visit: str = ""

    def code(self) -> str:
        """A code that was not used yet: of this half minute or of the next."""
        while True:
            present = int(time.time()) // STEP_SECONDS
            step = max(self.last_step + 1, present)
            if step <= present + 1:
                self.last_step = step
                return pyotp.TOTP(self.totp).at(step * STEP_SECONDS)
            time.sleep(0.5)


@dataclass(slots=True)
class Household:
    """The folder, the addresses of the processes, and the responders."""

    folder: Path
    exit_url: str
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    responders: dict[str, Responder] = field(default_factory=dict)
    intake_url: str = ""
    desk_url: str = ""
    partners_url: str = ""

    def make(self) -> None:
        """Keys, database, two responders and one campaign; no testimony."""
        self._run("-m", "vigie.cli.demonstration", "make", VIGIE_PROCESS="tools")
        notes = json.loads((self.folder / "demonstration.json").read_text())
        self.responders = {
            each["name"]: Responder(each["name"], each["passphrase"], each["totp"])
            for each in notes["logins"]
        }

    def open_doors(self) -> None:
        """Starts intake, desk and partners together, and waits until all three answer."""
        ports = {name: free_port() for name in ("intake", "desk", "partners")}
        addresses = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
        self.intake_url, self.desk_url = addresses["intake"], addresses["desk"]
        self.partners_url = addresses["partners"]
        for name, port in ports.items():
            self._start(name, "--port", str(port))
        for port in ports.values():
            wait_for(port)

    def another_intake(self, **variables: str) -> str:
        """One more intake process with other settings; gives its address."""
        port = free_port()
        self._start("intake", "--port", str(port), **variables)
        wait_for(port)
        return f"http://127.0.0.1:{port}"

    def broken_intake(self) -> str:
        """One more intake process, on a copy of the folder whose database has lost a table."""
        copy = self.folder.parent / "broken"
        shutil.copytree(self.folder, copy)
        with closing(sqlite3.connect(copy / "vigie.sqlite3")) as database:
            database.execute("DROP TABLE store_wrap")
            database.commit()
        return self.another_intake(VIGIE_DATA=str(copy))

    def work(self) -> None:
        """Lets a real worker process do everything that waits, to its end."""
        self._run("-m", "vigie.cli", "worker", "--once")

    def verify(self, receipt: Path) -> str:
        """What `vigie verify` says of a receipt, with this installation's public log key."""
        return self._run("-m", "vigie.cli", "verify", str(receipt))

    def let_the_claim_end(self, reference: str) -> None:
        """Puts the end of a claim in the past, by a second connection to the database."""
        with closing(sqlite3.connect(self.folder / "vigie.sqlite3", timeout=20)) as database:
            changed = database.execute(
                "UPDATE store_case SET held_until = '2026-01-01 00:00:00' WHERE reference = ?",
                (reference,),
            )
            assert changed.rowcount == 1
            database.commit()

    def let_the_proofs_age(self) -> None:
        """Puts the last second factor of every visit six minutes back."""
        with closing(sqlite3.connect(self.folder / "vigie.sqlite3", timeout=20)) as database:
            database.execute(
                "UPDATE store_deskvisit SET proved_at = datetime(proved_at, '-6 minutes')"
            )
            database.commit()

    def stop(self) -> None:
        """Ends every process with its group, gently, then not."""
        for process in self.running:
            _signal(process, signal.SIGTERM)
        for process in self.running:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()

    def log(self) -> str:
        """What the processes wrote."""
        return (self.folder.parent / "processes.log").read_text()

    def _environment(self, variables: Mapping[str, str]) -> dict[str, str]:
        kept = {name: each for name, each in os.environ.items() if not name.startswith("VIGIE_")}
        return {
            **kept,
            "PYTHONPATH": str(SOURCE),
            "VIGIE_DATA": str(self.folder),
            "VIGIE_DEMO": "1",
            "VIGIE_EXIT_URL": self.exit_url,
            "VIGIE_INTAKE_URL": self.intake_url,
            "VIGIE_PARTNERS_URL": self.partners_url,
            **variables,
        }

    def _run(self, *arguments: str, **variables: str) -> str:
        ended = subprocess.run(
            [sys.executable, *arguments],
            env=self._environment(variables),
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, f"{arguments}: {ended.stdout}\n{ended.stderr}"
        return ended.stdout

    def _start(self, *arguments: str, **variables: str) -> None:
        with (self.folder.parent / "processes.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "vigie.cli", *arguments],
                env=self._environment(variables),
                start_new_session=True,
                stdout=log,
                stderr=log,
            )
        self.running.append(process)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    """Waits until a process says that it is well."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=2)) as line:
                line.request("GET", "/sante/")
                if line.getresponse().status == http.HTTPStatus.OK:
                    return
        except (http.client.HTTPException, OSError):
            time.sleep(0.1)
    raise TimeoutError(f"nobody answers on port {port}")


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return
