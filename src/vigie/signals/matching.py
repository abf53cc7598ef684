"""All rules of all packs in one linear-time pass over a text; quotes are located only on hits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import re2

from vigie.signals.normalise import Normal
from vigie.signals.packs import LANGUAGES, Pack, Rule, locating, packs, searching

_MEMORY_BYTES = 1 << 30


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

    def hits(self, normal: Normal) -> Iterator[Hit]:
        """Every rule's first place in the text, guards respected."""
        found = self.everything.Match(normal.text)
        if not found:
            return
        seen: set[str] = set()
        for rule, pattern in (self.entries[index] for index in sorted(found)):
            if rule.id in seen or self.guarded(rule, normal.text):
                continue
            place = _compiled(locating(pattern, self.packs[rule.language])).search(normal.text)
            if place is not None:
                seen.add(rule.id)
                yield Hit(rule, place.start(), place.end())

    def guarded(self, rule: Rule, text: str) -> bool:
        """Whether something near makes the rule's words ordinary."""
        return any(self.guard(name, rule.language).search(text) for name in rule.unless)

    def guard(self, name: str, language: str) -> "re2._Regexp":
        """A guard's compiled pattern: a named one ("@sale") or the pattern itself."""
        pack = self.packs[language]
        pattern = pack.guards[name[1:]] if name.startswith("@") else name
        return _compiled(locating(pattern, pack))


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
def _compiled(pattern: str) -> "re2._Regexp":
    options = re2.Options()
    options.max_mem = 1 << 26
    return re2.compile(pattern, options=options)


def find(text: str, language: str, pattern: str) -> "re2._Match | None":
    """The first place of a pack's pattern in a normalised text, or None."""
    found = _compiled(locating(pattern, packs()[language])).search(text)
    return found


def find_all(text: str, language: str, pattern: str) -> "Iterator[re2._Match]":
    """Every place of a pack's pattern in a normalised text, left to right."""
    return _compiled(locating(pattern, packs()[language])).finditer(text)
