"""The bodies of requests, received within bounds of time and room, whole or through a pipe.

Only the time spent waiting for the sender counts against it, never ours. When room is short the
least rate rises, so that whoever sends nothing holds nothing for long.
"""

import asyncio
import io
import time
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass
from threading import Condition
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Sender(Protocol):
    """The part of granian's RSGI protocol that gives a body."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one process lends to bodies: room in memory, and patience with a slow sender."""

    small_bytes: int = 1_000_000
    little_bytes: int = 64_000
    room_bytes: int = 256_000_000
    silence_seconds: float = 30
    grace_seconds: float = 30
    least_bytes_per_second: int = 1_000
    pressed_grace_seconds: float = 10
    pressed_bytes_per_second: int = 16_000
    longest_seconds: float = 3 * 3600


class Gone(Exception):
    """The sender went away before the end."""


class Incoming:
    """One body on its way: what came, and how long was spent waiting for it."""

    def __init__(self, bounds: Bounds, declared_bytes: int | None) -> None:
        self.bounds = bounds
        self.declared_bytes = declared_bytes
        self.received_bytes = 0
        self.cut = False
        self.task = asyncio.current_task()
        self._spent_seconds = 0.0
        self._waiting_since: float | None = None

    async def chunks(self, sender: Sender) -> AsyncIterator[bytes]:
        """The chunks as they come; raises Gone when fewer came than were declared."""
        source = aiter(sender)
        while True:
            self._waiting_since = time.monotonic()
            try:
                chunk = await anext(source)
            except StopAsyncIteration:
                break
            finally:
                self._spent_seconds += time.monotonic() - self._waiting_since
                self._waiting_since = None
            self.received_bytes += len(chunk)
            yield chunk
        if self.declared_bytes is not None and self.received_bytes < self.declared_bytes:
            raise Gone

    def too_slow(self, now: float, pressed: bool) -> bool:
        """Whether the sender is silent for too long, or slower than the least rate on average."""
        silent = 0.0 if self._waiting_since is None else now - self._waiting_since
        spent, bounds = self._spent_seconds + silent, self.bounds
        grace = bounds.pressed_grace_seconds if pressed else bounds.grace_seconds
        rate = bounds.pressed_bytes_per_second if pressed else bounds.least_bytes_per_second
        return (
            silent > min(bounds.silence_seconds, grace)
            or spent > bounds.longest_seconds
            or self.received_bytes < (spent - grace) * rate
        )

    def cut_off(self) -> None:
        """Ends the wait."""
        self.cut = True
        if self.task is not None:
            self.task.cancel()


class Pipe(io.RawIOBase):
    """A body between the event loop that receives it and the thread that reads it, bounded."""

    def __init__(self, loop: asyncio.AbstractEventLoop, room_bytes: int = 512_000) -> None:
        self._loop = loop
        self._room_bytes = room_bytes
        self._space = asyncio.Event()
        self._changed = Condition()
        self._chunks: deque[memoryview] = deque()
        self._held_bytes = 0
        self._ended = False
        self._broken = False

    async def put(self, chunk: bytes) -> None:
        """Hands a chunk over, and waits while the reader is behind."""
        if not chunk:
            return
        with self._changed:
            self._chunks.append(memoryview(chunk))
            self._held_bytes += len(chunk)
            self._changed.notify()
            full = self._held_bytes > self._room_bytes and not self._ended
            if full:
                self._space.clear()
        if full:
            await self._space.wait()

    def end(self, *, broken: bool = False) -> None:
        """No more comes; `broken` when the sender went away or was cut off."""
        with self._changed:
            self._ended, self._broken = True, broken
            self._changed.notify()
        self._space.set()

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """The next bytes, 0 at the end; raises OSError when the pipe is broken."""
        target = memoryview(buffer)
        with self._changed:
            self._changed.wait_for(lambda: self._chunks or self._ended)
            if self._broken:
                raise OSError("the sender went away")
            if not self._chunks:
                return 0
            chunk = self._chunks.popleft()
            taken = min(len(chunk), len(target))
            if taken < len(chunk):
                self._chunks.appendleft(chunk[taken:])
            self._held_bytes -= taken
            roomy = self._held_bytes <= self._room_bytes // 2
        target[:taken] = chunk[:taken]
        if roomy:
            self._loop.call_soon_threadsafe(self._space.set)
        return taken
