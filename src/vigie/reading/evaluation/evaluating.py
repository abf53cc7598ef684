"""Reads every picture that has a truth beside it, and measures it; nothing is kept or sent."""

import resource
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vigie.kernel.errors import BadInput
from vigie.reading.engines import Engine, engines
from vigie.reading.evaluation.measuring import Measured, measure
from vigie.reading.evaluation.truths import Truth, read_truth
from vigie.reading.read import ENGINE, read_files
from vigie.reading.screenshots.agreement import Reader

BLANK = (64, 64, 3)
NOTHING_FOUND = "no_conversation"


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One truth file: its truth and what was measured, or the sentence that says why not."""

    path: Path
    truth: Truth | None = None
    measured: Measured | None = None
    problem: str = ""


def truth_files(folder: Path) -> tuple[Path, ...]:
    """The truth files in a folder and below; raises BadInput when there is none."""
    if not folder.is_dir():
        raise BadInput(f"{folder} is not a folder.")
    found = tuple(sorted(folder.rglob("*.json")))
    if not found:
        raise BadInput(f"{folder} holds no truth: a JSON file beside each picture.")
    return found


def evaluated(
    paths: tuple[Path, ...], engine: Engine | None = None, second: Reader | None = None
) -> Iterator[Evaluated]:
    """Measures one truth after the other; what is wrong with one does not stop the others.

    A `second` engine marks for a check what it reads otherwise.
    """
    chosen = engine or engines.get(ENGINE)
    chosen.lines(np.full(BLANK, 255, np.uint8))
    if second:
        second(np.full(BLANK[:2], 255, np.uint8))
    for path in paths:
        try:
            truth = read_truth(path)
            yield Evaluated(path, truth, _measured(path, truth, chosen, second))
        except BadInput as error:
            yield Evaluated(path, problem=str(error))


def _measured(path: Path, truth: Truth, engine: Engine, second: Reader | None) -> Measured:
    given = [(name, path.parent / name) for name in truth.images]
    for name, file in given:
        if not file.is_file():
            raise BadInput(f"the picture {name} is not beside it.")
    before = cpu_seconds()
    reading = read_files(given, separate=len(given) == 1, engine=engine, second=second)
    spent = cpu_seconds() - before
    refused = [each for each in reading.unreadable if each.reason == NOTHING_FOUND]
    for each in reading.unreadable:
        if each.reason != NOTHING_FOUND:
            raise BadInput(str(each))
    return measure(truth, reading.conversations, spent, refused=bool(refused))


def cpu_seconds() -> float:
    """The processor time of this process and of its finished children."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)
