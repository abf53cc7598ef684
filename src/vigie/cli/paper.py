"""A share of the recovery key as it is printed: French for its keeper, and in English."""

from collections.abc import Iterator
from datetime import datetime

from vigie.evidence.shares import Share, write_share

ROW_WORDS = 4
SHEET = """\
────────────────────────────────────────────────────────────────────────
VIGIE · {organisation}
Part {number} sur {count} de la clé de secours, série {mark}, faite le {day}
Part {number} of {count} of the recovery key, set {mark}, made on {day}

{rows}

Seule, cette part n'ouvre rien. {threshold} parts de la même série rouvrent le
bureau quand plus personne ne peut y entrer. Gardez-la dans une enveloppe
fermée, loin des autres ; ne la photographiez pas, ne la recopiez sur aucune
machine. Essai chaque année : vigie keys recovery try
Alone this part opens nothing; {threshold} parts of one set open the desk again when
nobody can come in. Keep it sealed, apart from the others, off any machine.
────────────────────────────────────────────────────────────────────────
"""


def sheet(share: Share, count: int, organisation: str, made_at: datetime) -> str:
    """One sheet; its words are numbered, so that a slip can be named."""
    return SHEET.format(
        organisation=organisation,
        number=share.number,
        count=count,
        mark=share.mark,
        day=f"{made_at:%Y-%m-%d}",
        rows="\n".join(_rows(write_share(share).split())),
        threshold=share.threshold,
    )


def _rows(words: list[str]) -> Iterator[str]:
    for start in range(0, len(words), ROW_WORDS):
        row = enumerate(words[start : start + ROW_WORDS], start=start + 1)
        yield "   ".join(f"{n:>2} {word:<12}" for n, word in row).rstrip()
