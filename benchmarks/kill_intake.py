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
        self.sent = self.short = 0
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(
                target=self._send_short if number % 2 else self._testify, args=(number,)
            )
            for number in range(clients)
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

    def _send_short(self, number: int) -> None:
        """The short form, sent again with the same token until it is acknowledged."""
        rng = random.Random(number)
        while not self._stop.is_set():
            witness, once = Witness(self.port), f"{rng.getrandbits(128):032x}"
            name, data = f"capture-{rng.getrandbits(48):012x}.png", rng.randbytes(60_000)
            narrative = f"histoire {rng.getrandbits(64):016x}"
            while not witness.told and not self._stop.is_set():
                try:
                    witness.send_short(once, name, data, narrative=narrative)
                except NotAcknowledged:
                    time.sleep(0.1)
            if witness.told:
                self.acknowledged.append(witness)
                self.short += 1
                self._note_code(witness)

    def _note_code(self, witness: Witness) -> None:
        while not witness.code and not self._stop.is_set():
            try:
                witness.note_code("/raconter/fin/")
            except NotAcknowledged:
                time.sleep(0.1)


def missing(place: Place, witnesses: list[Witness]) -> int:
    """How many things that were acknowledged cannot be read with their code."""
    lost = 0
    for witness in witnesses:
        try:
            if not witness.code:
                witness.note_code("/raconter/fin/")
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
        f"{load.short} by the short form, "
        f"{things} pages and files acknowledged, {lost} lost"
    )
    raise SystemExit(1 if lost else 0)


if __name__ == "__main__":
    main()
