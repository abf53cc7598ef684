"""`vigie log export`: the whole custody log in one file, for whoever is to check it offline."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from vigie.cli import ready as ready
from vigie.evidence.installation import write_private
from vigie.flows.custody import log_bundle


class Action(StrEnum):
    """What can be done with the log."""

    EXPORT = "export"


def log(
    action: Annotated[Action, typer.Argument(help="export: write the whole log.")],  # noqa: ARG001 (there is one)
    out: Annotated[Path, typer.Option(help="The file to write, vigie.log/1.")],
) -> None:
    """Writes every leaf, the heads and their timestamps; the file names nobody and no testimony."""
    paper = log_bundle()
    write_private(out, json.dumps(paper).encode())
    sys.stderr.write(f"{len(paper['leaves'])} entries in {out}; 'vigie verify {out}' checks it\n")
