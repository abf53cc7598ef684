"""What goes and when, in the words of the desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vigie.flows.keeping.retention import Row
from vigie.web.desk.words import Words, word

BECOMES: Final[Words] = {
    "erase": _("erased"),
    "anonymise": _("made anonymous"),
    "archive": _("put in the sealed archive"),
    "review": _("to be reviewed: do the authorities still have it?"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One testimony: what becomes of it, on which day, why, and whether it can be kept longer."""

    row: Row
    becomes: str
    why: str
    passed: bool
    can_wait: bool


def retention_lines(rows: Iterable[Row], now: datetime) -> tuple[Line, ...]:
    """The rows in their order; a day that has passed is done by the next daily run."""
    french = (get_language() or "fr").startswith("fr")
    return tuple(
        Line(
            row,
            word(BECOMES, row.act),
            row.why.fr if french else row.why.en,
            row.on <= now,
            row.act in ("anonymise", "archive"),
        )
        for row in rows
    )
