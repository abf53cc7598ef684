"""Ages told in a conversation, by whom and about whom, even as a bare number that answers."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from vigie.kernel.registry import Sample
from vigie.signals.detectors import Seen, detectors, note_of
from vigie.signals.matching import Entry, Mark
from vigie.signals.packs import Pack, located
from vigie.signals.patterns import Pattern, compiled
from vigie.signals.talk import REPORTED, Found, Line, Talk

_SIGNS = re.compile("[^a-z0-9]+")
_AROUND = " .,;:!?'\n"
_QUESTION = re.compile(r"[^a-z0-9?]*\?")
_WORDS = re.compile(r"[a-z]+|\d+")
_MONEY = re.compile("[$\u00a3\u20ac]")
_YOUNGEST_YEARS, _ADULT_AGE_YEARS, _OLDEST_YEARS = 6, 18, 80
_ANSWER_CHARS = 60
_ANSWER_TURNS = 3
_PATTERNS_KEPT = 256
ADDRESSED = "addressed"
"""Whose age is told to somebody who writes nothing, or to one of several."""


class Said(NamedTuple):
    """Words that tell an age: where they are, the years, whose, and in which language."""

    start: int
    end: int
    years: int
    kind: str
    pack: Pack


@detectors.register
class Ages:
    """Keeps each age that is told and whose it is; an age alone weighs nothing."""

    name = "ages"
    samples = (
        Sample("detectors/ages.json", {"stage": "profile_age", "quotes": ["j'ai 13 ans", "24"]}),
    )

    def find(self, seen: Seen) -> Iterator[Found]:
        """Ages in the lines, then bare answers after a question about age."""
        talk = seen.talk
        asked: dict[str, tuple[int, Line]] = {}
        given: set[tuple[str, int, str]] = set()
        turns = max(_ANSWER_TURNS, len(talk.speakers) + 1)
        for number, line in enumerate(talk.lines):
            told = list(_told(line, talk))
            own = any(each.age_of == line.speaker for each in told)
            waiting = next(
                (
                    asker
                    for asker, (turn, _) in asked.items()
                    if asker != line.speaker
                    and number - turn <= turns
                    and (asker, turn, line.speaker) not in given
                ),
                None,
            )
            answered = (
                [] if own or waiting is None else list(_answered(line, asked[waiting][1], talk))
            )
            yield from (*told, *answered)
            if waiting is not None and (own or answered):
                given.add((waiting, asked[waiting][0], line.speaker))
            if _asks(line, talk, told_own=own or bool(answered)):
                asked[line.speaker] = number, line


def _asks(line: Line, talk: Talk, *, told_own: bool) -> bool:
    """Whether the line asks an age, or sends the question back after an age."""
    if line.scan.marked("age", "asked"):
        return not any(_has("not_asked", line, pack) for pack in talk.ruleset.packs.values())
    return told_own and any(_has("back", line, pack) for pack in talk.ruleset.packs.values())


def _told(line: Line, talk: Talk) -> Iterator[Found]:
    done: list[Said] = []
    for said in _ages_in(line):
        if not any(said.start < other.end and other.start < said.end for other in done):
            done.append(said)
            whose = _whose(said, line, talk)
            yield _found(line, said, whose, past=said.kind == "own" and _is_past(said, line))


def _ages_in(line: Line) -> Iterator[Said]:
    """Every telling of an age; one said of somebody else is read before one's own."""
    entries = [each for each in line.scan.marked("age") if _name(each) != "asked"]
    for entry in sorted(entries, key=lambda each: _name(each) == "own"):
        kind, pack = _name(entry), entry.pack
        for place in entry.compiled.finditer(line.scan.text):
            years = _years(place.group().decode(), pack)
            if years is None:
                continue
            said = Said(place.start(), place.end(), years, kind, pack)
            if not _is("never", said, line) and not _priced(said, line):
                yield _nearly(_turned(said, line), line)


def _priced(said: Said, line: Line) -> bool:
    """Whether the number is an amount of money."""
    first, last = line.normal.span(said.start, said.end)
    return _MONEY.search(line.turn.text, first, last + 2) is not None


def _turned(said: Said, line: Line) -> Said:
    """Whose the words are once read whole: "14 ?" is the other's, "I'm a girl of 13" one's own."""
    asks_back = _has("back", line, said.pack)
    echoed = said.start == 0 and not asks_back and _question_after(said, line)
    if said.kind == "own" and echoed:
        return said._replace(kind="yours")
    mine = said.kind == "yours" and _is("mine", said, line)
    return said._replace(kind="own") if mine else said


def _question_after(said: Said, line: Line) -> bool:
    last = len(line.normal.text[: said.end].rstrip(_AROUND))
    return _QUESTION.match(line.normal.text, last) is not None


def _nearly(said: Said, line: Line) -> Said:
    """An age that is not reached yet: "soon 14" is 13."""
    return said._replace(years=said.years - 1) if _is("nearly", said, line) else said


def _name(entry: Entry) -> str:
    return entry.of.name if isinstance(entry.of, Mark) else ""


def _whose(said: Said, line: Line, talk: Talk) -> str | None:
    """Whose age it is; None for what is only asked, supposed, or long past."""
    quoted = any(start <= said.start < end for start, end in line.quoted) or line.turn.forwarded
    if said.kind == "theirs":
        return REPORTED
    if said.kind == "own":
        if quoted and not _has("i_said", line, said.pack):
            return REPORTED
        if said.start == 0 and line.before and _has("not_asked", line.before, said.pack):
            return None
        return line.speaker if talk.narrative or not _is_past(said, line) else None
    if quoted:
        return line.speaker
    asked = _question_after(said, line) and said.years >= _ADULT_AGE_YEARS
    if asked or _is("supposed", said, line):
        return None
    others = talk.others(line.speaker)
    return others[0] if len(others) == 1 else ADDRESSED


def _is_past(said: Said, line: Line) -> bool:
    """Whether it is an age that the speaker had once, and does not say to have told."""
    return _is("past", said, line) and not _has("i_said", line, said.pack)


def _years(words: str, pack: Pack) -> int | None:
    """The years that words tell: a school year's, a number's, or those of several words."""
    rest, schools = words, []
    for place in _pattern("class", pack).finditer(words.encode()):
        name = _SIGNS.sub("", place.group().decode())
        if name in pack.ages["classes"]:
            schools.append(int(pack.ages["classes"][name]))
            rest = rest.replace(place.group().decode(), " ")
    read = _WORDS.findall(rest)
    numbers = pack.ages["numbers"]
    digits = next((int(each) for each in read if each.isdigit()), None)
    years = sum(numbers.get(each, 0) for each in read) if digits is None else digits
    if _YOUNGEST_YEARS <= years <= _OLDEST_YEARS:
        return years
    return schools[0] if schools else None


def _answered(line: Line, question: Line, talk: Talk) -> Iterator[Found]:
    """The age that a short line gives in answer: "13", "5e", "no" to "over 18?"."""
    if len(line.normal.text) > _ANSWER_CHARS:
        return
    for pack in talk.ruleset.packs.values():
        if not any(each.pack is pack for each in question.scan.marked("age", "asked")) and not _has(
            "back", question, pack
        ):
            continue
        for name in ("answer", "minor" if _has("adult", question, pack) else "answer"):
            place = _pattern(name, pack).search(line.scan.text or line.normal.text.encode())
            words = place.group().decode() if place else ""
            years = _ADULT_AGE_YEARS - 1 if place and name == "minor" else _years(words, pack)
            if place and years is not None:
                said = Said(place.start(), place.end(), years, "own", pack)
                if not _is("never", said, line):
                    yield _found(line, _nearly(said, line), line.speaker)
                    return


def _has(name: str, line: Line, pack: Pack) -> bool:
    return _pattern(name, pack).search(line.normal.text.encode()) is not None


def _is(name: str, said: Said, line: Line) -> bool:
    """Whether words of this kind are on those that tell an age."""
    places = _pattern(name, said.pack).finditer(line.normal.text.encode())
    return any(place.start() < said.end and said.start < place.end() for place in places)


def _pattern(name: str, pack: Pack) -> Pattern:
    return _made(_Key(name, pack))


class _Key:
    """A pattern of a pack, told apart by the pack's version."""

    def __init__(self, name: str, pack: Pack) -> None:
        self.name, self.pack = name, pack
        self._same = (name, pack.language, pack.version)

    def __hash__(self) -> int:
        return hash(self._same)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._same == other._same


@lru_cache(_PATTERNS_KEPT)
def _made(key: _Key) -> Pattern:
    return compiled(located(key.pack.ages[key.name], key.pack))


def _found(line: Line, said: Said, whose: str | None, *, past: bool = False) -> Found:
    return Found(
        rule="age.past" if past else "age.told",
        stage="profile_age",
        speaker=line.speaker,
        quote=line.quote(*_trimmed(line.normal.text, said.start, said.end)),
        note=note_of("age_told"),
        weight="zero",
        age_years=said.years,
        age_of=whose,
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The place without the signs around its words."""
    words = text[start:end]
    return end - len(words.lstrip(_AROUND)), start + len(words.rstrip(_AROUND))
