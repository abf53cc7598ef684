"""Lanes: each kind of request has threads of its own, so that none can starve another."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Lane:
    """A few threads, and how long requests wait for one."""

    def __init__(self, name: str, threads: int) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._queued: deque[float] = deque()
        self._waited_seconds = 0.0

    def run(self, work: Callable[[], T]) -> "asyncio.Future[T]":
        """Runs work in the next free thread, in the order of asking."""
        self._queued.append(time.monotonic())
        return asyncio.get_running_loop().run_in_executor(self._pool, self._begun, work)

    def longest_wait(self, now: float) -> float:
        """The longest wait in seconds since last asked, of those who still wait too."""
        longest, self._waited_seconds = self._waited_seconds, 0.0
        try:
            return max(longest, now - self._queued[0])
        except IndexError:
            return longest

    def _begun(self, work: Callable[[], T]) -> T:
        waited = time.monotonic() - self._queued.popleft()
        self._waited_seconds = max(self._waited_seconds, waited)
        return work()


class Turnstile:
    """Lets through so many a second, in order; whoever would wait too long is told so at once."""

    def __init__(self, per_second: float, longest_wait_seconds: float) -> None:
        self._apart_seconds = 1 / per_second
        self._longest_wait_seconds = longest_wait_seconds
        self._free_at = 0.0

    def wait_seconds(self, now: float) -> float | None:
        """How long the next one waits; None when that is too long, and no turn is taken."""
        wait = max(0.0, self._free_at - now)
        if wait > self._longest_wait_seconds:
            return None
        self._free_at = now + wait + self._apart_seconds
        return wait
