"""Lanes measure how long one waits; the turnstile lets through so many a second."""

import asyncio
import time

from vigie.site.lanes import Lane, Turnstile


def test_a_lane_gives_what_was_done_and_the_longest_wait() -> None:
    async def two_in_one_thread() -> float:
        lane = Lane("test", 1)
        await asyncio.gather(lane.run(lambda: time.sleep(0.2)), lane.run(lambda: None))
        return lane.longest_wait(time.monotonic())

    assert asyncio.run(two_in_one_thread()) >= 0.15


def test_who_still_waits_counts_and_a_sample_starts_anew() -> None:
    async def while_one_waits() -> tuple[float, float]:
        lane = Lane("test", 1)
        both = [lane.run(lambda: time.sleep(0.3)), lane.run(lambda: None)]
        await asyncio.sleep(0.2)
        waiting = lane.longest_wait(time.monotonic())
        await asyncio.gather(*both)
        lane.longest_wait(time.monotonic())
        return waiting, lane.longest_wait(time.monotonic())

    waiting, calm = asyncio.run(while_one_waits())

    assert waiting >= 0.15
    assert calm == 0.0


def test_the_turnstile_keeps_its_rate_and_tells_who_would_wait_too_long() -> None:
    turnstile = Turnstile(per_second=20, longest_wait_seconds=1)

    waits = [turnstile.wait_seconds(100.0) for _ in range(30)]

    taken = [each for each in waits if each is not None]
    assert len(taken) == 21
    assert round(taken[-1], 6) == 1.0
    assert waits[21:] == [None] * 9
    assert turnstile.wait_seconds(103.0) == 0.0
