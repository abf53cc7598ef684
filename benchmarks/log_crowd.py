"""Processes that enter acts and that give positions are killed at random: the log stays whole.

    python -m benchmarks.log_crowd [--kills 30] [--postgres]

Prints what was said to be entered, what has a position, and what `check_log` says.
"""

import argparse
import os
import random
import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.household import Place, kill, place
from scripts.postgres import programs, throw_away_postgres
from vigie.cli import ready as ready
from vigie.flows.custody import check_log, log_act, sequence_log
from vigie.flows.worker import open_worker
from vigie.store.custody import LogEntry, LogHead

ENTERING, SEQUENCING = 3, 3
ACTS_A_KILL, MOST_SECONDS = 20, 60


def main() -> None:
    """The crowd, or with a role one of it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=30)
    asked.add_argument("--postgres", action="store_true")
    asked.add_argument("--role", choices=["enter", "sequence", "check"], help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.role:
        {"enter": enter, "sequence": sequence, "check": check}[given.role]()
        return
    with ExitStack() as held:
        if given.postgres:
            folder = programs()
            assert folder is not None
            os.environ["VIGIE_DATABASE_URL"] = held.enter_context(throw_away_postgres(folder))
        home = held.enter_context(place())
        acknowledged = home.folder / "acknowledged"
        crowd(home, given.kills, acknowledged)
        said = len(acknowledged.read_bytes().splitlines())
        print(f"{given.kills} kills; {said} acts acknowledged", flush=True)
        subprocess.run(_command("check"), env=home.environment, check=True)


def crowd(home: Place, kills: int, acknowledged: Path) -> None:
    """Keeps everybody busy, and kills one at a time."""
    roles = ["enter"] * ENTERING + ["sequence"] * SEQUENCING
    with acknowledged.open("ab") as told:

        def start(role: str) -> subprocess.Popen[bytes]:
            return subprocess.Popen(
                _command(role), env=home.environment, start_new_session=True, stdout=told
            )

        running = [(role, start(role)) for role in roles]
        for number in range(1, kills + 1):
            wait_for(acknowledged, ACTS_A_KILL * number)
            time.sleep(random.uniform(0, 0.5))
            role, process = running.pop(random.randrange(len(running)))
            kill(process)
            running.append((role, start(role)))
        for _, process in running:
            kill(process)


def wait_for(acknowledged: Path, lines: int) -> None:
    """Waits until so many acts were said to be entered: nobody is killed before having begun."""
    until = time.monotonic() + MOST_SECONDS
    while len(acknowledged.read_bytes().splitlines()) < lines and time.monotonic() < until:
        time.sleep(0.05)


def _command(role: str) -> list[str]:
    return [sys.executable, "-m", "benchmarks.log_crowd", "--role", role]


def enter() -> None:
    """Enters acts for ever; a line is written once an act is kept."""
    while True:
        entry = log_act(
            LogEntry.Act.OPENED, actor="R-BENCH", now=datetime.now(tz=UTC), subject="D-1"
        )
        os.write(1, f"{entry.pk}\n".encode())


def sequence() -> None:
    """Gives positions for ever, as a worker does; one that comes second goes on."""
    seed = bytes.fromhex(open_worker("bench").vault.log_seed)
    while True:
        if not sequence_log(seed, datetime.now(tz=UTC)):
            time.sleep(0.01)


def check() -> None:
    """Gives the rest its places, and looks at everything."""
    seed, now = bytes.fromhex(open_worker("bench").vault.log_seed), datetime.now(tz=UTC)
    while sequence_log(seed, now):
        pass
    placed = LogEntry.objects.exclude(position=None).count()
    wrong = check_log(True, now)
    heads = LogHead.objects.count()
    print(f"{placed} entries with a position under {heads} heads; wrong: {wrong or 'nothing'}")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
