"""`vigie lend`: testimonies lent to the worker, for someone who may."""

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from vigie.cli import ready as ready
from vigie.cli.asking import ask_to_unlock
from vigie.flows.lending import REASONS, lend_to_worker, lendable
from vigie.kernel.errors import BadInput


def lend(
    name: Annotated[str, typer.Option("--as", help="Your name at the desk.")],
    testimonies: Annotated[
        list[str] | None, typer.Argument(help="References, such as T-7K3Q9V2M; none: all.")
    ] = None,
    reason: Annotated[
        str, typer.Option(help="unread, rules or engine: what is to be done again.")
    ] = "unread",
) -> None:
    """Lends testimonies to the worker, which reads them once more; asks for both secrets."""
    now = datetime.now(tz=UTC)
    if reason not in REASONS:
        said = "; ".join(f"{each}: {why}" for each, why in REASONS.items())
        raise BadInput(f"--reason is one of these. {said}.")
    desk = ask_to_unlock(name, now)
    lent = lend_to_worker(desk, testimonies or lendable(reason), reason, now)
    sys.stdout.write(f"{len(lent)} testimonies lent to the worker: {REASONS[reason]}.\n")
