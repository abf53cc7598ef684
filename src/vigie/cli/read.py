"""`vigie read FILE…`: evidence becomes conversations, one JSON line each, or a table to look at."""

import json as jsonlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from vigie.kernel.conversations import Conversation, Turn
from vigie.kernel.formats import conversation_to_json
from vigie.reading.choosing import is_with
from vigie.reading.engines import tesseract
from vigie.reading.read import Progress as Tell
from vigie.reading.read import read_files

STANDARD_INPUT = "-"
SHOWN_TURNS = 200

FILES = typer.Argument(
    help="Images, screen recordings, PDFs, data exports and texts; - is standard input."
)
SEPARATE = typer.Option("--separate", help="One conversation per image, without stitching.")
ONLY = typer.Option("--only", help="Only conversations with this person, by name or account.")
SECOND = typer.Option(
    "--second-opinion", help="Mark for a check what another engine (the extra) reads otherwise."
)
JSON = typer.Option("--json", help="JSON Lines (vigie.conversation/1) on a terminal too.")


def read(
    files: Annotated[list[str], FILES],
    separate: Annotated[bool, SEPARATE] = False,
    only: Annotated[str, ONLY] = "",
    second_opinion: Annotated[bool, SECOND] = False,
    json: Annotated[bool, JSON] = False,
) -> None:
    """Read evidence into conversations: JSON Lines when piped, a table on a terminal."""
    second = tesseract.reader() if second_opinion else None
    given, missing = _given(files)
    with _progress() as tell:
        reading = read_files(given, separate=separate, progress=tell, second=second)
    chosen = [each for each in reading.conversations if not only or is_with(each, only)]
    if on_terminal() and not json:
        _show(chosen)
    else:
        _write_lines(chosen)
    failures = [*missing, *map(str, reading.unreadable)]
    if only and not chosen:
        failures.append(f"No conversation is with {only}; run without --only to see their names.")
    for failure in failures:
        typer.echo(failure, err=True)
    if failures:
        raise typer.Exit(1)


def on_terminal() -> bool:
    """Whether someone looks at what is printed."""
    return sys.stdout.isatty()


def _given(files: Sequence[str]) -> tuple[list[tuple[str, bytes | Path]], list[str]]:
    """What is there to be read, and one line for each file that is not."""
    given: list[tuple[str, bytes | Path]] = []
    missing: list[str] = []
    for file in files:
        if file == STANDARD_INPUT:
            given.append((file, sys.stdin.buffer.read()))
            continue
        problem = _problem(Path(file))
        if problem:
            missing.append(f"{file}: {problem}")
        else:
            given.append((file, Path(file)))
    return given, missing


def _problem(path: Path) -> str | None:
    """Why a path cannot be opened; None when it can."""
    try:
        if path.is_dir():
            next(path.iterdir(), None)
        else:
            path.open("rb").close()
    except (OSError, ValueError) as error:
        return f"{getattr(error, 'strerror', None) or error}."
    return None


@contextmanager
def _progress() -> Iterator[Tell]:
    """A bar on standard error, where there is someone to see it."""
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _write_lines(conversations: Sequence[Conversation]) -> None:
    for conversation in conversations:
        line = jsonlib.dumps(conversation_to_json(conversation), ensure_ascii=False)
        sys.stdout.buffer.write(line.encode("utf-8") + b"\n")
    sys.stdout.flush()


def _show(conversations: Sequence[Conversation]) -> None:
    console = Console()
    for conversation in conversations:
        console.print(_table(conversation))
        for warning in conversation.warnings:
            console.print(Text(warning, style="yellow"))


def _table(conversation: Conversation) -> Table:
    names = {person.id: person.name for person in conversation.participants}
    table = Table(title=Text(_heading(conversation)), title_justify="left", show_edge=False)
    table.add_column("n", justify="right", style="dim")
    for column in ("", "time", "text"):
        table.add_column(column, overflow="fold")
    for turn in conversation.turns[:SHOWN_TURNS]:
        who = names.get(turn.author or "", turn.side or "")
        table.add_row(str(turn.n), Text(who), Text(_when(turn)), Text(_words(turn)))
    left = len(conversation.turns) - SHOWN_TURNS
    if left > 0:
        table.add_row("", "", "", Text(f"… {left} more (--json shows all)", style="dim"))
    return table


def _heading(conversation: Conversation) -> str:
    parts = (conversation.title, conversation.platform, conversation.language)
    turns = f"{len(conversation.turns)} turns"
    return " · ".join([part for part in parts if part] + [turns, conversation.id[:12]])


def _when(turn: Turn) -> str:
    return f"{turn.sent_at:%Y-%m-%d %H:%M}" if turn.sent_at else turn.sent_at_raw or ""


def _words(turn: Turn) -> str:
    kind = "" if turn.kind == "text" else f"[{turn.kind}]"
    marks = [mark for mark, held in (("cut", turn.partial), ("to check", turn.check)) if held]
    return " ".join(part for part in (kind, turn.text, *(f"({mark})" for mark in marks)) if part)
