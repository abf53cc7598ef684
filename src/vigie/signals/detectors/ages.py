"""Ages told in a conversation, by whom and about whom, even as a bare number that answers."""

import re
from collections.abc import Iterator

from vigie.kernel.registry import Sample
from vigie.signals.detectors import Seen, detectors, note_of
from vigie.signals.matching import Entry, Mark
from vigie.signals.talk import REPORTED, Found, Line, Talk

_DIGITS = re.compile(r"\d{1,2}")
_BARE_ANSWER = re.compile(
    r"\W*(?:\w+ ){0,4}?(\d{1,2})\b(?! ?(?:h|euros?|km|min|%|e\b|eme\b|[0-9]))"
)
_UNIT_AFTER = re.compile(
    r" ?(?:m|min|mins|minutes?|h|hours?|heures?|km|miles?|%|kg|cm|foot|feet|days?|jours?|weeks?"
    r"|months?|mois|euros?|bucks|quid|pounds|dollars|points?|k|%)\b|[:.,]\d|st\b|nd\b|rd\b|th\b"
)
_YOUNGEST_YEARS, _OLDEST_YEARS = 6, 80
_ANSWER_CHARS = 60
ADDRESSED = "addressed"
"""Whose age is told to somebody who writes nothing, or to one of several."""
_ANSWER_TURNS = 3


@detectors.register
class Ages:
    """Keeps each age that is told and whose it is; an age alone weighs nothing."""

    name = "ages"
    samples = (
        Sample("detectors/ages.json", {"stage": "profile_age", "quotes": ["j'ai 13 ans", "24"]}),
    )

    def find(self, seen: Seen) -> Iterator[Found]:
        """Ages in the lines, then bare numbers after a question about age."""
        talk = seen.talk
        asked: tuple[int, str] | None = None
        for number, line in enumerate(talk.lines):
            told = list(_told(line, talk))
            yield from told
            waiting = asked is not None and asked[1] != line.speaker
            own = any(each.age_of == line.speaker for each in told)
            if waiting and not own and asked and number - asked[0] <= _ANSWER_TURNS:
                yield from _answered(line)
            if _asks(line):
                asked = (number, line.speaker)


def _asks(line: Line) -> bool:
    return bool(line.scan.marked("age", "asked"))


def _told(line: Line, talk: Talk) -> Iterator[Found]:
    done: set[int] = set()
    for (start, end), years, whose in _ages_in(line, talk):
        if end not in done:
            done.add(end)
            yield _found(line, (start, end), years, whose)


def _ages_in(line: Line, talk: Talk) -> Iterator[tuple[tuple[int, int], int, str | None]]:
    text = line.normal.text
    for entry in sorted(line.scan.marked("age"), key=_own_last):
        name = _name(entry)
        if name == "asked":
            continue
        numbers = talk.ruleset.packs[entry.pack.language].ages["numbers"]
        for place in entry.compiled.finditer(line.scan.text):
            grade = int(name.split()[0]) if name[0].isdigit() else None
            years = grade or _years(place.group().decode(), numbers)
            if years is not None and _UNIT_AFTER.match(text, place.end()) is None:
                yield (place.start(), place.end()), years, _whose(name, line, talk)


def _own_last(entry: Entry) -> bool:
    """An age said of somebody else is not read as the speaker's own."""
    return _name(entry) == "own"


def _name(entry: Entry) -> str:
    return entry.of.name if isinstance(entry.of, Mark) else ""


def _whose(kind: str, line: Line, talk: Talk) -> str | None:
    if kind == "theirs":
        return REPORTED
    if not kind.endswith("yours"):
        return line.speaker
    others = talk.others(line.speaker)
    return others[0] if len(others) == 1 else ADDRESSED


def _years(words: str, numbers: dict[str, int]) -> int | None:
    digits = _DIGITS.search(words)
    if digits is None:
        return next((years for word, years in numbers.items() if word in words), None)
    years = int(digits.group())
    return years if _YOUNGEST_YEARS <= years <= _OLDEST_YEARS else None


def _answered(line: Line) -> Iterator[Found]:
    text = line.normal.text
    place = _BARE_ANSWER.match(text)
    if place is None or len(text) > _ANSWER_CHARS:
        return
    years = int(place.group(1))
    if _YOUNGEST_YEARS <= years <= _OLDEST_YEARS:
        yield _found(line, place.span(1), years, line.speaker)


def _found(line: Line, span: tuple[int, int], years: int, whose: str | None) -> Found:
    return Found(
        rule="age.told",
        stage="profile_age",
        speaker=line.speaker,
        quote=line.quote(*span),
        note=note_of("age_told"),
        weight="zero",
        age_years=years,
        age_of=whose,
    )
