"""Somebody who writes message upon message without waiting for an answer, and presses."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from vigie.kernel.findings import Stage
from vigie.kernel.registry import Sample
from vigie.signals.detectors import Seen, detectors, note_of
from vigie.signals.talk import Found, Line

PRESSING: tuple[Stage, ...] = (
    "solicit_image",
    "threat_exposure",
    "payment_demand",
    "guilt",
    "secrecy",
    "meet",
)
_FEWEST_TURNS = 4
_WITHIN = timedelta(minutes=10)


@detectors.register
class Tempo:
    """Says when four messages in ten minutes, unanswered, hold a request or a threat."""

    name = "tempo"
    samples = (
        Sample(
            "detectors/tempo.json",
            {"stage": "solicit_image", "quotes": ["envoie une photo de toi"]},
        ),
    )

    def find(self, seen: Seen) -> Iterator[Found]:
        """The requests and threats of each run, said again as pressing."""
        asked = [each for each in seen.of(*PRESSING) if not each.reported]
        if not asked:
            return
        for run in _runs(seen.talk.lines):
            turns = {line.turn.n for line in run}
            if len(turns) >= _FEWEST_TURNS:
                yield from (_pressing(each) for each in asked if each.quote.turn in turns)


def _runs(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Messages of one person, one after the other, each soon after the first of the run."""
    run: list[Line] = []
    for line in lines:
        if run and not _goes_on(run, line):
            yield run
            run = []
        run.append(line)
    yield run


def _goes_on(run: Sequence[Line], line: Line) -> bool:
    first, now = run[0].turn.sent_at, line.turn.sent_at
    if line.speaker != run[0].speaker or first is None or now is None:
        return False
    return timedelta(0) <= now - first <= _WITHIN


def _pressing(found: Found) -> Found:
    return replace(
        found,
        rule="tempo.pressing",
        note=note_of("pressing"),
        tags=("pressing",),
        weight="with",
    )
