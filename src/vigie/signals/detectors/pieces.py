"""What somebody says in pieces: rules whose parts are in several turns."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vigie.kernel.registry import Sample
from vigie.signals.detectors import Seen, detectors
from vigie.signals.language import languages_of
from vigie.signals.matching import Entry, Mark
from vigie.signals.packs import OTHERS_PART, Rule
from vigie.signals.talk import Found, Line


@dataclass(frozen=True, slots=True)
class _Piece:
    """Where one part of a rule is: the line's position in the talk, and its span there."""

    place: int
    line: Line
    start: int
    end: int


_Pieces = Mapping[int, Sequence[_Piece]]


@detectors.register
class Pieces:
    """Says when one person says all the parts of a rule, in order, within a few turns."""

    name = "pieces"
    samples = (
        Sample(
            "detectors/pieces.json",
            {"stage": "solicit_image", "quotes": ["photos", "on te voit", "montre"]},
        ),
    )

    def find(self, seen: Seen) -> Iterator[Found]:
        """A sign for each piece of each rule that is complete, quoting the person's own pieces."""
        by_rule: dict[Rule, dict[int, list[_Piece]]] = defaultdict(lambda: defaultdict(list))
        for place, line in enumerate(seen.talk.lines):
            for entry in line.scan.entries:
                if isinstance(entry.of, Mark) and entry.of.rule is not None:
                    by_rule[entry.of.rule][entry.of.number] += _pieces(entry, place, line)
        for rule, pieces in by_rule.items():
            if all(pieces.get(number) for number in range(len(rule.parts))):
                yield from _signs(rule, pieces, seen)


def _pieces(entry: Entry, place: int, line: Line) -> Iterator[_Piece]:
    found = entry.place(line.scan.text)
    if found is not None and not line.is_reported(found.start(), found.end()):
        yield _Piece(place, line, found.start(), found.end())


def _signs(rule: Rule, pieces: _Pieces, seen: Seen) -> Iterator[Found]:
    matcher = seen.talk.ruleset.matcher
    if rule.language not in languages_of(seen.talk):
        return
    for first in pieces[0]:
        own = _chain(rule, first, pieces)
        guarded = any(matcher.guarded(rule, each.line.normal.text) for each in own)
        if own and not guarded:
            yield from (_sign(rule, each) for each in own)
            return


def _chain(rule: Rule, first: _Piece, pieces: _Pieces) -> Sequence[_Piece]:
    """The person's own pieces from the first to the last, none when a part is missing."""
    own, last = [first], first
    for number, part in enumerate(rule.parts[1:], start=1):
        others = part.startswith(OTHERS_PART)
        after = (
            each
            for each in pieces[number]
            if (each.place, each.start) > (last.place, last.start)
            and each.place - last.place <= rule.within
            and (each.line.speaker != first.line.speaker) == others
        )
        found = next(after, None)
        if found is None:
            return ()
        last = found
        if not others:
            own.append(found)
    return own


def _sign(rule: Rule, piece: _Piece) -> Found:
    return Found(
        rule=rule.id,
        stage=rule.stage,
        speaker=piece.line.speaker,
        quote=piece.line.quote(piece.start, piece.end),
        note=rule.note,
        weight=rule.weight,
        tags=rule.tags,
    )
