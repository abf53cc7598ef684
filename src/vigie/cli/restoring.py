"""The part of `vigie restore` that needs Django: its settings are read once the folder is known."""

import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from vigie.cli import ready as ready
from vigie.cli.backup import existing
from vigie.cli.backup_key import read_secret
from vigie.evidence.ledger import parse_ledger
from vigie.flows.keeping.restoring import Head, as_json, restore, sentences
from vigie.flows.place import folder
from vigie.kernel.errors import BadInput


def run(
    file: Path, key: Path | None, ledger: Path | None, head: Path | None, *, as_json: bool
) -> None:
    """Restores into the folder of the settings and says what was found."""
    newer = tuple(parse_ledger(existing(ledger).read_bytes())) if ledger is not None else ()
    published = read_head(existing(head)) if head is not None else None
    secret = read_secret(key)
    report = restore(existing(file), secret, newer, published, datetime.now(tz=UTC))
    if as_json:
        sys.stdout.write(json.dumps(report_as_json(report)) + "\n")
        return
    sys.stdout.write("\n".join([f"Restored into {folder()}.", *sentences(report)]) + "\n")


report_as_json = as_json


def read_head(path: Path) -> Head:
    """The head in a receipt, a log proof, or a published list of heads; raises BadInput."""
    try:
        found = list(_heads(json.loads(path.read_text())))
        return max(found, key=lambda each: each.size)
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{path} holds no head of a custody log.") from error


def _heads(value: Any) -> list[Head]:  # noqa: ANN401 (whatever JSON holds)
    """Every object with a size and a root, at any depth."""
    if isinstance(value, list):
        return [head for each in value for head in _heads(each)]
    if not isinstance(value, Mapping):
        return []
    here = [Head(int(value["size"]), str(value["root"]))] if {"size", "root"} <= {*value} else []
    return here + [head for each in value.values() for head in _heads(each)]
