"""Bodies are received within bounds; only the time spent waiting for the sender counts."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.site.bodies import Bounds, Gone, Incoming, Pipe

MEGABYTE = 1_000_000


async def sent(*chunks: bytes) -> AsyncIterator[bytes]:
    for each in chunks:
        yield each


def received(declared_bytes: int | None, *chunks: bytes) -> bytes:
    async def receive() -> bytes:
        incoming = Incoming(Bounds(), declared_bytes)
        return b"".join([each async for each in incoming.chunks(sent(*chunks))])

    return asyncio.run(receive())


def after(spent_seconds: float, received_bytes: int, silent_seconds: float = 0) -> Incoming:
    async def make() -> Incoming:
        incoming = Incoming(Bounds(), None)
        incoming.received_bytes = received_bytes
        incoming._spent_seconds = spent_seconds - silent_seconds
        incoming._waiting_since = 1000.0 - silent_seconds
        return incoming

    return asyncio.run(make())


def test_a_body_is_what_was_sent() -> None:
    assert received(5, b"ab", b"", b"cde") == b"abcde"


def test_a_body_that_ends_too_early_is_none() -> None:
    with pytest.raises(Gone):
        received(6, b"ab", b"cde")


@pytest.mark.parametrize(
    ("seconds", "n_bytes", "slow"),
    [
        (29, 0, False),
        (130, 150_000, False),
        (130, 90_000, True),
        (3 * 3600 - 1, 200 * MEGABYTE, False),
        (3 * 3600 + 1, 900 * MEGABYTE, True),
    ],
)
def test_a_bad_network_passes_and_a_trickle_is_cut(
    seconds: float, n_bytes: int, slow: bool
) -> None:
    assert after(seconds, n_bytes).too_slow(1000.0, pressed=False) is slow


def test_two_hundred_megabytes_pass_on_a_slow_line() -> None:
    spent_seconds = 200 * MEGABYTE / 20_000

    assert not after(spent_seconds, 200 * MEGABYTE).too_slow(1000.0, pressed=False)


def test_silence_is_cut_however_fast_it_was_before() -> None:
    assert after(40, 50 * MEGABYTE, silent_seconds=31).too_slow(1000.0, pressed=False)


def test_when_room_is_short_patience_is_shorter() -> None:
    trickle = after(20, 30_000)

    assert not trickle.too_slow(1000.0, pressed=False)
    assert trickle.too_slow(1000.0, pressed=True)


def through_a_pipe(
    chunks: list[bytes], read: Callable[[io.BufferedReader[Pipe]], bytes], broken: bool = False
) -> bytes:
    async def hand_over() -> bytes:
        loop = asyncio.get_running_loop()
        pipe = Pipe(loop, room_bytes=10)
        reading = loop.run_in_executor(None, read, io.BufferedReader(pipe, 16))
        for each in chunks:
            await pipe.put(each)
        pipe.end(broken=broken)
        return await reading

    return asyncio.run(hand_over())


@given(st.lists(st.binary(max_size=40), max_size=20), st.integers(1, 50))
def test_a_pipe_gives_every_byte_in_order(chunks: list[bytes], at_once: int) -> None:
    def read(stream: io.BufferedReader[Pipe]) -> bytes:
        return b"".join(iter(lambda: stream.read(at_once), b""))

    assert through_a_pipe(chunks, read) == b"".join(chunks)


def test_a_broken_pipe_says_so_to_its_reader() -> None:
    with pytest.raises(OSError, match="went away"):
        through_a_pipe([b"a"], lambda stream: stream.read(), broken=True)


def test_who_stops_reading_does_not_hold_the_sender() -> None:
    async def leave() -> None:
        pipe = Pipe(asyncio.get_running_loop(), room_bytes=10)
        waiting = asyncio.create_task(pipe.put(b"x" * 100))
        await asyncio.sleep(0.05)
        pipe.end()
        await asyncio.wait_for(waiting, 1)

    asyncio.run(leave())
