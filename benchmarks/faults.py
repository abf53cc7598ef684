"""Faults on real processes: kill -9 at each step, disks, databases, clocks, damage, duplicates.

Prints a table: fault, what is expected, what was seen; ends with 1 when one is not as expected.
Usage: python -m benchmarks.faults [--only WORD]
"""

import argparse
import importlib
import sys
import time
import traceback

from benchmarks.faulty.staging import FAULTS, Fault

ROOMS = ("killed_intake", "killed_worker", "killed_desk", "disks", "databases", "damage", "house")


def seen(each: Fault) -> str:
    """What was not as expected, in one line; empty when all was."""
    try:
        return each.act()
    except Exception as error:  # noqa: BLE001 - a fault that cannot be made is not as expected
        traceback.print_exc()
        return f"{type(error).__name__}: {error}"


def main() -> None:
    """Makes every fault, one after another."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="faults whose name has this word")
    asked = parser.parse_args()
    for room in ROOMS:
        importlib.import_module(f"benchmarks.faulty.{room}")
    chosen = [each for each in FAULTS if asked.only in each.name]
    wrong = 0
    for each in chosen:
        began = time.monotonic()
        problem = seen(each)
        wrong += bool(problem)
        took = time.monotonic() - began
        print(f"| {each.name} | {each.expected} | {problem or 'as expected'} |", flush=True)
        print(f"  {took:.0f} s", file=sys.stderr, flush=True)
    print(f"{len(chosen)} faults, {wrong} not as expected")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
