"""Guessing is slow, nobody is locked out, and the rates are those that are told."""

from threading import Barrier, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.flows.team.guessing import ALL_BURST, FREE_FAILURES, NAME_BURST, Pace, Slowed

HOUR, DAY = 3600.0, 86_400.0


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(clock)


def fail(pace: Pace, name: str = "Camille", source: str = "a", device: str = "") -> bool:
    """One try that does not come in; whether it was looked at."""
    try:
        with pace.one_try(name, source, device):
            return True
    except Slowed:
        return False


def looked_at(pace: Pace, clock: Clock, seconds: float, sources: int, names: int = 1) -> int:
    """How many tries a patient stranger gets in a time, from some addresses, at some names."""
    until, count = clock.now + seconds, 0
    while clock.now < until:
        for source in range(sources):
            for name in range(names):
                count += fail(pace, f"name {name}", f"source {source}")
        clock.now += 1.0
    return count


def test_the_first_failures_cost_nothing_and_the_next_twice_as_long_each(
    pace: Pace, clock: Clock
) -> None:
    free = [fail(pace) for _ in range(FREE_FAILURES)]
    waits = []
    for _ in range(10):
        with pytest.raises(Slowed) as early, pace.one_try("Camille", "a"):
            raise AssertionError("it was looked at")
        waits.append(early.value.seconds)
        clock.now += early.value.seconds
        assert fail(pace)

    assert free == [True] * FREE_FAILURES
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300]


def test_a_try_that_comes_too_early_costs_nothing(pace: Pace, clock: Clock) -> None:
    for _ in range(FREE_FAILURES):
        fail(pace)

    early = [fail(pace) for _ in range(50)]
    clock.now += 1.0

    assert early == [False] * 50
    assert fail(pace)


def test_a_stranger_with_one_address_gets_300_tries_a_day_at_a_name(
    pace: Pace, clock: Clock
) -> None:
    assert 250 < looked_at(pace, clock, DAY, sources=1) <= 300


def test_a_stranger_with_many_addresses_gets_one_try_a_minute_at_a_name(
    pace: Pace, clock: Clock
) -> None:
    assert 60 <= looked_at(pace, clock, HOUR, sources=40) <= 60 + NAME_BURST


def test_strangers_together_get_twenty_tries_a_minute_at_all_names(
    pace: Pace, clock: Clock
) -> None:
    assert 200 < looked_at(pace, clock, 600.0, sources=8, names=40) <= 200 + ALL_BURST


def test_a_browser_that_came_in_before_is_not_slowed_by_strangers(pace: Pace, clock: Clock) -> None:
    looked_at(pace, clock, 300.0, sources=30, names=3)
    while fail(pace, "name 0", "source 0"):
        pass

    assert fail(pace, "name 0", "source 0", device="my own")


def test_it_is_slowed_by_its_own_failures(pace: Pace) -> None:
    tries = [fail(pace, device="stolen") for _ in range(FREE_FAILURES + 1)]

    assert tries == [True] * FREE_FAILURES + [False]


def test_another_address_is_not_slowed_by_the_failures_of_one(pace: Pace) -> None:
    while fail(pace, source="a"):
        pass

    assert fail(pace, source="b")


def test_coming_in_forgets_the_failures(pace: Pace) -> None:
    while fail(pace):
        pass

    pace.passed("Camille", "a")

    assert fail(pace)


def test_people_who_come_in_use_up_nothing(pace: Pace) -> None:
    for number in range(3 * ALL_BURST):
        assert fail(pace, "Camille", f"source {number}")
        pace.passed("Camille", f"source {number}")

    assert fail(pace, "Dominique")


@given(name=st.text(), other=st.text())
def test_an_unknown_name_is_slowed_like_a_known_one(name: str, other: str) -> None:
    tries = []
    for each in (name, f"{other} of nobody"):
        pace = Pace(Clock())
        tries.append([fail(pace, each) for _ in range(5)])

    assert tries[0] == tries[1]


def test_tries_made_at_the_same_time_count_each(pace: Pace) -> None:
    gate, results = Barrier(8), list[bool]()

    def one() -> None:
        gate.wait()
        results.append(fail(pace))

    threads = [Thread(target=one) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sum(results) == FREE_FAILURES


def test_what_is_kept_stays_small_and_holds_no_name_and_no_address(
    pace: Pace, clock: Clock
) -> None:
    for number in range(2000):
        fail(pace, f"Camille {number}", f"192.0.2.{number % 250}")
        clock.now += 1.0

    assert len(pace._failures) < 1300
    assert len(pace._names) < 1300
    assert b"Camille" not in repr((pace._failures, pace._names)).encode()
