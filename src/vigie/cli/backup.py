"""`vigie backup`: one sealed file with everything, made while the installation runs; or checked."""

import json as json_format
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from vigie.cli import ready as ready
from vigie.cli.backup_key import read_secret
from vigie.flows.keeping.backups import check_backup, make_backup, too_old
from vigie.kernel.errors import BadInput

Key = Annotated[
    Path | None,
    typer.Option(help="File with its age key, or paper shares, a line each."),
]


def backup(
    out: Annotated[Path | None, typer.Option(help="File to write; it must not exist.")] = None,
    portable: Annotated[
        bool, typer.Option(help="Tables instead of SQLite's file, to be restored on PostgreSQL.")
    ] = False,
    verify: Annotated[Path | None, typer.Option(help="Check this backup, restore nothing.")] = None,
    key: Key = None,
    json: Annotated[bool, typer.Option(help="One JSON object.")] = False,
) -> None:
    """Writes a backup, or checks one part by part against its index."""
    os.umask(0o077)
    if (out is None) == (verify is None):
        raise BadInput("Say either --out FILE or --verify FILE.")
    if verify is not None:
        _verify(verify, key, json)
    elif out is not None:
        _make(out, portable, json)


def existing(path: Path) -> Path:
    """The file, when it is one; raises BadInput."""
    if not path.is_file():
        raise BadInput(f"There is no file {path}.")
    return path


def _make(out: Path, portable: bool, json: bool) -> None:
    made = make_backup(out, datetime.now(tz=UTC), portable=portable)
    if json:
        report = {"file": str(out), "parts": made.parts, "bytes": made.size_bytes}
        sys.stdout.write(json_format.dumps({**report, "form": made.form}) + "\n")
    else:
        sys.stdout.write(f"{out}: {made.parts} parts, {made.size_bytes:,} bytes, sealed.\n")


def _verify(path: Path, key: Path | None, json: bool) -> None:
    checked = check_backup(existing(path), read_secret(key))
    old = too_old(checked.made_at, datetime.now(tz=UTC))
    if json:
        report = {"made_at": checked.made_at.isoformat(), "form": checked.form, "old": old}
        report |= {"parts": checked.parts, "blobs": checked.blobs, "bytes": checked.size_bytes}
        sys.stdout.write(json_format.dumps(report) + "\n")
        return
    sys.stdout.write(
        f"Whole: {checked.parts} parts, {checked.blobs} sealed files, made "
        f"{checked.made_at:%Y-%m-%d %H:%M} UTC.\n"
    )
    if old:
        sys.stdout.write("It is past its age: destroy it.\n")
