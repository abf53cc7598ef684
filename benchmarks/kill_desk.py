"""Kills the desk at random while a responder writes; each form is sent until it is answered.

Every note and every call must be there once: none lost, none twice, however often it was sent.
Usage: python -m benchmarks.kill_desk [--kills 20]
"""

import argparse
import random
import secrets
import threading
import time

from benchmarks.faulty.killed_worker import send_testimonies
from benchmarks.faulty.responder import Fields, Responder
from benchmarks.faulty.staging import ask, number
from benchmarks.household import free_port, kill, place, wait_until_served
from benchmarks.walker import NotAcknowledged


class Writing:
    """A responder who writes notes and enters calls until told to stop."""

    def __init__(self, desk: Responder, case: str) -> None:
        self._desk, self._case = desk, case
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._write)
        self.notes = self.calls = self.tries = 0

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def stop(self) -> None:
        """Ends once the form in hand was answered."""
        self._stop.set()
        self._thread.join()

    def _write(self) -> None:
        while not self._stop.is_set():
            once = ("once", secrets.token_urlsafe(16))
            self._send(
                f"/desk/dossiers/{self._case}/notes/", [once, ("kind", "note"), ("text", "n")]
            )
            self.notes += 1
            self._send("/desk/appel/", [once, ("narrative", "au téléphone"), ("language", "fr")])
            self.calls += 1

    def _send(self, to: str, fields: Fields) -> None:
        """One form, again and again until it is answered."""
        while True:
            self.tries += 1
            try:
                self._desk.post(to, fields)
            except NotAcknowledged:
                time.sleep(0.1)
            else:
                return


def main() -> None:
    """Kills, restarts, counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    asked = parser.parse_args()
    rng, port = random.Random(1), free_port()
    with place() as home:
        send_testimonies(home, 1)
        home.run("worker", "--once")
        case = str(ask(home, "SELECT reference FROM store_case")[0][0])
        process = home.start("desk", "--port", str(port))
        wait_until_served(port)
        desk = Responder(port, home.totp)
        desk.post(f"/desk/dossiers/{case}/prendre/", [])
        writing = Writing(desk, case)
        writing.start()
        for _ in range(asked.kills):
            time.sleep(rng.uniform(0.05, 1.5))
            kill(process)
            process = home.start("desk", "--port", str(port))
            wait_until_served(port)
        writing.stop()
        kill(process)
        notes = number(home, "SELECT COUNT(*) FROM store_casenote")
        calls = number(home, "SELECT COUNT(*) FROM store_testimony WHERE entered_by_team")
    print(
        f"{asked.kills} kills of the desk, {writing.tries} forms sent: {writing.notes} notes and "
        f"{writing.calls} calls answered, {notes} and {calls} in the database"
    )
    raise SystemExit(0 if (notes, calls) == (writing.notes, writing.calls) else 1)


if __name__ == "__main__":
    main()
