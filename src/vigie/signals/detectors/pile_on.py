"""Attacks that are repeated by one person or carried by several."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from vigie.kernel.registry import Sample
from vigie.signals.detectors import detectors, note_of
from vigie.signals.talk import Found, Talk

_REPEATED_TURNS = 2


@detectors.register
class PileOn:
    """Says when bullying or hate comes in two turns or more, from one person or from several."""

    name = "pile_on"
    samples = (
        Sample(
            "detectors/pile_on.jsonl",
            {"stage": "bullying", "quotes": ["personne t'aime", "tout le monde te déteste"]},
        ),
    )

    def find(self, talk: Talk, found: Sequence[Found]) -> Iterator[Found]:
        """Every attack of the conversation, once it is repeated."""
        attacks = [each for each in found if each.stage in ("bullying", "hate")]
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
