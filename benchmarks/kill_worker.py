"""Kills the worker at random moments while it reads; every testimony must still be read, once.

Usage: python -m benchmarks.kill_worker [--kills 20] [--testimonies 8]
"""

import argparse
import random
import sqlite3
import time
from pathlib import Path

from benchmarks.household import Place, kill, place
from benchmarks.walker import Witness

SHOTS = sorted(
    (Path(__file__).resolve().parent.parent / "src/vigie/cli/demonstration/shots").iterdir()
)


def testify(home: Place, count: int) -> None:
    """Sends testimonies with two different screenshots each."""
    for number in range(count):
        witness = Witness(home.port)
        witness.start()
        witness.tell(4, account=f"tiktok @compte{number}.exemple")
        for shot in (SHOTS[number % len(SHOTS)], SHOTS[(number + 1) % len(SHOTS)]):
            witness.upload(shot.name, shot.read_bytes())
        witness.send_off()


def ask(home: Place, question: str) -> int:
    """One number from the database."""
    with sqlite3.connect(f"file:{home.folder / 'vigie.sqlite3'}?mode=ro", uri=True) as base:
        return int(base.execute(question).fetchone()[0])


def main() -> None:
    """Kills, restarts, lets it finish, counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--testimonies", type=int, default=8)
    asked = parser.parse_args()
    rng = random.Random(1)
    with place() as home:
        intake = home.start_intake()
        testify(home, asked.testimonies)
        kill(intake)
        for _ in range(asked.kills):
            worker = home.start("worker")
            time.sleep(rng.uniform(0.5, 6.0))
            kill(worker)
        home.run("worker", "--once")
        unread = ask(home, "SELECT COUNT(*) FROM store_item WHERE kind='file' AND state!='read'")
        read = ask(home, "SELECT COUNT(*) FROM store_logentry WHERE act='read'")
        pictures = ask(home, "SELECT COUNT(*) FROM store_item WHERE kind='picture'")
        cases = ask(home, "SELECT COUNT(*) FROM store_joined")
    expected = asked.testimonies
    well = unread == 0 and read == expected and pictures == 2 * expected and cases == expected
    print(
        f"{asked.kills} kills: {expected} testimonies, read {read} times, {unread} files unread, "
        f"{pictures} pictures for {2 * expected} files, {cases} joined to their case"
    )
    raise SystemExit(0 if well else 1)


if __name__ == "__main__":
    main()
