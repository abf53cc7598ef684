"""Guessing is slowed down and nobody is locked out.

A try that fails makes the next one from the same source at the same name wait, twice as long each
time; a browser that came in before waits for its own failures only. Strangers share two budgets,
one for each name and one for all of them, and one place in the work of deriving keys. Tries that
come too early are turned back before any work, and cost nobody anything.
Kept in memory under a key of the process: no address and no name is written down.
"""

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from math import ceil

from vigie.kernel.errors import NotAllowed

FREE_FAILURES = 3
LONGEST_WAIT_SECONDS = 300.0
FORGOTTEN_SECONDS = 3600.0
NAME_BURST, NAME_SECONDS = 10, 60.0
ALL_BURST, ALL_SECONDS = 20, 3.0
STRANGERS_AT_ONCE, KNOWN_AT_ONCE = 1, 2
STRANGER_SECONDS, KNOWN_SECONDS = 1.0, 10.0


class Slowed(NotAllowed):
    """Too early: the try was not looked at; `seconds` says when the next one is."""

    def __init__(self, seconds: float) -> None:
        self.seconds = max(1, ceil(seconds))
        super().__init__(f"Too many tries: wait {self.seconds} seconds, then try again.")


@dataclass(slots=True)
class _Failures:
    """How often one source failed at one name, and when it last did."""

    count: int = 0
    last: float = 0.0

    def until(self) -> float:
        """When the next try is looked at."""
        over = self.count - FREE_FAILURES
        return self.last + min(2.0**over, LONGEST_WAIT_SECONDS) if over >= 0 else 0.0


@dataclass(slots=True)
class _Budget:
    """A few tries at once, then one in so many seconds."""

    burst: int
    seconds: float
    used: float = 0.0
    last: float = 0.0

    def wait(self, now: float) -> float:
        """How long until one more try is in it."""
        self.used = max(0.0, self.used - (now - self.last) / self.seconds)
        self.last = now
        return max(0.0, (self.used + 1 - self.burst) * self.seconds)


@dataclass
class Pace:
    """How fast tries are looked at, in one process."""

    clock: Callable[[], float] = time.monotonic
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _failures: dict[bytes, _Failures] = field(default_factory=dict)
    _names: dict[bytes, _Budget] = field(default_factory=dict)
    _all: _Budget = field(default_factory=lambda: _Budget(ALL_BURST, ALL_SECONDS))
    _strangers: threading.Semaphore = field(
        default_factory=lambda: threading.Semaphore(STRANGERS_AT_ONCE)
    )
    _known: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(KNOWN_AT_ONCE))

    @contextmanager
    def one_try(self, name: str, source: str, device: str = "") -> Iterator[None]:
        """The try runs inside; raises Slowed before it when it is too early.

        It counts as a failure from its start, so that tries made at the same time count each.
        `device` names a browser that came in before.
        """
        self._begin(name, source, device, counts=False)
        places = self._known if device else self._strangers
        patience = KNOWN_SECONDS if device else STRANGER_SECONDS
        if not places.acquire(timeout=patience):
            raise Slowed(patience)
        try:
            self._begin(name, source, device, counts=True)
            yield
        finally:
            places.release()

    def passed(self, name: str, source: str, device: str = "") -> None:
        """Somebody came in with every factor: what failed from there before is forgotten."""
        budgets = [] if device else [self._names.get(self._digest("name", name)), self._all]
        with self._turn:
            self._failures.pop(self._pair(name, source, device), None)
            for each in filter(None, budgets):
                each.used = max(0.0, each.used - 1)

    def _begin(self, name: str, source: str, device: str, *, counts: bool) -> None:
        """Raises Slowed when it is too early; counts the try when it is now looked at."""
        pair, key = self._pair(name, source, device), self._digest("name", name)
        with self._turn:
            now = self.clock()
            self._forget(now)
            failures = self._failures.get(pair, _Failures())
            budget = self._names.get(key) or _Budget(NAME_BURST, NAME_SECONDS)
            shared = () if device else (budget, self._all)
            wait = max([failures.until() - now, *(each.wait(now) for each in shared)])
            if wait > 0:
                raise Slowed(wait)
            if not counts:
                return
            for each in shared:
                each.used += 1
            self._names[key] = budget
            self._failures[pair] = _Failures(failures.count + 1, now)

    def _pair(self, name: str, source: str, device: str) -> bytes:
        return self._digest(name, "device" if device else "source", device or source)

    def _forget(self, now: float) -> None:
        """Only tries that were looked at are kept, so that these tables stay small."""
        old = now - FORGOTTEN_SECONDS
        self._failures = {k: each for k, each in self._failures.items() if each.last > old}
        self._names = {k: each for k, each in self._names.items() if each.last > old}

    def _digest(self, *parts: str) -> bytes:
        text = "\0".join(parts).encode("utf-8", "replace")
        return blake2b(text, digest_size=16, key=self._key).digest()
