"""The supervisor: what dies is started again, without leftovers and without a storm."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from vigie.cli.up import Household, Restart

CHILD = (
    "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
)


@pytest.fixture
def household() -> Household:
    """A household with no process yet."""
    return Household("127.0.0.1", 8340)


def children_of(group: int) -> list[int]:
    """The processes of a group that are not zombies."""
    found = []
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = each.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(int(each.parent.name))
    return found


def test_what_a_dead_process_left_behind_ends_before_it_is_started_again(
    household: Household, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    dead = subprocess.Popen([sys.executable, "-c", CHILD], start_new_session=True)
    until = time.monotonic() + 10
    while len(children_of(dead.pid)) < 2 and time.monotonic() < until:
        time.sleep(0.02)
    started: list[str] = []
    monkeypatch.setattr(household, "start", started.append)
    household.running["intake"] = dead
    os.kill(dead.pid, signal.SIGKILL)
    dead.wait()

    household.look_after(1000.0)

    while children_of(dead.pid) and time.monotonic() < until:
        time.sleep(0.02)
    assert started == ["intake"]
    assert children_of(dead.pid) == []
    assert capsys.readouterr().err == "vigie: intake ended (-9); restarting now\n"


def test_what_dies_again_and_again_waits_longer_and_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    again, now, waits = Restart(), 1000.0, []
    for _ in range(8):
        died = now
        while not again.is_due(now, "worker", 2):
            now += 0.5
        waits.append(now - died)
        now += 0.5

    assert waits == [0, 2, 4, 8, 16, 32, 60, 60]
    assert len(capsys.readouterr().err.splitlines()) == 8


def test_what_ran_for_a_minute_starts_again_at_once() -> None:
    again = Restart()
    again.is_due(1000.0, "worker", -9)

    assert again.is_due(2000.0, "worker", -9)
