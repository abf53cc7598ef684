"""`vigie keys`: which keys there are, who holds them, until when; no secret is shown."""

import json as json_format
import sys
from typing import Annotated, Any

import typer

from vigie.cli import ready as ready
from vigie.flows.keys import KeyRow, key_rows


def keys(
    json: Annotated[bool, typer.Option(help="One JSON object a line.")] = False,
) -> None:
    """Shows the keys of the installation: kind, holder, since, state."""
    rows = key_rows()
    if json or not sys.stdout.isatty():
        for row in rows:
            sys.stdout.write(json_format.dumps(as_json(row)) + "\n")
        return
    for row in rows:
        sys.stdout.write(f"{row.kind:<10} {row.holder:<24} {row.since:<12} {row.state}\n")


def as_json(row: KeyRow) -> dict[str, Any]:
    """A row as a JSON object."""
    return {"kind": row.kind, "holder": row.holder, "since": row.since, "state": row.state}
