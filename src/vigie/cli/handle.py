"""`vigie handle`: a link or a handle as a witness writes it, and the account it names."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from vigie.kernel.accounts import Account
from vigie.kernel.errors import BadInput
from vigie.kernel.formats import account_to_json
from vigie.linking.parse import parse_account

DONE, SOME_FAILED, WRONG_USAGE = 0, 1, 2
COLUMNS = ("text", "platform", "kind", "handle", "uid", "post_id", "posted_at")
Asked = tuple[str, str | None]


def handle(
    texts: Annotated[
        list[str] | None, typer.Argument(help="Links, handles or sentences that name an account.")
    ] = None,
    hint: Annotated[
        str | None, typer.Option(help="The platform, where the text does not say it.")
    ] = None,
    jsonl: Annotated[
        Path | None, typer.Option(help='Lines of {"text", "hint"}; "-" for the standard input.')
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON Lines instead of a table.")] = False,
) -> None:
    """Say which account each text names; nothing is ever fetched."""
    if bool(texts) == bool(jsonl):
        typer.echo("Give either texts or --jsonl FILE.", err=True)
        raise typer.Exit(WRONG_USAGE)
    failures: list[str] = []
    asked = _from_file(jsonl, failures) if jsonl else [(text, hint) for text in texts or ()]
    answers = (parse_account(text, said or hint) for text, said in asked)
    if as_json or not _on_a_terminal():
        _print_lines(answers)
    else:
        _print_table(answers)
    for failure in failures:
        typer.echo(failure, err=True)
    raise typer.Exit(SOME_FAILED if failures else DONE)


def _from_file(path: Path, failures: list[str]) -> Iterator[Asked]:
    """One question a line, in order; a line that cannot be read asks about nothing."""
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            yield _question(line)
        except BadInput as error:
            failures.append(f"{path}:{number}: {error}")
            yield "", None


def _lines(path: Path) -> list[str]:
    try:
        read = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        typer.echo(f"{path}: cannot be read ({error.strerror}).", err=True)
        raise typer.Exit(SOME_FAILED) from error
    return read.decode("utf-8-sig", errors="replace").split("\n")


def _question(line: str) -> Asked:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInput("this line is not JSON") from error
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise BadInput('this line has no "text"')
    said = value.get("hint")
    return value["text"], said if isinstance(said, str) else None


def _on_a_terminal() -> bool:
    return sys.stdout.isatty()


def _print_lines(answers: Iterable[Account]) -> None:
    for account in answers:
        line = json.dumps(account_to_json(account), ensure_ascii=False)
        print(line.encode("utf-8", errors="replace").decode())


def _print_table(answers: Iterable[Account]) -> None:
    table = Table(*COLUMNS, box=None, header_style="bold")
    for account in answers:
        written = account_to_json(account)
        table.add_row(*(str(written[column] or "") for column in COLUMNS))
    Console(markup=False, emoji=False, highlight=False).print(table)
