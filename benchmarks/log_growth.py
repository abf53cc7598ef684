"""How fast the custody log grows and proves, as it gets long.

    python -m benchmarks.log_growth [--most 1000000]

Prints, at each length: entries a second while the last tenth was appended in rounds of 5,000 (time
of the clock), then in processor time one round of a single entry, an inclusion proof, a consistency
proof, the quick check of `vigie doctor` and, up to 100,000, the check of the whole log. The
database is the SQLite of a new installation.
"""

import argparse
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

from benchmarks.household import place
from vigie.cli import ready as ready
from vigie.evidence.custody import about_what, act_leaf
from vigie.flows.custody import (
    check_log,
    consistency_between,
    inclusion_of,
    sequence_log,
    to_hour,
)
from vigie.flows.custody.proving import head_of
from vigie.flows.worker import open_worker
from vigie.store.custody import LogEntry, LogHead

LENGTHS = (1_000, 10_000, 100_000, 1_000_000)
WHOLE_UP_TO = 100_000
BATCH = 5_000
REPEATS = 50


def main() -> None:
    """Measures in a process of its own, which finds the new installation in its environment."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--most", type=int, default=LENGTHS[-1])
    asked.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.inside:
        run([length for length in LENGTHS if length <= given.most])
        return
    with place() as home:
        inside = [sys.executable, "-m", "benchmarks.log_growth", "--inside", "--most"]
        subprocess.run([*inside, str(given.most)], env=home.environment, check=True)


def run(lengths: list[int]) -> None:
    """Grows one log through the lengths and measures at each."""
    seed = bytes.fromhex(open_worker("bench").vault.log_seed)
    now = datetime.now(tz=UTC)
    while sequence_log(seed, now):
        pass
    print("entries  appended/s  one round ms  inclusion ms  consistency ms  quick ms  whole s")
    for length in lengths:
        per_second = grow_to(length, seed, now)
        single = timed(lambda: (enter(1, now), sequence_log(seed, now)), 20)
        quick = timed(lambda: check_log(False, now), REPEATS)
        whole = "-"
        if length <= WHOLE_UP_TO:
            whole = f"{timed(lambda: check_log(True, now), 1) / 1000:.1f}"
        print(
            f"{length:>7}  {per_second:>10.0f}  {single:>12.1f}  {inclusion_ms(length):>12.2f}  "
            f"{consistency_ms():>14.2f}  {quick:>8.2f}  {whole:>7}",
            flush=True,
        )


def enter(count: int, now: datetime) -> None:
    """Acts that wait for their place, with leaves of the size of real ones."""
    salt, hour = bytes(16), to_hour(now)
    numbers = [random.getrandbits(60) for _ in range(count)]
    abouts = [about_what("T-BENCH", number, "", salt) for number in numbers]
    LogEntry.objects.bulk_create(
        LogEntry(
            act="opened", actor="R-BENCH", hour=hour, salt=salt, subject="T-BENCH",
            item_number=number, leaf=act_leaf("opened", "R-BENCH", hour, about),
        )
        for number, about in zip(numbers, abouts, strict=True)
    )  # fmt: skip


def grow_to(length: int, seed: bytes, now: datetime) -> float:
    """Appends until the log is this long; gives the entries a second of the last tenth."""
    seconds, added = 0.0, 0
    while (size := LogEntry.objects.exclude(position=None).count()) < length:
        count = min(BATCH, length - size)
        enter(count, now)
        start = time.perf_counter()
        sequence_log(seed, now)
        if size >= length * 9 // 10 or length <= 2 * BATCH:
            seconds, added = seconds + time.perf_counter() - start, added + count
    return added / seconds


def inclusion_ms(size: int) -> float:
    """An inclusion proof of an entry anywhere."""
    places = [random.randrange(size) for _ in range(REPEATS)]
    entries = list(LogEntry.objects.filter(position__in=places))
    found = iter(entries)
    return timed(lambda: inclusion_of(next(found)), len(entries))


def consistency_ms() -> float:
    """A consistency proof from a head anywhere to the newest."""
    heads = [head_of(each) for each in LogHead.objects.order_by("size")]
    return timed(lambda: consistency_between((random.choice(heads), heads[-1])), REPEATS)


def timed(what: Callable[[], object], times: int) -> float:
    """The median in milliseconds of processor time: the disk's share depends on the disk."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        what()
        taken.append(1000 * (time.process_time() - start))
    return statistics.median(taken)


if __name__ == "__main__":
    main()
