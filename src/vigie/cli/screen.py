"""`vigie screen [FILE|-]`: conversations become findings, one JSON line each, or a table."""

import json as jsonlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from vigie.kernel.conversations import Conversation
from vigie.kernel.errors import BadInput
from vigie.kernel.findings import Findings, Signal
from vigie.kernel.formats import conversation_from_json, findings_to_json
from vigie.signals.screen import screen as screen_conversation

STANDARD_INPUT = "-"
SHOWN_QUOTES = 3
COLOURS = {"P1": "bold red", "P2": "red", "P3": "yellow", "P4": "cyan", "none": "dim"}

SOURCE = typer.Argument(help="A file of vigie.conversation/1 lines; - is standard input.")
JSON = typer.Option("--json", help="JSON Lines (vigie.findings/1) on a terminal too.")


def screen(
    source: Annotated[str, SOURCE] = STANDARD_INPUT,
    json: Annotated[bool, JSON] = False,
) -> None:
    """Screen conversations: findings as JSON Lines when piped, a table on a terminal."""
    text = _text_of(source)
    if not text.strip():
        _stop("There is nothing to screen: the input is empty.")
    show = _table if on_terminal() and not json else _line
    failed = False
    for number, read in _conversations(text):
        if isinstance(read, BadInput):
            failed = True
            typer.echo(f"Line {number}: {read}", err=True)
        else:
            show(screen_conversation(read))
    if failed:
        raise typer.Exit(1)


def on_terminal() -> bool:
    """Whether someone looks at what is printed."""
    return sys.stdout.isatty()


def _text_of(source: str) -> str:
    if source == STANDARD_INPUT:
        return sys.stdin.buffer.read().decode("utf-8", "replace")
    try:
        content = Path(source).read_bytes()
    except OSError:
        _stop(f"{source}: there is no such file to read.")
    if content.lstrip()[:1] not in (b"{", b""):
        _stop(
            f"{source}: these are no conversations; 'vigie read {source} | vigie screen' does it."
        )
    return content.decode("utf-8", "replace")


def _stop(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


def _conversations(text: str) -> Iterator[tuple[int, Conversation | BadInput]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, _conversation(line)


def _conversation(line: str) -> Conversation | BadInput:
    try:
        value = jsonlib.loads(line)
    except (ValueError, RecursionError):
        return BadInput("this is no JSON; 'vigie read' makes conversations of texts and images.")
    if not isinstance(value, dict):
        return BadInput("this is no conversation but a bare value.")
    try:
        return conversation_from_json(value)
    except BadInput as error:
        return error


def _line(findings: Findings) -> None:
    typer.echo(jsonlib.dumps(findings_to_json(findings), ensure_ascii=False))


def _table(findings: Findings) -> None:
    title = Text(f"{findings.conversation[:16]}  ", "bold")
    title.append(findings.severity, COLOURS[findings.severity])
    table = Table(title=title, title_justify="left", expand=True)
    for column in ("Stage", "Who", "Quotes", "Note"):
        table.add_column(column)
    for signal in findings.signals:
        table.add_row(*_row(signal))
    console = Console()
    console.print(table)
    for why in findings.why:
        console.print(Text(f"  {why.sentence.en}"))


def _row(signal: Signal) -> tuple[Text, ...]:
    quotes = " · ".join(f"{quote.turn}: {quote.text}" for quote in signal.quotes[:SHOWN_QUOTES])
    who = f"{signal.speaker or '?'}{' (reported)' if signal.reported else ''}"
    return Text(signal.stage), Text(who), Text(quotes), Text(signal.note.en)
