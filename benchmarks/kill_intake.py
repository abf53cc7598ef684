"""Kills the intake process at random moments under load; what was acknowledged must be there.

Usage: python -m benchmarks.kill_intake [--kills 50] [--clients 4]
"""

import argparse
import random
import threading
import time

from benchmarks.household import Place, kill, place
from benchmarks.walker import NotAcknowledged, Witness


class Load:
    """Clients that testify until told to stop, and what was acknowledged to them."""

    def __init__(self, port: int, clients: int) -> None:
        self.port = port
        self.acknowledged: list[Witness] = []
        self.sent = 0
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._testify, args=(number,)) for number in range(clients)
        ]

    def start(self) -> None:
        for each in self._threads:
            each.start()

    def stop(self) -> None:
        self._stop.set()
        for each in self._threads:
            each.join()

    def _testify(self, number: int) -> None:
        rng = random.Random(number)
        while not self._stop.is_set():
            witness = Witness(self.port)
            try:
                witness.start()
                self.acknowledged.append(witness)
                witness.tell(1, narrative=f"histoire {rng.getrandbits(64):016x}")
                witness.upload(f"capture-{rng.getrandbits(48):012x}.png", rng.randbytes(60_000))
                witness.tell(4, account=f"@compte{rng.getrandbits(40):010x}")
                witness.send_off()
                self.sent += 1
            except NotAcknowledged:
                time.sleep(0.1)


def missing(place: Place, witnesses: list[Witness]) -> int:
    """How many things that were acknowledged cannot be read with their code."""
    lost = 0
    for witness in witnesses:
        if not witness.code:
            continue
        try:
            shown = Witness(place.port).come_back(witness.code)
        except NotAcknowledged:
            lost += 1 + len(witness.told)
            continue
        lost += sum(told not in shown for told in witness.told)
    return lost


def main() -> None:
    """Kills, restarts, counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rng = random.Random(asked.seed)
    with place() as home:
        intake = home.start_intake()
        load = Load(home.port, asked.clients)
        load.start()
        for _ in range(asked.kills):
            time.sleep(rng.uniform(0.05, 1.2))
            kill(intake)
            intake = home.start_intake()
        load.stop()
        things = sum(len(witness.told) for witness in load.acknowledged)
        lost = missing(home, load.acknowledged)
        kill(intake)
    print(
        f"{asked.kills} kills, {len(load.acknowledged)} testimonies begun, {load.sent} sent, "
        f"{things} pages and files acknowledged, {lost} lost"
    )
    raise SystemExit(1 if lost else 0)


if __name__ == "__main__":
    main()
