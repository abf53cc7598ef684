"""All rules of all packs in one linear-time pass over a text; quotes are located only on hits."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol, cast

import re2

from vigie.signals.normalise import Normal
from vigie.signals.packs import LANGUAGES, Pack, Rule, locating, packs, searching

_MEMORY_BYTES = 1 << 30
_WORD = re.compile(r"[a-z0-9]")
_ENDING = re.compile(r"[^a-z0-9]+$")


class Place(Protocol):
    """Where a pattern is in a text."""

    def start(self) -> int:
        """The first character's position."""
        ...

    def end(self) -> int:
        """The position after the last character."""
        ...

    def group(self, number: int = 0, /) -> str:
        """The words found."""
        ...


class Pattern(Protocol):
    """One compiled pattern."""

    def search(self, text: str, /) -> Place | None:
        """The first place, or None."""
        ...

    def finditer(self, text: str, /) -> Iterator[Place]:
        """Every place, left to right."""
        ...


@dataclass(frozen=True, slots=True)
class Hit:
    """One place of a normalised text where a rule's words are; offsets are in that text."""

    rule: Rule
    start: int
    end: int


@dataclass(frozen=True)
class Matcher:
    """The compiled set and, for each of its patterns, the rule and pattern that it is."""

    everything: re2.Set
    entries: tuple[tuple[Rule, str], ...]
    packs: Mapping[str, Pack]

    def hits(self, normal: Normal, whole: str = "") -> Iterator[Hit]:
        """Every rule's first place in the text; guards look there or ("@@") in the `whole` talk."""
        found = self.everything.Match(normal.text)
        if not found:
            return
        seen: set[str] = set()
        for rule, pattern in (self.entries[index] for index in sorted(found)):
            if rule.id in seen or self.guarded(rule, normal.text, whole):
                continue
            place = _compiled(locating(pattern, self.packs[rule.language])).search(normal.text)
            if place is not None:
                seen.add(rule.id)
                yield _trimmed(rule, normal.text, place.start(), place.end())

    def guarded(self, rule: Rule, text: str, whole: str = "") -> bool:
        """Whether something near makes the rule's words ordinary."""
        return any(
            self.guard(name, rule.language).search(whole or text if name[:2] == "@@" else text)
            for name in rule.unless
        )

    def guard(self, name: str, language: str) -> Pattern:
        """A guard's compiled pattern: a named one ("@sale") or the pattern itself."""
        pack = self.packs[language]
        pattern = pack.guards[name.lstrip("@")] if name.startswith("@") else name
        return _compiled(locating(pattern, pack))


def _trimmed(rule: Rule, text: str, start: int, end: int) -> Hit:
    words = _WORD.search(text[start:end])
    last = end - len(text[start:end]) + len(_ENDING.sub("", text[start:end]))
    return Hit(rule, start + words.start(), last) if words else Hit(rule, start, end)


@cache
def matcher() -> Matcher:
    """The matcher of all packs, compiled once."""
    options = re2.Options()
    options.max_mem = _MEMORY_BYTES
    options.never_capture = True
    everything = re2.Set.SearchSet(options)
    entries = []
    read = packs()
    for language in LANGUAGES:
        for rule in read[language].rules:
            for pattern in rule.patterns:
                everything.Add(searching(pattern, read[language]))
                entries.append((rule, pattern))
    everything.Compile()
    return Matcher(everything, tuple(entries), read)


@cache
def _compiled(pattern: str) -> Pattern:
    options = re2.Options()
    options.max_mem = 1 << 26
    return cast(Pattern, re2.compile(pattern, options=options))


def find(text: str, language: str, pattern: str) -> Place | None:
    """The first place of a pack's pattern in a normalised text, or None."""
    return _compiled(locating(pattern, packs()[language])).search(text)


def find_all(text: str, language: str, pattern: str) -> Iterator[Place]:
    """Every place of a pack's pattern in a normalised text, left to right."""
    yield from _compiled(locating(pattern, packs()[language])).finditer(text)
