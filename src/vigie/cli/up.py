"""The four processes on one machine: started, kept alive and stopped together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Annotated

import typer

from vigie.cli.checks import check

Port = Annotated[int, typer.Option(help="Witness pages; the desk is at +1, the figures at +2.")]
Host = Annotated[str, typer.Option(help="Address to listen on.")]
STOP_SECONDS = 8.0
STEADY_SECONDS = 60.0
LONGEST_WAIT_SECONDS = 60.0
PR_SET_PDEATHSIG = 1
SYSTEM = ctypes.CDLL(None)
"""Loaded before any child is made, which must not load anything between fork and exec."""
BOOT_SECRET = ("VIGIE_WORKER_SECRET", "VIGIE_WORKER_SECRET_FILE")


class Household:
    """The four processes and how to keep them alive."""

    def __init__(self, host: str, port: int, extra: Mapping[str, str] | None = None) -> None:
        self.host, self.port = host, port
        self.environment = {**addresses(host, port), **os.environ, **(extra or {})}
        self.commands = {
            "intake": ["intake", "--host", host, "--port", str(port)],
            "desk": ["desk", "--host", host, "--port", str(port + 1)],
            "partners": ["partners", "--host", host, "--port", str(port + 2)],
            "worker": ["worker"],
        }
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.restarts: dict[str, Restart] = {}

    def check(self) -> None:
        """Raises Misconfigured when a process could not start."""
        for place, name in enumerate(("intake", "desk", "partners")):
            check(name, self.host, self.port + place)

    def start(self, name: str) -> None:
        """Starts one process, in a group of its own so that its children end with it."""
        self.running[name] = subprocess.Popen(
            [sys.executable, "-m", "vigie.cli", *self.commands[name]],
            env=self.environment_of(name),
            start_new_session=True,
            preexec_fn=end_with_parent,  # noqa: PLW1509 - no threads here
        )

    def environment_of(self, name: str) -> dict[str, str]:
        """The variables of one process; the worker's boot secret is for the worker alone."""
        kept = {
            variable: value
            for variable, value in self.environment.items()
            if name == "worker" or variable not in BOOT_SECRET
        }
        return {**kept, "VIGIE_PROCESS": name}

    def wait_until_served(self, seconds: float = 30) -> bool:
        """Whether the witness pages answer within a time."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"http://{self.host}:{self.port}/sante/", timeout=1):
                    return True
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        return False

    def keep_alive(self) -> None:
        """Restarts what dies, until stopped."""
        while True:
            time.sleep(1)
            self.look_after(time.monotonic())

    def look_after(self, now: float) -> None:
        """Restarts what died; what dies again and again waits longer each time."""
        for name, process in list(self.running.items()):
            if process.poll() is None:
                continue
            again = self.restarts.setdefault(name, Restart())
            if again.is_due(now, name, process.returncode):
                _signal(process, signal.SIGKILL)
                self.start(name)

    def stop(self) -> None:
        """Stops all of them, gently, then not."""
        for process in self.running.values():
            _signal(process, signal.SIGTERM)
        until = time.monotonic() + STOP_SECONDS
        for process in self.running.values():
            try:
                process.wait(timeout=max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)


class Restart:
    """When to start a process again: at once, then after 2, 4, 8 seconds, up to a minute."""

    def __init__(self) -> None:
        self.wait_seconds = 0.0
        self.due: float | None = None
        self.last = 0.0

    def is_due(self, now: float, name: str, code: int) -> bool:
        """Says once that it ended and when it starts again; true when that time has come."""
        if self.due is None:
            steady = now - self.last > STEADY_SECONDS
            self.wait_seconds = 0.0 if steady else self._longer()
            self.due = now + self.wait_seconds
            when = f"in {self.wait_seconds:.0f} s" if self.wait_seconds else "now"
            sys.stderr.write(f"vigie: {name} ended ({code}); restarting {when}\n")
        if now < self.due:
            return False
        self.due, self.last = None, now
        return True

    def _longer(self) -> float:
        return min(LONGEST_WAIT_SECONDS, 2 * self.wait_seconds or 2.0)


def end_with_parent() -> None:
    """In the child: a supervisor that is killed leaves nobody on its ports (Linux)."""
    if sys.platform == "linux":
        SYSTEM.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


def addresses(host: str, port: int) -> dict[str, str]:
    """Where the public processes are, for the links between them."""
    return {
        "VIGIE_INTAKE_URL": f"http://{host}:{port}",
        "VIGIE_PARTNERS_URL": f"http://{host}:{port + 2}",
    }


def up(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serves the four processes until stopped."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    household = Household(host, port)
    household.check()
    try:
        for name in household.commands:
            household.start(name)
        household.keep_alive()
    finally:
        household.stop()
