"""Attacks that are repeated by one person or carried by several."""

from collections.abc import Iterator
from dataclasses import replace

from vigie.kernel.registry import Sample
from vigie.signals.detectors import Seen, detectors, note_of
from vigie.signals.talk import Found

_REPEATED_TURNS = 2


@detectors.register
class PileOn:
    """Says when bullying or hate comes in two turns or more, from one person or from several."""

    name = "pile_on"
    samples = (
        Sample(
            "detectors/pile_on.json",
            {"stage": "bullying", "quotes": ["personne t'aime", "tout le monde te déteste"]},
        ),
    )

    def find(self, seen: Seen) -> Iterator[Found]:
        """Every attack of the conversation, once it is repeated."""
        attacks = seen.of("bullying", "hate")
        turns = {each.quote.turn for each in attacks}
        if len(turns) < _REPEATED_TURNS:
            return
        several = len({each.speaker for each in attacks}) > 1
        for each in attacks:
            yield replace(
                each,
                rule=f"{each.stage}.pile_on",
                note=note_of("pile_on"),
                tags=("audience",) if several else ("repeated",),
                weight="with",
            )
