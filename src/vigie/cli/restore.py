"""`vigie restore`: a backup into a new folder; nothing is served before erasures are replayed."""

import importlib
import os
from pathlib import Path
from typing import Annotated

import typer

Optional = Path | None


def restore(
    file: Annotated[Path, typer.Argument(help="The backup.")],
    into: Annotated[Path, typer.Option(help="A new folder.")],
    key: Annotated[Optional, typer.Option(help="File with the age key that opens it.")] = None,
    ledger: Annotated[Optional, typer.Option(help="A newer copy of erased.ledger.")] = None,
    head: Annotated[Optional, typer.Option(help="The newest published head, or a receipt.")] = None,
    json: Annotated[bool, typer.Option(help="One JSON object.")] = False,
) -> None:
    """Restores, erases again what was erased since, and says what is missing."""
    os.umask(0o077)
    os.environ["VIGIE_DATA"] = str(into.absolute())
    importlib.import_module("vigie.cli.restoring").run(file, key, ledger, head, as_json=json)
