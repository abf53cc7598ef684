"""Weak words of several kinds from one person within a few turns: worth a look, no more."""

from collections.abc import Iterator, Sequence, Set

from vigie.kernel.findings import Quote, Stage
from vigie.kernel.registry import Sample
from vigie.signals.detectors import Seen, detectors, note_of
from vigie.signals.patterns import find
from vigie.signals.state import ADULT_AGE_YEARS
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
_KINDS_BESIDE = 1


@detectors.register
class Leanings:
    """Says when one person uses weak words of two kinds, or of one kind to a minor."""

    name = "leanings"
    samples = (Sample("detectors/leanings.json", {"stage": "secrecy", "quotes": ["ta sœur"]}),)

    def find(self, seen: Seen) -> Iterator[Found]:
        """The weak words of each speaker, once there is enough beside them."""
        if _is_ordinary(seen.talk):
            return
        minors = {each.age_of for each in seen.found if _is_minor(each)}
        for speaker in seen.talk.speakers:
            enough = _KINDS_BESIDE if _something_beside(speaker, seen, minors) else _KINDS
            yield from _together(speaker, seen.talk, enough)


def _something_beside(speaker: str, seen: Seen, minors: Set[str | None]) -> bool:
    """Whether somebody else is a minor, or this speaker asks for an image."""
    peer = speaker in minors
    return any(
        each.speaker == speaker and each.stage == "solicit_image" for each in seen.found
    ) or (bool(minors - {speaker}) and not peer)


def _is_minor(found: Found) -> bool:
    return found.age_years is not None and found.age_years < ADULT_AGE_YEARS


def _together(speaker: str, talk: Talk, enough: int) -> Sequence[Found]:
    lines = [each for each in talk.lines if each.speaker == speaker]
    for first in range(len(lines)):
        found = _leaning(_window(lines, first))
        if _kinds(found) >= enough:
            return found
    return ()


def _kinds(found: Sequence[Found]) -> int:
    """How many kinds there are, words that are of two kinds counting once."""
    kinds: set[str] = set()
    words: set[Quote] = set()
    for each in found:
        if each.quote not in words:
            kinds.add(each.tags[-1])
            words.add(each.quote)
    return len(kinds)


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
