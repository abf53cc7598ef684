"""`vigie plugins`: what is plugged in, by kind, each with its one-sentence explanation."""

import json as json_format
import sys
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from vigie.evidence.freezers import freezers
from vigie.kernel.registry import Registry, explain
from vigie.linking.handles import handles
from vigie.measures.notices import notices
from vigie.reading.engines import engines
from vigie.reading.exports import exports
from vigie.signals.detectors import detectors

KINDS: Mapping[str, Registry[Any]] = {
    "exports": exports,
    "engines": engines,
    "handles": handles,
    "detectors": detectors,
    "notices": notices,
    "freezers": freezers,
}


def plugins(
    json: Annotated[bool, typer.Option(help="One JSON object a line.")] = False,
) -> None:
    """Lists what is plugged in."""
    as_lines = json or not sys.stdout.isatty()
    for kind, registry in KINDS.items():
        for name, plugin in registry.all().items():
            row = {"kind": kind, "name": name, "says": explain(plugin)}
            written = json_format.dumps(row, ensure_ascii=False)
            sys.stdout.write(
                written + "\n" if as_lines else f"{kind:<10} {name:<14} {row['says']}\n"
            )
