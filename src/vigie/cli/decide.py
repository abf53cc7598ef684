"""`vigie decide`: what the organisation decided, recorded; without arguments, what is recorded."""

import json as json_format
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from vigie.cases.decisions import Asked
from vigie.cli import ready as ready
from vigie.flows.decisions import Recorded, record_decisions, recorded, undecided
from vigie.kernel.errors import BadInput


def decide(
    values: Annotated[
        list[str] | None, typer.Argument(help="NAME=VALUE, once or several times.")
    ] = None,
    by: Annotated[str, typer.Option(help="Who decided: a name and a function.")] = "",
    protocol: Annotated[
        Path | None, typer.Option(help="The written protocol, a text file.")
    ] = None,
    missing: Annotated[bool, typer.Option(help="Only what is still to be decided.")] = False,
    json: Annotated[bool, typer.Option(help="One JSON object a line.")] = False,
) -> None:
    """Records decisions, which the custody log remembers; or lists them."""
    if values:
        text = "" if protocol is None else _text_of(protocol)
        record_decisions(_pairs(values), by, text, datetime.now(tz=UTC))
    left = undecided()
    if missing:
        sys.stdout.write(to_decide(left))
        raise typer.Exit(1 if left else 0)
    for line in listing(recorded(), left, as_lines=json or not sys.stdout.isatty()):
        sys.stdout.write(f"{line}\n")


def to_decide(left: Sequence[Asked]) -> str:
    """What is missing, why, and the exact command for each; nothing when all is there."""
    return "".join(f"  {each.command()}\n      {each.sentence.en}\n" for each in left)


def listing(rows: Sequence[Recorded], left: Sequence[Asked], *, as_lines: bool) -> list[str]:
    """Each decision that was recorded, then each that is missing."""
    if as_lines:
        return [json_format.dumps(each, ensure_ascii=False) for each in _as_json(rows, left)]
    said = [
        f"{row.name:<20} {row.value}  ({row.decided_by}, {row.decided_on}"
        f"{', with a protocol' if row.protocol else ''})"
        f"{'  NOT as the log has it: record it again' if row.altered else ''}"
        for row in rows
    ]
    return [*said, *(f"{each.name:<20} NOT decided: {each.command()}" for each in left)]


def _as_json(rows: Sequence[Recorded], left: Sequence[Asked]) -> list[dict[str, object]]:
    known: list[dict[str, object]] = [
        {
            "name": row.name,
            "value": row.value,
            "by": row.decided_by,
            "on": row.decided_on.isoformat(),
            "protocol": row.protocol,
            "altered": row.altered,
        }
        for row in rows
    ]
    known += [{"name": each.name, "missing": each.command()} for each in left]
    return known


def _pairs(values: Sequence[str]) -> dict[str, str]:
    pairs = [each.partition("=") for each in values]
    if any(not sign for _, sign, _ in pairs):
        raise BadInput("Write each decision as NAME=VALUE.")
    return {name.strip(): value for name, _, value in pairs}


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read as a text; give the protocol as UTF-8.") from error
