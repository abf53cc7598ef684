"""`vigie screen [FILE|-]`: conversations become findings, one JSON line each, or a table."""

import json as jsonlib
import sys
from collections.abc import Callable, Iterable, Iterator
from io import BufferedIOBase
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn
from rich.table import Table
from rich.text import Text

from vigie.cli.screen_explained import explained_lines, explained_tables
from vigie.kernel.conversations import Conversation
from vigie.kernel.errors import BadInput, Misconfigured
from vigie.kernel.findings import Findings, Signal
from vigie.kernel.formats import conversation_from_json, findings_to_json
from vigie.signals.rulesets import Ruleset, built_in, rules_in
from vigie.signals.screen import screen as screen_conversation

STANDARD_INPUT = "-"
SHOWN_QUOTES = 3
COLOURS = {"P1": "bold red", "P2": "red", "P3": "yellow", "P4": "cyan", "none": "dim"}

SOURCE = typer.Argument(help="A file of vigie.conversation/1 lines; - is standard input.")
RULES = typer.Option("--rules", help="Rules of your own too: a .toml file, or a folder of them.")
EXPLAIN = typer.Option("--explain", help="Which rules spoke, and why others did not.")
JSON = typer.Option("--json", help="JSON Lines (vigie.findings/1) on a terminal too.")
Show = Callable[[Conversation, Ruleset], None]


def screen(
    source: Annotated[str, SOURCE] = STANDARD_INPUT,
    rules: Annotated[Path | None, RULES] = None,
    explain: Annotated[bool, EXPLAIN] = False,
    json: Annotated[bool, JSON] = False,
) -> None:
    """Screen conversations: findings as JSON Lines when piped, a table on a terminal."""
    ruleset = _ruleset(rules)
    look = on_terminal() and not json
    if explain:
        show: Show = explained_tables if look else explained_lines
    else:
        show = _table if look else _line
    done, failed = 0, False
    for number, read in _conversations(_lines_of(source)):
        done += 1
        if isinstance(read, BadInput):
            failed = True
            typer.echo(f"Line {number}: {read}", err=True)
        else:
            show(read, ruleset)
    if not done:
        _stop("There is nothing to screen: the input is empty.")
    if failed:
        raise typer.Exit(1)


def on_terminal() -> bool:
    """Whether someone looks at what is printed."""
    return sys.stdout.isatty()


def _ruleset(path: Path | None) -> Ruleset:
    try:
        return built_in() if path is None else built_in().growing(rules_in(path))
    except Misconfigured as error:
        _stop(str(error))


def _lines_of(source: str) -> Iterator[bytes]:
    """The lines of the source, one at a time, with a bar where there is someone to see it."""
    if source == STANDARD_INPUT:
        yield from _followed(sys.stdin.buffer, None)
        return
    path = Path(source)
    try:
        with path.open("rb") as opened:
            if opened.peek(1)[:1] not in (b"{", b"", b"\n", b" "):
                _stop(
                    f"{source}: these are no conversations; "
                    f"'vigie read {source} | vigie screen' does it."
                )
            yield from _followed(opened, path.stat().st_size)
    except OSError:
        _stop(f"{source}: there is no such file to read.")


def _followed(lines: BufferedIOBase | Iterable[bytes], size: int | None) -> Iterator[bytes]:
    silent = not sys.stderr.isatty() or (on_terminal() and size is None)
    columns = (TextColumn("screening"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True), disable=silent, transient=True) as bar:
        task = bar.add_task("", total=size)
        for line in lines:
            yield line
            if not silent:
                bar.advance(task, len(line))


def _stop(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


def _conversations(lines: Iterable[bytes]) -> Iterator[tuple[int, Conversation | BadInput]]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, _conversation(line)


def _conversation(line: bytes) -> Conversation | BadInput:
    try:
        value = jsonlib.loads(line.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return BadInput("this is no JSON; 'vigie read' makes conversations of texts and images.")
    if not isinstance(value, dict):
        return BadInput("this is no conversation but a bare value.")
    try:
        return conversation_from_json(value)
    except BadInput as error:
        return error


def _line(conversation: Conversation, ruleset: Ruleset) -> None:
    findings = screen_conversation(conversation, ruleset)
    sys.stdout.write(jsonlib.dumps(findings_to_json(findings), ensure_ascii=False) + "\n")


def _table(conversation: Conversation, ruleset: Ruleset) -> None:
    show_findings(Console(), screen_conversation(conversation, ruleset))


def show_findings(console: Console, findings: Findings) -> None:
    """One conversation's findings as a table, with the reasons of its severity under it."""
    title = Text(f"{findings.conversation[:16]}  ", "bold")
    title.append(findings.severity, COLOURS[findings.severity])
    table = Table(title=title, title_justify="left", expand=True)
    for column in ("Stage", "Who", "Quotes", "Note"):
        table.add_column(column)
    for signal in findings.signals:
        table.add_row(*_row(signal))
    console.print(table)
    for why in findings.why:
        console.print(Text(f"  {why.sentence.en}"))


def _row(signal: Signal) -> tuple[Text, ...]:
    quotes = " · ".join(f"{quote.turn}: {quote.text}" for quote in signal.quotes[:SHOWN_QUOTES])
    who = f"{signal.speaker or '?'}{' (reported)' if signal.reported else ''}"
    return Text(signal.stage), Text(who), Text(quotes), Text(signal.note.en)
