"""The four processes under `vigie up`, killed one by one; and the figures, which hold nothing."""

import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from benchmarks.faulty.killed_intake import STORY, tell
from benchmarks.faulty.staging import becomes, end, fault, logged, number, wrongs
from benchmarks.household import Place, place
from benchmarks.walker import Witness

PLACES = {"intake": 0, "desk": 1, "partners": 2}


def child_of(parent: int, word: str) -> int | None:
    """The child of a process whose command holds a word."""
    for each in Path("/proc").glob("[0-9]*"):
        try:
            owner = (each / "stat").read_text().rsplit(")", 1)[1].split()[1]
            command = (each / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if int(owner) == parent and word in command.split():
            return int(each.name)
    return None


def answers(port: int) -> bool:
    """Whether a process answers that it is well."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sante/", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def up(home: Place, act: Callable[[subprocess.Popen[bytes]], str]) -> str:
    """Does something to the four processes under their supervisor."""
    home.port = 8340 + 3 * (os.getpid() % 9)
    process = home.start("up", "--port", str(home.port))
    try:
        for place_ in PLACES.values():
            if not becomes(lambda place_=place_: answers(home.port + place_), True, 90):
                return "it does not answer"
        return act(process)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            end(process)


def killed(name: str) -> str:
    """`kill -9` of the main process of one of the four, its children left behind."""
    with place() as home:

        def act(process: subprocess.Popen[bytes]) -> str:
            one = child_of(process.pid, name)
            if one is None:
                return f"there is no {name}"
            os.kill(one, signal.SIGKILL)
            again = becomes(lambda: child_of(process.pid, name) not in (None, one), True, 60)
            time.sleep(1)
            well = all(
                becomes(lambda place_=place_: answers(home.port + place_), True, 60)
                for place_ in PLACES.values()
            )
            witness = Witness(home.port)
            witness.start()
            tell(witness, "after")
            witness.send_off()
            unread = "SELECT COUNT(*) FROM store_item WHERE state='unread'"
            return wrongs(
                again=(again, True),
                answers=(well, True),
                lines=(logged(home).count(f"vigie: {name} ended (-9); restarting now"), 1),
                text=(STORY in Witness(home.port).come_back(witness.code), True),
                read=(becomes(lambda: number(home, unread), 0, 90), True),
            )

        return up(home, act)


for name in ("intake", "worker", "desk", "partners"):
    fault(f"{name} killed under vigie up", "back by itself in seconds, one line to the operator")(
        lambda name=name: killed(name)
    )


@fault("vigie up itself killed", "its processes end with it, and it starts again on the same ports")
def supervisor_killed() -> str:
    """Nobody is left on the ports."""
    with place() as home:

        def act(process: subprocess.Popen[bytes]) -> str:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            gone = all(
                becomes(lambda place_=place_: answers(home.port + place_), False, 30)
                for place_ in PLACES.values()
            )
            time.sleep(2)
            return wrongs(gone=(gone, True)) or up(home, lambda _: "")

        return up(home, act)
