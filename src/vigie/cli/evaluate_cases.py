"""`vigie evaluate functions|signals`: cases are screened, judged, and reported."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from vigie.kernel.errors import BadInput
from vigie.kernel.findings import Findings
from vigie.kernel.formats import conversation_to_json, findings_from_json
from vigie.signals.evaluation.cases import Case, Unread, cases_in, suite
from vigie.signals.evaluation.figures import Rate
from vigie.signals.evaluation.judging import Judged, Screen, found_in, judge
from vigie.signals.evaluation.report import (
    LEAST_RIGHT,
    MOST_LOST,
    early,
    losses,
    precisions,
    rows,
    subgroups,
    sums,
)

MET = {True: ("met", "green"), False: ("missed", "bold red")}


@dataclass(frozen=True, slots=True)
class CaseShape:
    """What is asked: lines or tables, the wrong cases too, another tool's findings, the cases."""

    lines: bool
    slips: bool
    findings: Path | None = None
    conversations: bool = False


def evaluate_cases(data: Path | None, shape: CaseShape) -> bool:
    """Measures on the cases of `data`, or of the suite; whether every line could be read."""
    read = list(suite() if data is None else cases_in(data))
    unread = [each for each in read if isinstance(each, Unread)]
    for each in unread:
        typer.echo(f"{each.place}: {each.reason}", err=True)
    cases = [each for each in read if isinstance(each, Case)]
    if not cases:
        raise BadInput("there is no case to measure; a case is a line of vigie.case/1.")
    if shape.conversations:
        for case in cases:
            _print(conversation_to_json(case.conversation))
        return not unread
    screen = found_in if shape.findings is None else _given(shape.findings)
    judged = [judge(case, screen(case)) for case in _tracked(cases)]
    show = _show_lines if shape.lines else _show_tables
    show(judged, whole=shape.findings is None)
    if shape.slips:
        _show_slips(judged, lines=shape.lines)
    return not unread


def _tracked(cases: Sequence[Case]) -> Iterator[Case]:
    """The cases, with a bar on standard error where there is someone to see it."""
    silent = not sys.stderr.isatty()
    yield from track(cases, description="", console=Console(stderr=True), disable=silent)


def _given(path: Path) -> Screen:
    """Another tool's findings instead of ours, by the conversation that they name."""
    found: dict[str, Findings] = {}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                each = findings_from_json(json.loads(line))
            except (ValueError, KeyError, TypeError, BadInput) as error:
                raise BadInput(f"{path}, line {number}: no vigie.findings/1: {error}") from error
            found[each.conversation] = each

    def given(case: Case) -> Findings:
        nothing = Findings(conversation=case.conversation.id, severity="none")
        return found.get(case.conversation.id, nothing)

    return given


def _figures(judged: Sequence[Judged], *, whole: bool) -> Iterator[dict[str, Any]]:
    """Every figure as an object; what asks for more screening only of our own findings."""
    for row in rows(judged):
        yield {
            "kind": "function",
            "name": row.function,
            "language": row.language,
            "half": row.half,
            "expected": row.expected,
            **_rate(row.rate),
            "met": row.met,
        }
    for (expected, language, half), rate in sums(judged).items():
        about = {"expected": expected, "language": language, "half": half}
        yield {"kind": "sum", **about, **_rate(rate), "aim": LEAST_RIGHT[expected]}
    for each in precisions(judged):
        interval = [each.least, each.most]
        yield {
            "kind": "precision",
            "one_in": each.one_in,
            "share": each.share,
            "interval": interval,
        }
    for name, rate in subgroups(judged).items():
        yield {"kind": "subgroup", "name": name, **_rate(rate)}
    if whole:
        for words, rate in early(judged).items():
            yield {"kind": "early", "words": words, **_rate(rate)}
        for name, rate in losses(judged).items():
            yield {"kind": "disguise", "name": name, **_rate(rate), "aim": 1 - MOST_LOST[name]}


def _rate(rate: Rate) -> dict[str, Any]:
    return {
        "right": rate.right,
        "total": rate.total,
        "share": rate.share,
        "interval": list(rate.interval),
    }


def _show_lines(judged: Sequence[Judged], *, whole: bool) -> None:
    for each in _figures(judged, whole=whole):
        _print(each)


def _print(value: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def _show_tables(judged: Sequence[Judged], *, whole: bool) -> None:
    console = Console()
    figures = list(_figures(judged, whole=whole))
    _show_functions(console, [each for each in figures if each["kind"] == "function"])
    for kind, title in TITLES.items():
        own = [each for each in figures if each["kind"] == kind]
        if own:
            _show_kind(console, title, own)


TITLES = {
    "sum": "Right, by what is expected",
    "precision": "If one conversation in so many is of concern: what part of the flagged ones is",
    "subgroup": "Ordinary talk left alone, by whom it speaks of",
    "early": "Concern found after so many words",
    "disguise": "Concern still found when three words in ten are disguised",
}


def _show_functions(console: Console, figures: Sequence[Mapping[str, Any]]) -> None:
    columns = dict.fromkeys((each["language"], each["half"]) for each in figures)
    names = dict.fromkeys((each["name"], each["expected"]) for each in figures)
    cells = {(each["name"], each["language"], each["half"]): each for each in figures}
    table = Table(title="Right, by function", title_justify="left", box=None)
    table.add_column("", no_wrap=True)
    table.add_column("")
    for column in columns:
        table.add_column(" ".join(filter(None, column)), justify="right")
    for name, expected in names:
        row = (cells.get((name, *column)) for column in columns)
        table.add_row(name, expected, *(_cell(each) for each in row))
    console.print(table)
    console.print()


def _cell(figure: Mapping[str, Any] | None) -> Text:
    if figure is None:
        return Text("–")
    style = "" if figure["met"] else "bold red"
    return Text(f"{figure['right']}/{figure['total']}", style)


def _show_kind(console: Console, title: str, figures: Sequence[Mapping[str, Any]]) -> None:
    table = Table(title=title, title_justify="left", box=None, show_header=False)
    for each in figures:
        about = [each.get(key) for key in ("expected", "name", "language", "half")]
        named = " ".join(str(part) for part in about if part)
        label = named or (
            f"1 in {each['one_in']:,}" if "one_in" in each else f"{each['words']} words"
        )
        counts = f"{each['right']}/{each['total']}" if "total" in each else ""
        table.add_row(label, counts, _share(each["share"]), _interval(each["interval"]), _aim(each))
    console.print(table)
    console.print()


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.3f}"


def _interval(interval: Sequence[float | None]) -> str:
    return f"[{_share(interval[0])}, {_share(interval[1])}]"


def _aim(figure: Mapping[str, Any]) -> Text:
    if "aim" not in figure or figure["share"] is None:
        return Text("")
    word, style = MET[figure["share"] >= figure["aim"]]
    return Text(f"aim {figure['aim']:.2f}: {word}", style)


def _show_slips(judged: Sequence[Judged], *, lines: bool) -> None:
    console = Console()
    for each in (one for one in judged if not one.right):
        said = " / ".join(f"{turn.author}: {turn.text}" for turn in each.case.conversation.turns)
        signs = [f"{signal.rule} “{signal.quotes[0].text}”" for signal in each.findings.signals]
        if lines:
            wrong = {"kind": "wrong", "id": each.case.id, "severity": each.findings.severity}
            _print({**wrong, "signs": signs, "said": said})
            continue
        console.print(f"{each.case.id} {each.findings.severity}", style="bold", markup=False)
        console.print(f"  {said}\n  {', '.join(signs)}", markup=False, highlight=False)
