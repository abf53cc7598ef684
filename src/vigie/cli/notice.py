"""`vigie notice`: takes the papers of a case out of the house, for someone who may."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from vigie.cli import ready as ready
from vigie.cli.asking import ask_to_unlock
from vigie.flows.casework import open_case
from vigie.flows.notices import notice_paper
from vigie.kernel.errors import BadInput, NotFound

KINDS: tuple[Literal["pdf", "json"], ...] = ("pdf", "json")


def notice(
    case: Annotated[str, typer.Argument(help="Reference of the case, such as D-7K3Q9V2M.")],
    out: Annotated[Path, typer.Option(help="Folder to write the papers in.")],
    name: Annotated[str, typer.Option("--as", help="Your name at the desk.")],
) -> None:
    """Writes the notices of a case as PDF and JSON; asks for passphrase and second factor."""
    now = datetime.now(tz=UTC)
    desk = ask_to_unlock(name, now)
    found = open_case(desk, case, now).notices
    if not found:
        raise NotFound(f"No notice was made in {case} yet; make one at the desk.")
    if out.exists() and not out.is_dir():
        raise BadInput(f"{out} is a file; name a folder.")
    out.mkdir(parents=True, exist_ok=True)
    for each in found:
        for kind in KINDS:
            target = out / f"{each.reference}.{kind}"
            target.write_bytes(notice_paper(desk, each.reference, kind, now))
            sys.stdout.write(f"{target}\n")
