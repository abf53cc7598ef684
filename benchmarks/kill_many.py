"""A thousand random `kill -9` of short-lived intakes under load: nothing acknowledged is lost.

Usage: python -m benchmarks.kill_many [--kills 1000] [--clients 4]
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.faulty.staging import number
from benchmarks.household import place, wait_until_served
from benchmarks.kill_intake import Load, missing

ROOT = Path(__file__).resolve().parent.parent


def wait_for_answers(load: Load, more: int) -> None:
    """Waits until so many more things were acknowledged, or two seconds: a kill meets work."""
    wanted, until = answered(load) + more, time.monotonic() + 2
    while answered(load) < wanted and time.monotonic() < until:
        time.sleep(0.005)


def answered(load: Load) -> int:
    """How many things were acknowledged so far."""
    return sum(len(witness.told) + 1 for witness in load.acknowledged)


def main() -> None:
    """Kills, counts, reads everything back with its code, and looks at the installation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rng = random.Random(asked.seed)
    with place() as home:
        paths = os.pathsep.join([str(ROOT), home.environment["PYTHONPATH"]])
        intakes = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.short_lived", str(home.port)],
            env={**home.environment, "PYTHONPATH": paths},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert intakes.stdout is not None
        present = int(intakes.stdout.readline())
        wait_until_served(home.port)
        load = Load(home.port, asked.clients)
        load.start()
        for _ in range(asked.kills):
            wait_for_answers(load, rng.randrange(8))
            time.sleep(rng.uniform(0, 0.15))
            os.kill(present, signal.SIGKILL)
            present = int(intakes.stdout.readline())
        load.stop()
        things = sum(len(witness.told) for witness in load.acknowledged)
        lost = missing(home, load.acknowledged)
        rows = number(home, "SELECT COUNT(*) FROM store_item WHERE kind='file' AND blob!=''")
        unwell = [
            line for line in home.run("doctor", check=False).splitlines() if "sealed files" in line
        ]
        intakes.terminate()
        os.kill(present, signal.SIGKILL)
        intakes.wait()
    print(
        f"{asked.kills} kills of short-lived intakes, {len(load.acknowledged)} testimonies begun, "
        f"{load.sent} sent, {things} pages and files acknowledged, {lost} lost; "
        f"{rows} files in the database; doctor: {unwell[0] if unwell else '?'}"
    )
    raise SystemExit(1 if lost or not unwell or unwell[0].startswith("NO") else 0)


if __name__ == "__main__":
    main()
