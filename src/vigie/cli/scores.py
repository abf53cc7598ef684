"""How measurements are shown: tables to look at, JSON Lines to keep."""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from vigie.reading.evaluation.figures import FIGURES, Limit, Verdict, figure, figures
from vigie.reading.evaluation.measuring import Counts

NAMES = {
    "turn_recall": "turns found",
    "side_accuracy": "sides right",
    "cer": "wrong characters",
    "exact": "without a slip",
    "invented_per_image": "invented a picture",
    "titles": "titles",
    "platforms": "platforms",
    "misnamed": "other platform",
    "notices": "dates and notices",
    "typed": "images, voice…",
    "times": "times shown",
    "authors": "names in groups",
    "cut": "cut turns marked",
    "wrong_flagged": "wrong and marked",
    "flagged": "marked to check",
    "poor_said": "poor, and said so",
    "cpu_seconds": "processor seconds",
}
IN_PERCENT = ("cer",)
IN_UNITS = ("invented_per_image", "cpu_seconds")
NAME_WIDTH = 20
COLUMN_WIDTH = 12
MET = {True: ("met", "green"), False: ("missed", "bold red"), None: ("not measured", "dim")}


def show_groups(console: Console, title: str, groups: Mapping[str, Counts]) -> None:
    """One column for each group, in as many tables as the width asks for."""
    names = list(groups)
    across = max(1, (console.width - NAME_WIDTH) // COLUMN_WIDTH)
    for start in range(0, len(names), across):
        console.print(_groups_table(title, {n: groups[n] for n in names[start : start + across]}))
        console.print()


def _groups_table(title: str, groups: Mapping[str, Counts]) -> Table:
    table = Table(title=title, title_justify="left", show_edge=False, box=None)
    table.add_column("", no_wrap=True)
    for name in groups:
        table.add_column(Text(name), justify="right", overflow="fold")
    table.add_row("pictures", *(str(counts.images) for counts in groups.values()))
    for each in FIGURES:
        if any(figure(counts, each) is not None for counts in groups.values()):
            shown = (_cell(counts, each) for counts in groups.values())
            table.add_row(NAMES[each], *shown)
    return table


def _cell(counts: Counts, name: str) -> str:
    value = figure(counts, name)
    if value is None:
        return "–"
    whole = getattr(counts, FIGURES[name][1])
    return amount(name, value) if name in (*IN_UNITS, *IN_PERCENT) else f"{value:.3f} /{whole}"


def amount(name: str, value: float) -> str:
    """A figure as it is written."""
    if name in IN_PERCENT:
        return f"{100 * value:.2f} %"
    return f"{value:.2f}" if name in IN_UNITS else f"{value:.3f}"


def show_bars(console: Console, given: Sequence[Verdict]) -> None:
    """Each bar, what was measured, and whether it is met."""
    table = Table(title="Bars", title_justify="left", show_edge=False, box=None)
    for column in ("", "bar", "measured", ""):
        table.add_column(column, overflow="fold", justify="right" if column else "left")
    for each in given:
        word, style = MET[each.met]
        shown = (limit(each.bar.limit), _measured(each), Text(word, style=style))
        table.add_row(each.bar.says, *shown)
    console.print(table)


def _measured(verdict: Verdict) -> str:
    """What a bar is compared with, with its counts where it is a share of something."""
    name = verdict.bar.limit.figure
    if verdict.value is None:
        return "–"
    part, whole = (getattr(verdict.counts, each) for each in FIGURES[name])
    value = amount(name, verdict.value)
    return value if name in IN_UNITS else f"{value} ({part}/{whole})"


def limit(asked: Limit) -> str:
    """A limit as it is written."""
    if asked.at_least is not None:
        return f"≥ {amount(asked.figure, asked.at_least)}"
    return f"≤ {amount(asked.figure, asked.at_most or 0.0)}"


def group_line(kind: str, name: str, counts: Counts) -> dict[str, Any]:
    """A group as a JSON object: what was counted, and the figures."""
    return {
        kind: name,
        "counts": {each: getattr(counts, each) for each in Counts.__slots__},
        "figures": figures(counts),
    }


def bar_line(verdict: Verdict) -> dict[str, Any]:
    """A bar as a JSON object."""
    asked = verdict.bar.limit
    return {
        "bar": verdict.bar.says,
        "figure": asked.figure,
        "at_least": asked.at_least,
        "at_most": asked.at_most,
        "measured": verdict.value,
        "met": verdict.met,
    }


def write_line(value: Mapping[str, Any]) -> None:
    """One JSON line on standard output."""
    sys.stdout.buffer.write(json.dumps(value, ensure_ascii=False).encode("utf-8") + b"\n")
    sys.stdout.flush()
