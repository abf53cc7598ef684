"""Weak words of several kinds from one person within a few turns: worth a look, no more."""

from collections.abc import Iterator, Sequence

from vigie.kernel.findings import Stage
from vigie.kernel.registry import Sample
from vigie.signals.detectors import Seen, detectors, note_of
from vigie.signals.patterns import find
from vigie.signals.talk import Found, Line, Talk

STAGES: dict[str, Stage] = {
    "kin": "secrecy",
    "pressure": "guilt",
    "youth": "profile_age",
    "looks": "trust",
    "reward": "incentive",
    "intimate": "boundary_test",
    "nearness": "profile_place",
    "exposure": "threat_exposure",
    "concealment": "secrecy",
    "attack": "bullying",
    "adulthood": "poses_as_peer",
    "affection": "trust",
}
_WINDOW_LINES = 8
_KINDS = 2


@detectors.register
class Leanings:
    """Says when one person uses weak words of two kinds or more within eight turns."""

    name = "leanings"
    samples = (Sample("detectors/leanings.json", {"stage": "secrecy", "quotes": ["ta sœur"]}),)

    def find(self, seen: Seen) -> Iterator[Found]:
        """The weak words of each speaker, once there are enough kinds of them together."""
        if _is_ordinary(seen.talk):
            return
        for speaker in seen.talk.speakers:
            lines = [each for each in seen.talk.lines if each.speaker == speaker]
            for first in range(len(lines)):
                found = _leaning(_window(lines, first))
                if len({each.tags for each in found}) >= _KINDS:
                    yield from found
                    break


def _is_ordinary(talk: Talk) -> bool:
    return any(line.scan.marked("guard", "ordinary_talk") for line in talk.lines)


def _window(lines: Sequence[Line], first: int) -> Sequence[Line]:
    start = lines[first].turn.n
    return [each for each in lines[first:] if each.turn.n < start + _WINDOW_LINES]


def _leaning(lines: Sequence[Line]) -> list[Found]:
    return [found for line in lines for found in _words_in(line)]


def _words_in(line: Line) -> Iterator[Found]:
    if line.scan.marked("guard", "joke"):
        return
    for mark in line.scan.marked("lean"):
        place = find(line.normal.text, mark.language, mark.pattern)
        if place is not None and not line.is_reported(place.start(), place.end()):
            yield Found(
                rule=f"lean.{mark.name}",
                stage=STAGES[mark.name],
                speaker=line.speaker,
                quote=line.quote(place.start(), place.end()),
                note=note_of(f"lean_{mark.name}"),
                weight="zero",
                tags=("lean", mark.name),
            )
