"""The front door: whoever is slow, large or guessing does not keep others from being received."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any
from wsgiref.types import StartResponse

import pytest

from vigie.site.bodies import Bounds
from vigie.site.bridge import Environ
from vigie.site.door import Door, Plan
from vigie.web.load import BUSY, LIMIT, SURGE

QUICK = Bounds(silence_seconds=0.2, grace_seconds=0.2)
SMALL_PLAN = Plan(pages=1, telling=2, uploads=2, lookup_paths=("/suivi/",), surges=True)
MEGABYTE = 1_000_000


@dataclass
class Headers:
    given: dict[str, str]

    def items(self) -> list[tuple[str, str]]:
        return list(self.given.items())

    def get(self, key: str, default: str = "") -> str:
        return self.given.get(key, default)


@dataclass
class Request:
    """A request as granian shows it, the pieces of its body, and what was answered."""

    path: str = "/raconter/1/"
    method: str = "POST"
    query_string: str = ""
    declared_bytes: int | None = None
    chunks: tuple[bytes, ...] = (b"bonjour",)
    stalls: bool = False
    proto: str = "http"
    server: str = "127.0.0.1:8000"
    client: str = "192.0.2.7:1234"
    scheme: str = "http"
    status: int | None = None
    body: bytes = b""
    sent: dict[str, str] = field(default_factory=dict)

    @property
    def headers(self) -> Headers:
        length = sum(map(len, self.chunks)) if self.declared_bytes is None else self.declared_bytes
        return Headers({"host": "127.0.0.1", "content-length": str(length)})

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for each in self.chunks:
            yield each
        if self.stalls:
            await asyncio.sleep(60)

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.sent, self.body = status, dict(headers), body


class Site:
    """Stands in for Django: answers how many bytes it read, and remembers what it was asked."""

    def __init__(self, seconds: float = 0) -> None:
        self.seconds = seconds
        self.asked: list[Environ] = []

    def __call__(self, environ: Environ, start: StartResponse) -> list[bytes]:
        self.asked.append(environ)
        time.sleep(self.seconds)
        length = int(environ["CONTENT_LENGTH"] or 0) if environ["REQUEST_METHOD"] == "POST" else 0
        read = environ["wsgi.input"].read(length)
        start(f"{environ.get(LIMIT, 200)} said", [])
        return [str(len(read)).encode()]


def door_of(site: Site, bounds: Bounds = QUICK, confirm: Callable[[], None] = lambda: None) -> Door:
    return Door(site, SMALL_PLAN, bounds, largest_bytes=5 * MEGABYTE, confirm_surge=confirm)


def run(door: Door, main: Callable[[], Coroutine[Any, Any, None]]) -> None:
    async def through() -> None:
        loop = asyncio.get_running_loop()
        door.__rsgi_init__(loop)
        await main()
        door.__rsgi_del__(loop)

    asyncio.run(through())


def answer(door: Door, *requests: Request) -> None:
    async def all_of_them() -> None:
        await asyncio.gather(*(door.__rsgi__(each, each) for each in requests))

    run(door, all_of_them)


@pytest.mark.parametrize("n_bytes", [0, 7, MEGABYTE, 3 * MEGABYTE])
def test_a_form_is_read_whole_whatever_its_size(n_bytes: int) -> None:
    chunks = tuple(b"x" * min(60_000, n_bytes - at) for at in range(0, n_bytes, 60_000))
    request = Request(chunks=chunks)

    answer(door_of(Site()), request)

    assert (request.status, request.body) == (200, str(n_bytes).encode())


def test_a_slow_body_takes_no_thread_and_is_told_so() -> None:
    site = Site()
    slow = Request(declared_bytes=1000, stalls=True)

    answer(door_of(site), slow)

    assert slow.status == 408
    assert slow.sent["connection"] == "close"
    assert [each.get(LIMIT) for each in site.asked] == [408]


def test_while_two_hundred_are_slow_others_are_received_at_once() -> None:
    door, seconds = door_of(Site(), Bounds()), []

    async def some_are_slow() -> None:
        slow = [Request(declared_bytes=1000, stalls=True) for _ in range(200)]
        waiting = [asyncio.create_task(door.__rsgi__(each, each)) for each in slow]
        await asyncio.sleep(0.05)
        for _ in range(20):
            began, prompt = time.monotonic(), Request()
            await door.__rsgi__(prompt, prompt)
            assert prompt.status == 200
            seconds.append(time.monotonic() - began)
        for each in waiting:
            each.cancel()

    run(door, some_are_slow)

    assert max(seconds) < 1


def test_large_uploads_that_stall_leave_room_for_text() -> None:
    door = door_of(Site(), Bounds())

    async def uploads_stall() -> None:
        large = [Request(declared_bytes=2 * MEGABYTE, stalls=True) for _ in range(5)]
        waiting = [asyncio.create_task(door.__rsgi__(each, each)) for each in large]
        await asyncio.sleep(0.05)
        prompt = Request()
        await asyncio.wait_for(door.__rsgi__(prompt, prompt), 5)
        assert prompt.status == 200
        for each in waiting:
            each.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    run(door, uploads_stall)


def test_a_stalled_upload_is_cut_and_its_thread_is_free_again() -> None:
    door = door_of(Site())

    async def one_after_the_other() -> None:
        for _ in range(3):
            slow = Request(declared_bytes=2 * MEGABYTE, chunks=(b"x" * MEGABYTE,), stalls=True)
            await door.__rsgi__(slow, slow)
            assert slow.status == 408
        whole = Request(chunks=(b"x" * MEGABYTE,) * 2)
        await asyncio.wait_for(door.__rsgi__(whole, whole), 5)
        assert whole.status == 200

    run(door, one_after_the_other)


def test_a_body_far_too_large_is_not_read() -> None:
    site = Site()
    request = Request(declared_bytes=6 * MEGABYTE)

    answer(door_of(site), request)

    assert request.status == 413
    assert [each.get(LIMIT) for each in site.asked] == [413]


def test_who_went_away_is_not_answered_and_nothing_is_received() -> None:
    site = Site()
    request = Request(declared_bytes=1000)

    answer(door_of(site), request)

    assert request.status is None
    assert site.asked == []


@pytest.mark.parametrize("query", ["code", "once=a&code=b", "%63ode=x"])
def test_guesses_are_let_through_so_many_a_second_wherever_they_are_made(query: str) -> None:
    site = Site()
    guesses = [Request("/suivi/") for _ in range(150)]
    guesses += [Request("/raconter/2/", query_string=query) for _ in range(150)]
    door = door_of(site, Bounds())

    async def flood() -> None:
        waiting = [asyncio.create_task(door.__rsgi__(each, each)) for each in guesses]
        await asyncio.sleep(1)
        for each in waiting:
            each.cancel()

    run(door, flood)

    tried = [each for each in site.asked if not each.get(BUSY)]
    assert 1 <= len(tried) <= 30
    assert 60 <= len(site.asked) - len(tried) <= 100


def test_long_waits_are_a_surge_that_the_desk_is_told_of() -> None:
    confirmed: list[bool] = []
    site = Site(seconds=2.5)
    door = door_of(site, Bounds(), lambda: confirmed.append(True))

    async def too_many() -> None:
        waiting = [Request() for _ in range(8)]
        tasks = [asyncio.create_task(door.__rsgi__(each, each)) for each in waiting]
        await asyncio.sleep(7.2)
        site.seconds = 0
        after = Request(method="GET", chunks=())
        await door.__rsgi__(after, after)
        await asyncio.gather(*tasks)

    run(door, too_many)

    assert not site.asked[0][SURGE]
    assert any(each[SURGE] for each in site.asked)
    assert confirmed
