"""Attacks on the front door while testimonies are received: are they received, and how fast?

Each attack runs against real intake processes on loopback: 400 heads that never end, 200 bodies of
one byte a second, 40 large uploads that stall, codes guessed by 16 clients at once.

Usage: python -m benchmarks.floods [--seconds 8] [--clients 2] [--workers 2]
"""

import argparse
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from benchmarks.household import kill, place
from benchmarks.senders import EDGE, Tally, read_answer, request_head, send_for

IMAGE_BYTES = 200_000
FORM = "application/x-www-form-urlencoded"
SHORT = "/raconter/court/?once=une-attaque-assez-longue"
PART = b'--%b\r\nContent-Disposition: form-data; name="narrative"\r\n\r\n' % EDGE
GUESS = b"code=abeille+abeille+abeille+abeille+abeille+abeille"


@dataclass(slots=True)
class Guesses:
    """How many codes were tried, and how many tries were put off."""

    tried: int = 0
    put_off: int = 0
    broken: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, head: bytes) -> None:
        """Counts one answer: 422 is a code that opens nothing, 503 one that was not tried."""
        with self.lock:
            self.tried += head.startswith(b"HTTP/1.1 422")
            self.put_off += head.startswith(b"HTTP/1.1 503")


@contextmanager
def trickling(port: int, count: int, opening: bytes) -> Iterator[None]:
    """So many connections that begin alike and then send one byte a second."""
    links = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(count)]
    stop = threading.Event()

    def trickle() -> None:
        while not stop.wait(1):
            for each in links:
                try:
                    each.send(b"x")
                except OSError:
                    continue

    for each in links:
        each.sendall(opening)
    thread = threading.Thread(target=trickle)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        for each in links:
            each.close()


@contextmanager
def guessing(port: int, clients: int, guesses: Guesses) -> Iterator[None]:
    """So many clients that try one code after the other."""
    stop = threading.Event()

    def guess() -> None:
        while not stop.is_set():
            try:
                with socket.create_connection(("127.0.0.1", port), timeout=30) as link:
                    while not stop.is_set():
                        link.sendall(request_head(port, "/suivi/", len(GUESS), FORM) + GUESS)
                        guesses.count(read_answer(link))
            except (OSError, ValueError):
                guesses.broken += 1

    threads = [threading.Thread(target=guess, daemon=True) for _ in range(clients)]
    for each in threads:
        each.start()
    try:
        yield
    finally:
        stop.set()


def refused_at_once(port: int, declared_bytes: int) -> str:
    """What is answered to a body far too large, of which only the head is sent."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as link:
        link.sendall(request_head(port, SHORT, declared_bytes) + PART)
        began = time.monotonic()
        status = read_answer(link).split(b" ", 2)[1].decode()
        return f"{status} after {1000 * (time.monotonic() - began):.0f} ms"


def seconds_until_closed(port: int, opening: bytes) -> float:
    """How long a connection that says no more is kept."""
    with socket.create_connection(("127.0.0.1", port), timeout=90) as link:
        link.sendall(opening)
        began = time.monotonic()
        while link.recv(4096):
            continue
        return time.monotonic() - began


def report(name: str, tally: Tally, seconds: float) -> None:
    """One line: how many were received meanwhile, and how long each took."""
    print(
        f"{name}: {len(tally.cookies) / seconds:.0f}/s received, p50 {tally.share(0.5):.0f} ms, "
        f"p95 {tally.share(0.95):.0f} ms, {len(tally.errors)} errors, "
        f"load average {os.getloadavg()[0]:.1f}",
        flush=True,
    )


def measure(port: int, seconds: float, clients: int) -> None:
    """Every attack in turn, receiving all the while."""

    def receive() -> Tally:
        return send_for(port, clients, IMAGE_BYTES, seconds)

    receive()
    report("in peace", receive(), seconds)
    head = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
    openings: dict[str, Callable[[], tuple[int, bytes]]] = {
        "400 slow heads": lambda: (400, head),
        "200 slow bodies": lambda: (200, request_head(port, SHORT, 900_000) + PART),
        "40 stalled uploads of 100 MB": lambda: (40, request_head(port, SHORT, 10**8) + PART),
    }
    for name, opening in openings.items():
        with trickling(port, *opening()):
            report(name, receive(), seconds)
    guesses = Guesses()
    with guessing(port, 16, guesses):
        report("16 clients guessing codes", receive(), seconds)
    print(f"  codes tried: {guesses.tried / seconds:.0f}/s, put off: {guesses.put_off}")
    print(f"a body of 2 GB: {refused_at_once(port, 2 * 10**9)}")
    print(f"a head that stops is closed after {seconds_until_closed(port, head):.0f} s")
    body = request_head(port, SHORT, 900_000) + PART
    print(f"a body that stops is closed after {seconds_until_closed(port, body):.0f} s")


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--clients", type=int, default=2)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    with place() as home:
        intake = home.start_intake(asked.workers)
        try:
            measure(home.port, asked.seconds, asked.clients)
        finally:
            kill(intake)


if __name__ == "__main__":
    main()
