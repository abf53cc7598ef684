"""How well screenshots are read, by variant and by theme, with the bars, the cost and the memory.

`python -m benchmarks.reading` draws seeds of the development themes (`--seeds 0-31`) and reads
them; `python -m benchmarks.reading FOLDER` reads a folder of pictures and truths. `--slips` prints
each difference; `--second-opinion` asks the other engine too. rapidocr alone reads the same pages
in a process of its own (`--alone 0`: not).
"""

import argparse
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from benchmarks.page_alone import PageAlone, page_alone, peak_bytes
from vigie.cli.evaluate import show_sums
from vigie.reading.engines import tesseract
from vigie.reading.evaluation.evaluating import Evaluated, evaluated, truth_files
from vigie.reading.evaluation.measuring import Counts

MEBIBYTE = 2**20
WIDTH = 132


def main() -> None:
    """Reads a folder, or seeds drawn for the occasion, and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--seeds", default="0-31", help="first-last")
    parser.add_argument("--slips", action="store_true", help="each difference")
    parser.add_argument("--second-opinion", action="store_true", help="with the second engine")
    parser.add_argument("--alone", type=int, default=40, help="pages rapidocr reads alone")
    asked = parser.parse_args()
    with _pictures(asked.folder, asked.seeds) as folder, page_alone() as other:
        second = tesseract.reader() if asked.second_opinion else None
        _measure(folder, other, asked.alone, second, slips=asked.slips)


@contextmanager
def _pictures(folder: Path | None, seeds: str) -> Iterator[Path]:
    """The folder that was given, or one with fresh pictures."""
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory() as drawn:
        command = [sys.executable, "-m", "benchmarks.themes.render", seeds, "--out", drawn]
        subprocess.run(command, check=True)
        yield Path(drawn)


def _measure(
    folder: Path, other: PageAlone, pages: int, second: tesseract.Reader | None, *, slips: bool
) -> None:
    console = Console(width=WIDTH)
    by_variant: dict[str, Counts] = defaultdict(Counts)
    by_family: dict[str, Counts] = defaultdict(Counts)
    ours = alone = 0.0
    left = pages
    for each in evaluated(truth_files(folder), second=second):
        if each.truth is None or each.measured is None:
            console.print(f"{each.path}: {each.problem}", markup=False)
            continue
        by_variant[each.truth.variant] += each.measured.counts
        by_family[each.truth.family] += each.measured.counts
        if slips:
            _print_slips(console, each)
        if left > 0:
            ours += each.measured.counts.cpu_seconds
            alone += sum(other.cpu_seconds(each.path.parent / n) for n in each.truth.images)
            left -= len(each.truth.images)
    show_sums(console, by_variant, by_family, lines=False)
    if alone:
        console.print(
            _cost(ours, alone, pages - left, other.peak_bytes()), markup=False, soft_wrap=True
        )


def _print_slips(console: Console, each: Evaluated) -> None:
    """The differences of one picture."""
    if each.measured is not None and each.measured.slips:
        console.print(each.path.name, style="bold", markup=False)
        for slip in each.measured.slips:
            console.print(f"  {slip.what}: {slip.true!r} {slip.read!r}", markup=False)


def _cost(ours: float, alone: float, pages: int, alone_bytes: int) -> str:
    """One paragraph on time and memory."""
    return (
        f"Over {pages} pages: {ours / pages:.2f} s of processor each, {alone / pages:.2f} s for "
        f"rapidocr alone on the whole page, ratio {ours / alone:.2f}. "
        f"Most memory: {peak_bytes() / MEBIBYTE:.0f} MiB, {alone_bytes / MEBIBYTE:.0f} MiB alone."
    )


if __name__ == "__main__":
    main()
