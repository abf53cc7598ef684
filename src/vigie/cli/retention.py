"""`vigie retention`: what is kept until when, said before it is done."""

import json as json_format
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer

from vigie.cli import ready as ready
from vigie.flows.keeping.erasing import clear_space, finish_erasures
from vigie.flows.keeping.retention import Row, apply_rules, archive_years, as_json
from vigie.flows.keeping.retention import preview as rows_ahead
from vigie.flows.place import installation
from vigie.kernel.errors import BadInput, Conflict

UNDECIDED = "No length is decided for the archive: nothing leaves it (vigie decide archive_years)."


def retention(
    preview: Annotated[bool, typer.Option("--preview", help="Only say it: the default.")] = False,
    apply: Annotated[bool, typer.Option("--apply", help="Do what is due now.")] = False,
    days: Annotated[int, typer.Option(help="How far the preview looks.", min=0)] = 30,
    trust_clock: Annotated[bool, typer.Option(help="The clock is right.")] = False,
    json: Annotated[bool, typer.Option(help="One JSON object.")] = False,
) -> None:
    """Previews what goes, with the rule and the date; --apply does what is due now."""
    if preview and apply:
        raise BadInput("Say either --preview or --apply.")
    installation()
    now = datetime.now(tz=UTC)
    if not apply:
        _say(rows_ahead(now, days), json, {"applied": False, "days": days})
        return
    finish_erasures(now)
    report = apply_rules(now, "operator", trust_clock=trust_clock)
    if report.problem:
        raise Conflict(f"{report.problem} If it is right, add --trust-clock.")
    if report.done:
        clear_space()
    extra = {"applied": True, "reviews": report.reviews, "log_entries": report.log_entries}
    _say(report.done, json, extra)


def _say(rows: Sequence[Row], json: bool, extra: Mapping[str, object]) -> None:
    counts = Counter(row.rule for row in rows)
    if json or not sys.stdout.isatty():
        listed = [as_json(row) for row in rows]
        said = {**extra, "archive_years": archive_years(), "counts": counts, "rows": listed}
        sys.stdout.write(json_format.dumps(said, ensure_ascii=False) + "\n")
        return
    for row in rows:
        line = f"{row.on:%Y-%m-%d}  {row.reference:<11} {row.act:<10} {row.why.en}\n"
        sys.stdout.write(line)
    if archive_years() is None:
        sys.stdout.write(UNDECIDED + "\n")
    did = "Done" if extra["applied"] else "To come"
    total = ", ".join(f"{name} {count}" for name, count in counts.items()) or "nothing"
    sys.stdout.write(f"{did}: {total}.\n")
