"""Ten thousand random tamperings of a real log and of its papers: each must be seen.

    python -m benchmarks.tamper [--times 10000] [--seed 1] [--untouched 200]

A log is made by the real flows: testimonies told, read, opened, noted, one withdrawn and erased,
two heads published. Then, as often of each kind:

- in the database: something is changed, and `check_log` (`vigie doctor --whole`) must say so;
- history written anew: with the log key and the worker's note too, so that the log is whole again;
  a receipt and the published heads, kept outside, must contradict it (`vigie verify`);
- in a paper: a value changed, a part taken from another testimony, everything signed anew by
  another installation; `vigie verify` with the published log key must say so.

Nothing untouched may be accused: the log after each of `--untouched` more acts, and its papers.
What is not counted, because nothing is untrue after it: a receipt without its `log` part, which
says less; a head that was never published and is taken away.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime

from benchmarks import tamperings
from benchmarks.household import SOURCE
from vigie.cli import ready as ready
from vigie.evidence.logs import contradiction
from vigie.evidence.verdicts import check_paper
from vigie.flows.custody import check_log, log_act, log_bundle, sequence_log
from vigie.store.custody import LogEntry


def main() -> None:
    """Works in a process of its own, which finds the new installation in its environment."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--times", type=int, default=10_000)
    asked.add_argument("--untouched", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.inside:
        sys.exit(run(given.times, given.untouched, random.Random(given.seed)))
    with tempfile.TemporaryDirectory(prefix="vigie-") as folder:
        home = {"VIGIE_DATA": f"{folder}/data", "VIGIE_DEMO": "1", "PYTHONPATH": str(SOURCE)}
        command = [sys.executable, "-m", "benchmarks.tamper", "--inside", *sys.argv[1:]]
        sys.exit(subprocess.run(command, env={**os.environ, **home}, check=False).returncode)


def run(times: int, untouched: int, draw: random.Random) -> int:
    """Prints what was seen by kind; gives 1 when something was missed or wrongly accused."""
    scene = tamperings.Scene.made(datetime.now(tz=UTC))
    accused = accusations(scene, untouched)
    kinds = tamperings.kinds(scene, draw)
    tried: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for number in range(times):
        kind = list(kinds)[number % len(kinds)]
        tried[kind] += 1
        seen[kind] += kinds[kind]()
    entries = LogEntry.objects.count()
    print(f"a log of {entries} entries; seen of tried, by kind")
    for kind in kinds:
        print(f"  {kind:<60} {seen[kind]:>5} of {tried[kind]}")
    print(f"all: {seen.total()} of {tried.total()}; untouched and accused: {accused}")
    return int(seen != tried or accused > 0)


def accusations(scene: tamperings.Scene, rounds: int) -> int:
    """How often a true log or a true paper was said to be wrong."""
    wrong = sum(not check_paper(each, scene.log_public, None).valid for each in scene.papers)
    wrong += contradiction(scene.papers) is not None
    with tamperings.undone():
        for number in range(rounds):
            log_act(LogEntry.Act.LENT, actor="R-OTHER", now=scene.end, detail=str(number))
            if number % 3 == 0:
                sequence_log(scene.seed, scene.end)
            wrong += bool(check_log(number % 2 == 0, scene.end))
        sequence_log(scene.seed, scene.end)
        wrong += contradiction([*scene.papers, log_bundle()]) is not None
    return wrong


if __name__ == "__main__":
    main()
