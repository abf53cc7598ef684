"""`vigie evaluate NAME --data DIR`: how well Vigie does on one's own labelled files, in place."""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import track

from vigie.cli.evaluate_cases import CaseShape, evaluate_cases
from vigie.cli.scores import bar_line, group_line, show_bars, show_groups, write_line
from vigie.kernel.errors import BadInput
from vigie.reading.engines import tesseract
from vigie.reading.evaluation.evaluating import Evaluated, evaluated, truth_files
from vigie.reading.evaluation.figures import verdicts
from vigie.reading.evaluation.measuring import Counts

NAME = typer.Argument(help="What to measure: functions, signals or reading.", metavar="NAME")
DATA = typer.Option("--data", help="Your own labelled files; functions has its own suite.")
SLIPS = typer.Option("--slips", help="Each difference too, with its words.")
FINDINGS = typer.Option("--findings", help="Judge these vigie.findings/1 lines, of another tool.")
CONVERSATIONS = typer.Option(
    "--conversations", help="Only print the cases' vigie.conversation/1 lines, for another tool."
)
SECOND = typer.Option(
    "--second-opinion", help="Mark for a check what another engine (the extra) reads otherwise."
)
JSON = typer.Option("--json", help="JSON Lines on a terminal too.")


@dataclass(frozen=True, slots=True)
class Shape:
    """How an evaluation is to be shown."""

    lines: bool
    slips: bool
    second_opinion: bool = False
    findings: Path | None = None
    conversations: bool = False


def evaluate(
    name: Annotated[str, NAME],
    data: Annotated[Path | None, DATA] = None,
    slips: Annotated[bool, SLIPS] = False,
    second_opinion: Annotated[bool, SECOND] = False,
    findings: Annotated[Path | None, FINDINGS] = None,
    conversations: Annotated[bool, CONVERSATIONS] = False,
    json: Annotated[bool, JSON] = False,
) -> None:
    """Measure Vigie on your own labelled files: nothing is kept, nothing leaves."""
    if name not in EVALUATIONS:
        known = ", ".join(EVALUATIONS)
        raise BadInput(f"there is nothing called {name!r} to evaluate; there is {known}.")
    shape = Shape(json or not on_terminal(), slips, second_opinion, findings, conversations)
    if not EVALUATIONS[name](data, shape):
        raise typer.Exit(1)


def on_terminal() -> bool:
    """Whether someone looks at what is printed."""
    return sys.stdout.isatty()


def evaluate_reading(data: Path | None, shape: Shape) -> bool:
    """Measures the reading of pictures; whether every truth could be used."""
    if data is None:
        raise BadInput("say with --data which folder of pictures and truths is to be read.")
    console = Console()
    by_variant: dict[str, Counts] = defaultdict(Counts)
    by_family: dict[str, Counts] = defaultdict(Counts)
    whole = True
    second = tesseract.reader() if shape.second_opinion else None
    for each in _tracked(truth_files(data), second):
        if each.truth is None or each.measured is None:
            typer.echo(f"{each.path}: {each.problem}", err=True)
            whole = False
            continue
        by_variant[each.truth.variant] += each.measured.counts
        by_family[each.truth.family] += each.measured.counts
        _say(each, data, shape, console)
    if by_variant:
        show_sums(console, by_variant, by_family, lines=shape.lines)
    return whole


def _tracked(paths: tuple[Path, ...], second: tesseract.Reader | None) -> Iterator[Evaluated]:
    """The evaluations, with a bar on standard error where there is someone to see it."""
    console = Console(stderr=True)
    yield from track(
        evaluated(paths, second=second),
        total=len(paths),
        description="",
        console=console,
        disable=not sys.stderr.isatty(),
    )


def _say(each: Evaluated, data: Path, shape: Shape, console: Console) -> None:
    """One truth: a line, or its differences when they are asked for."""
    if each.measured is None:
        return
    place = str(each.path.relative_to(data))
    slips = [asdict(slip) for slip in each.measured.slips]
    if shape.lines:
        line = group_line("truth", place, each.measured.counts)
        write_line(line | {"slips": slips} if shape.slips else line)
    elif shape.slips and slips:
        console.print(place, style="bold", markup=False)
        for slip in slips:
            console.print(f"  {slip['what']}: {slip['true']!r} {slip['read']!r}", markup=False)


def show_sums(
    console: Console,
    by_variant: Mapping[str, Counts],
    by_family: Mapping[str, Counts],
    *,
    lines: bool,
) -> None:
    """The sums by variant and by family, all of them, and the bars."""
    everything = sum(by_variant.values(), Counts())
    if not lines:
        show_groups(console, "By variant", {**_sorted(by_variant), "all": everything})
        show_groups(console, "By family", _sorted(by_family))
        show_bars(console, verdicts(by_variant))
        return
    for each in _sum_lines(by_variant, by_family, everything):
        write_line(each)


def _sum_lines(
    by_variant: Mapping[str, Counts], by_family: Mapping[str, Counts], everything: Counts
) -> Iterable[dict[str, Any]]:
    yield from (group_line("variant", *each) for each in _sorted(by_variant).items())
    yield from (group_line("family", *each) for each in _sorted(by_family).items())
    yield group_line("all", "", everything)
    yield from map(bar_line, verdicts(by_variant))


def _sorted(groups: Mapping[str, Counts]) -> dict[str, Counts]:
    return {name: groups[name] for name in sorted(groups)}


def evaluate_functions(data: Path | None, shape: Shape) -> bool:
    """Measures the finding of signals on cases, the functional suite when none are given."""
    asked = CaseShape(shape.lines, shape.slips, shape.findings, shape.conversations)
    return evaluate_cases(data, asked)


def evaluate_signals(data: Path | None, shape: Shape) -> bool:
    """Measures the finding of signals on one's own labelled conversations."""
    if data is None:
        raise BadInput("say with --data which labelled conversations are to be read.")
    return evaluate_functions(data, shape)


EVALUATIONS: Mapping[str, Callable[[Path | None, Shape], bool]] = {
    "functions": evaluate_functions,
    "signals": evaluate_signals,
    "reading": evaluate_reading,
}
