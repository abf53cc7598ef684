"""All rules of all packs in one linear-time pass over a text; quotes are located only on hits."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import re2

from vigie.signals.packs import LANGUAGES, Pack, Rule, packs, searching
from vigie.signals.patterns import Pattern, compiled

_MEMORY_BYTES = 1 << 30
_WORD = re.compile(r"[a-z0-9]")
_ENDING = re.compile(r"[^a-z0-9]+$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A pattern that is no rule: what it is for ("lean", "frame", "age", "guard"), and its name."""

    kind: str
    name: str
    language: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One place of a normalised text where a rule's words are; offsets are in that text."""

    rule: Rule
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Scan:
    """What the one pass said of a text: rules whose words may be there, and marks."""

    rules: Sequence[tuple[Rule, str]] = ()
    marks: Sequence[Mark] = ()

    def marked(self, kind: str, name: str | None = None) -> Sequence[Mark]:
        """The marks of a kind, of one name or of any."""
        return [
            each for each in self.marks if each.kind == kind and (name is None or each.name == name)
        ]


@dataclass(frozen=True)
class Matcher:
    """The compiled set and, for each of its patterns, the rule or mark that it is."""

    everything: re2.Set
    entries: tuple[tuple[Rule, str] | Mark, ...]
    packs: Mapping[str, Pack]

    def scan(self, text: str) -> Scan:
        """Which rules and marks may be in a normalised text."""
        found = self.everything.Match(text)
        if not found:
            return NOTHING
        entries = [self.entries[index] for index in sorted(found)]
        return Scan(
            [each for each in entries if not isinstance(each, Mark)],
            [each for each in entries if isinstance(each, Mark)],
        )

    def hits(self, text: str, scan: Scan, whole: str = "") -> Iterator[Hit]:
        """Every rule's first place in the text; guards look there or ("@@") in the `whole` talk."""
        seen: set[str] = set()
        for rule, pattern in scan.rules:
            if rule.id in seen or self.guarded(rule, text, whole):
                continue
            place = compiled(rule.language, pattern).search(text)
            if place is not None:
                seen.add(rule.id)
                yield _trimmed(rule, text, place.start(), place.end())

    def guarded(self, rule: Rule, text: str, whole: str = "") -> bool:
        """Whether something near makes the rule's words ordinary."""
        return any(
            self.guard(name, rule.language).search(whole or text if name[:2] == "@@" else text)
            for name in rule.unless
        )

    def guard(self, name: str, language: str) -> Pattern:
        """A guard's compiled pattern: a named one ("@sale") or the pattern itself."""
        named = name.startswith("@")
        return compiled(language, self.packs[language].guards[name.lstrip("@")] if named else name)


NOTHING = Scan()


@cache
def matcher() -> Matcher:
    """The matcher of all packs, compiled once."""
    options = re2.Options()
    options.max_mem = _MEMORY_BYTES
    options.never_capture = True
    everything = re2.Set.SearchSet(options)
    read = packs()
    entries = tuple(each for language in LANGUAGES for each in _entries(read[language]))
    for entry in entries:
        language, pattern = (
            (entry.language, entry.pattern)
            if isinstance(entry, Mark)
            else (entry[0].language, entry[1])
        )
        everything.Add(searching(pattern, read[language]))
    everything.Compile()
    return Matcher(everything, entries, read)


def _entries(pack: Pack) -> Iterator[tuple[Rule, str] | Mark]:
    for rule in pack.rules:
        for pattern in rule.patterns:
            yield rule, pattern
    language = pack.language
    for name, pattern in pack.leanings.items():
        yield Mark("lean", name, language, pattern)
    for name, pattern in pack.frames.items():
        yield Mark("frame", name, language, pattern)
    for name in ("ordinary_talk", "joke"):
        yield Mark("guard", name, language, pack.guards[name])
    for name in ("asked", "own", "yours", "theirs"):
        yield Mark("age", name, language, pack.ages[name])
    for grade in pack.ages["grades"]:
        yield Mark("age", str(grade["years"]), language, grade["pattern"])


def _trimmed(rule: Rule, text: str, start: int, end: int) -> Hit:
    words = _WORD.search(text[start:end])
    last = end - len(text[start:end]) + len(_ENDING.sub("", text[start:end]))
    return Hit(rule, start + words.start(), last) if words else Hit(rule, start, end)
