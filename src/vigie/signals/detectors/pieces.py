"""What somebody says in pieces: rules whose parts are in several turns."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vigie.kernel.registry import Sample
from vigie.signals.detectors import Seen, detectors
from vigie.signals.language import languages_of, may_be
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
        places: dict[Rule, list[int]] = defaultdict(list)
        for place, line in enumerate(seen.talk.lines):
            for entry in line.scan.entries:
                if isinstance(entry.of, Mark) and entry.of.rule is not None:
                    places[entry.of.rule].append(place)
        languages = languages_of(seen.talk) if places else ()
        for rule, near in places.items():
            found = [seen.talk.lines[place] for place in near]
            if rule.language in languages or any(
                may_be(rule.language, line, seen.talk) for line in found
            ):
                yield from _signs(rule, near, seen)


def _signs(rule: Rule, places: Sequence[int], seen: Seen) -> Iterator[Found]:
    """The signs of the first chain of pieces, looked for around where one part is."""
    pieces = _pieces(rule, places, seen)
    matcher = seen.talk.ruleset.matcher
    for first in pieces.get(0, ()):
        own = _chain(rule, first, pieces)
        guarded = any(matcher.guarded(rule, each.line.normal.text) for each in own)
        if own and not guarded:
            yield from (_sign(rule, each) for each in own)
            return


def _pieces(rule: Rule, places: Sequence[int], seen: Seen) -> _Pieces:
    """Where each part is around some places of the talk; nothing when one part is nowhere."""
    reach = rule.within * (len(rule.parts) - 1)
    lines = seen.talk.lines
    near = sorted(
        {
            place
            for each in places
            for place in range(max(0, each - reach), min(len(lines), each + reach + 1))
        }
    )
    found: dict[int, Sequence[_Piece]] = {}
    for number, pattern in enumerate(seen.talk.ruleset.matcher.parts_of(rule)):
        own = [piece for place in near for piece in _piece(pattern, place, lines[place])]
        if not own:
            return {}
        found[number] = own
    return found


def _piece(pattern: Entry, place: int, line: Line) -> Iterator[_Piece]:
    found = pattern.place(line.normal.text.encode())
    if found is not None and not line.is_reported(found.start(), found.end()):
        yield _Piece(place, line, found.start(), found.end())


def _chain(rule: Rule, first: _Piece, pieces: _Pieces) -> Sequence[_Piece]:
    """The person's own pieces from the first to the last, none when a part is missing."""
    chain = [first]
    for number in range(1, len(rule.parts)):
        found = next((each for each in pieces[number] if _follows(each, number, chain, rule)), None)
        if found is None:
            return ()
        chain.append(found)
    return [piece for piece, part in zip(chain, rule.parts, strict=True) if not _others(part)]


def _follows(piece: _Piece, number: int, chain: Sequence[_Piece], rule: Rule) -> bool:
    """Whether a piece comes soon after the chain so far, from the side that it must be of."""
    last = chain[-1]
    later = (piece.place, piece.start) > (last.place, last.start)
    if not later or piece.place - last.place > rule.within:
        return False
    others = _others(rule.parts[number])
    return all(
        (piece.line.speaker == before.line.speaker) == (_others(part) == others)
        for before, part in zip(chain, rule.parts, strict=False)
        if not (others and _others(part))
    )


def _others(part: str) -> bool:
    return part.startswith(OTHERS_PART)


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
