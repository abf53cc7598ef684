"""The front door: a body is read within bounds, then the request is lent a thread of its lane.

    pages     what is only shown
    telling   forms, once their body is here whole: no slow sender holds a thread
    uploads   bodies over 1 MB, through a bounded pipe, so that text always gets in beside them
    lookups   codes tried, so many a second: guessing cannot starve receiving

Bounds slow and shorten. Nobody is refused by address: none is kept or logged, and none is read but
at the desk, where only a mark that tells sources apart goes on (`sources.py`); its own logins are
paced by `flows/team/guessing.py`.
"""

import asyncio
import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol
from urllib.parse import parse_qs

from vigie.site.bodies import Bounds, Gone, Incoming, Pipe, Sender
from vigie.site.bridge import Answer, Environ, Scope, Wsgi, answer_of, environ_of
from vigie.site.lanes import Lane, Turnstile
from vigie.site.load import Load
from vigie.site.sources import source_mark
from vigie.web.load import BUSY, LIMIT, SOURCE, SURGE

CONFIRM_SECONDS = 30
READ_BYTES = 64 * 1024
SHOWN = ("GET", "HEAD", "OPTIONS")


class Responder(Sender, Protocol):
    """The part of granian's RSGI protocol that takes an answer."""

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class Plan:
    """How many threads each lane has, and which forms try a code."""

    pages: int = 4
    telling: int = 8
    uploads: int = 16
    lookups_per_second: float = 20
    lookup_paths: tuple[str, ...] = ()
    surges: bool = False
    tells_sources_apart: bool = False


PLANS = {
    "intake": Plan(lookup_paths=("/suivi/",), surges=True),
    "desk": Plan(tells_sources_apart=True),
}


class Door:
    """One process's door: its lanes, the bodies on their way, and its load."""

    def __init__(
        self,
        wsgi: Wsgi,
        plan: Plan,
        bounds: Bounds,
        *,
        largest_bytes: int,
        confirm_surge: Callable[[], None],
    ) -> None:
        self._wsgi = wsgi
        self._confirm_surge = confirm_surge
        self._plan = plan
        self._bounds = bounds
        self._largest_bytes = largest_bytes
        self._pages = Lane("pages", plan.pages)
        self._telling = Lane("telling", plan.telling)
        self._uploads = Lane("uploads", plan.uploads)
        self._lookups = Lane("lookups", 1)
        self._turnstile = Turnstile(plan.lookups_per_second, longest_wait_seconds=10)
        self._uploading = 0
        self._reserved_bytes = 0
        self._coming: set[Incoming] = set()
        self._load = Load()
        self._watch: asyncio.Task[None] | None = None

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Starts the watch over slow bodies and over the load."""
        self._watch = loop.create_task(self._keep_watch())

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Ends the watch."""
        if self._watch is not None:
            self._watch.cancel()

    async def __rsgi__(self, scope: Scope, responder: Responder) -> None:
        """Answers one request."""
        if scope.proto != "http":
            return
        environ = environ_of(scope)
        environ[SURGE] = self._load.surge
        environ[SOURCE] = source_mark(scope) if self._plan.tells_sources_apart else ""
        answer = await self._answer(scope, environ, responder)
        if answer is not None:
            responder.response_bytes(answer.status, answer.headers, answer.body)

    async def _answer(self, scope: Scope, environ: Environ, sender: Sender) -> Answer | None:
        if scope.method in SHOWN:
            return await self._run(self._pages, environ)
        length = environ.get("CONTENT_LENGTH")
        incoming = Incoming(self._bounds, int(length) if length is not None else None)
        self._coming.add(incoming)
        try:
            return await self._take(environ, incoming, sender)
        except Gone:
            return None
        except asyncio.CancelledError:
            if not incoming.cut:
                raise
            if incoming.task is not None:
                incoming.task.uncancel()
            return await self._limit(environ, 408)
        finally:
            self._coming.discard(incoming)

    async def _take(self, environ: Environ, incoming: Incoming, sender: Sender) -> Answer:
        declared = incoming.declared_bytes
        if (declared or 0) > self._largest_bytes:
            return await self._limit(environ, 413)
        if declared is not None and declared > self._bounds.small_bytes:
            return await self._upload(environ, incoming, sender)
        body = await self._whole(incoming, sender)
        if body is None:
            return await self._limit(environ, 413)
        environ["CONTENT_LENGTH"] = str(len(body))
        self._coming.discard(incoming)
        if self._is_lookup(environ):
            return await self._look_up(environ, body)
        return await self._run(self._telling, environ, body)

    async def _whole(self, incoming: Incoming, sender: Sender) -> bytes | None:
        """A small body; None when it is larger than it may be without saying so first."""
        small = self._bounds.small_bytes
        share = small if incoming.declared_bytes is None else incoming.declared_bytes
        while share > self._bounds.little_bytes and self._has_no_room_for(share):
            await asyncio.sleep(0.05)
        self._reserved_bytes += share
        try:
            parts = []
            async for chunk in incoming.chunks(sender):
                parts.append(chunk)
                if incoming.received_bytes > small:
                    return None
            return b"".join(parts)
        finally:
            self._reserved_bytes -= share

    def _has_no_room_for(self, n_bytes: int) -> bool:
        return self._reserved_bytes + n_bytes > self._bounds.room_bytes

    async def _upload(self, environ: Environ, incoming: Incoming, sender: Sender) -> Answer:
        while self._uploading >= self._plan.uploads:
            await asyncio.sleep(0.05)
        self._uploading += 1
        pipe = Pipe(asyncio.get_running_loop())
        answering = self._run(self._uploads, environ, io.BufferedReader(pipe, READ_BYTES))
        answering.add_done_callback(partial(self._uploaded, pipe))
        try:
            async for chunk in incoming.chunks(sender):
                await pipe.put(chunk)
                if answering.done():
                    break
            pipe.end()
            return await answering
        finally:
            pipe.end(broken=not answering.done())

    def _uploaded(self, pipe: Pipe, _: "asyncio.Future[Answer]") -> None:
        self._uploading -= 1
        pipe.end()

    def _is_lookup(self, environ: Environ) -> bool:
        tries = environ["PATH_INFO"] in self._plan.lookup_paths
        return tries or "code" in parse_qs(environ["QUERY_STRING"], keep_blank_values=True)

    async def _look_up(self, environ: Environ, body: bytes) -> Answer:
        wait = self._turnstile.wait_seconds(time.monotonic())
        if wait is None:
            environ[BUSY] = True
            return await self._run(self._telling, environ, body)
        if wait:
            await asyncio.sleep(wait)
        return await self._run(self._lookups, environ, body)

    async def _limit(self, environ: Environ, status: int) -> Answer:
        """The page that says which bound was met; nothing of the body is read for it."""
        environ |= {LIMIT: status, "CONTENT_LENGTH": "0"}
        answer = await self._run(self._pages, environ)
        return Answer(answer.status, [*answer.headers, ("connection", "close")], answer.body)

    def _run(
        self, lane: Lane, environ: Environ, body: "bytes | io.BufferedReader[Pipe]" = b""
    ) -> "asyncio.Future[Answer]":
        environ["wsgi.input"] = io.BytesIO(body) if isinstance(body, bytes) else body
        return lane.run(partial(answer_of, self._wsgi, environ))

    async def _keep_watch(self) -> None:
        """Once a second: cuts off who is too slow, samples the load, confirms a surge."""
        confirmed_at = 0.0
        while True:
            await asyncio.sleep(1)
            now = time.monotonic()
            pressed = self._is_pressed()
            for each in [each for each in self._coming if each.too_slow(now, pressed)]:
                each.cut_off()
            waited = max(self._pages.longest_wait(now), self._telling.longest_wait(now))
            self._load = self._load.after(waited) if self._plan.surges else self._load
            if self._load.surge and now - confirmed_at > CONFIRM_SECONDS:
                confirmed_at = now
                self._pages.run(self._confirm_surge)

    def _is_pressed(self) -> bool:
        short_of_room = self._reserved_bytes > self._bounds.room_bytes // 2
        return short_of_room or self._uploading >= self._plan.uploads
