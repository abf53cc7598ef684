"""All rules of all packs over one line: only patterns whose words are there are tried.

Matching is RE2's, linear in the length of the text. One pass over a line says which atoms are there
(`atoms`), so that an ordinary line costs no more.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import re2

from vigie.signals.atoms import CLAUSES_MAX, Clause, branches, plain
from vigie.signals.packs import OTHERS_PART, Pack, Rule, located
from vigie.signals.patterns import Pattern, Place, compiled

_MEMORY_BYTES = 1 << 30
_WORD = re.compile(r"[a-z0-9]")
_ENDING = re.compile(r"[^a-z0-9]+$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A pattern that is no rule: what it is for ("frame", "age", "certain"…), and its name."""

    kind: str
    name: str
    number: int = 0
    rule: Rule | None = None


@dataclass(frozen=True, eq=False)
class Entry:
    """One pattern of a pack, and what it is of."""

    of: Rule | Mark
    pattern: str
    pack: Pack

    @cached_property
    def _quick(self) -> re2.Set:
        """The pattern as a set of one, which says sooner than a search that it is not there."""
        quick = re2.Set.SearchSet()
        quick.Add(located(self.pattern, self.pack).encode())
        quick.Compile()
        return quick

    def place(self, text: bytes) -> Place | None:
        """Where the pattern is first in a normalised text, or None."""
        return self.compiled.search(text) if self._quick.Match(text) else None

    @cached_property
    def compiled(self) -> Pattern:
        """The pattern, ready to find its place; made when a line first needs it."""
        return compiled(located(self.pattern, self.pack))


@dataclass(frozen=True, slots=True)
class Hit:
    """One place of a normalised text where a rule's words are; offsets are in that text."""

    rule: Rule
    start: int
    end: int
    pattern: str = ""


class Scan(NamedTuple):
    """The patterns that may be in a line, in the order of the packs; none is tried yet."""

    text: bytes = b""
    entries: Sequence[Entry] = ()

    def marked(self, kind: str, name: str | None = None) -> Sequence[Entry]:
        """The marks of a kind, of one name or of any, that are in the line."""
        return [
            each
            for each in self.entries
            if isinstance(each.of, Mark)
            and each.of.kind == kind
            and (name is None or each.of.name == name)
            and each.place(self.text)
        ]


NOTHING = Scan()


class Matcher:
    """Every pattern of some packs, by the words that it needs."""

    def __init__(
        self,
        packs: Mapping[str, Pack],
        entries: Sequence[Entry],
        before: "Matcher | None" = None,
    ) -> None:
        """Indexes the patterns, after those of another; none is compiled before a line needs it."""
        self._before = before
        self._packs = packs
        self._guards: dict[tuple[str, str], Pattern] = {}
        self._parts: dict[str, Sequence[Entry]] = {}
        self.entries = entries
        needs = [each.pack.atoms.of(each.pattern) for each in self.entries]
        self._width = len(self.entries)
        self._all = (1 << self._width) - 1
        self._atoms, self._lanes_of = _set_of(needs, self._width)
        self._without = sum(
            1 << number + lane * self._width
            for number, need in enumerate(needs)
            for lane in range(len(need), CLAUSES_MAX)
        )

    def scan(self, text: str) -> Scan:
        """Which patterns may be in a normalised text."""
        line = text.encode()
        own = self._scan(line)
        if self._before is None:
            return own
        first = self._before.scan(text)
        return Scan(line, (*first.entries, *own.entries))

    def _scan(self, line: bytes) -> Scan:
        found = self._atoms.Match(plain(line))
        if found is None:
            return NOTHING
        lanes = self._without
        for each in found:
            lanes |= self._lanes_of[each]
        there = lanes & (lanes >> self._width) & (lanes >> 2 * self._width) & self._all
        return Scan(line, [self.entries[each] for each in _bits(there)]) if there else NOTHING

    def hits(self, text: str, scan: Scan) -> Iterator[Hit]:
        """Every rule's first place in the text, whatever its guards say."""
        seen: set[str] = set()
        for entry in scan.entries:
            rule = entry.of
            if isinstance(rule, Mark) or rule.id in seen:
                continue
            place = entry.place(scan.text)
            if place is not None:
                seen.add(rule.id)
                yield _trimmed(rule, text, place.start(), place.end(), entry.pattern)

    def guarded(self, rule: Rule, text: str, whole: str = "") -> bool:
        """Whether something near makes the rule's words ordinary."""
        return any(self.guarding(rule, text, whole))

    def guarding(self, rule: Rule, text: str, whole: str = "") -> Iterator[str]:
        """The guards of a rule that hold in the text or ("@@") in the `whole` talk."""
        for name in rule.unless:
            read = whole or text if name.startswith("@@") else text
            if self._guard(name, rule.language).search(read.encode()):
                yield name

    def parts_of(self, rule: Rule) -> Sequence[Entry]:
        """Every part of a rule, ready to be looked for."""
        known = self._parts.get(rule.id)
        if known is None:
            pack = self._packs[rule.language]
            parts = (part.removeprefix(OTHERS_PART) for part in rule.parts)
            known = self._parts[rule.id] = tuple(Entry(rule, part, pack) for part in parts)
        return known

    def _guard(self, name: str, language: str) -> Pattern:
        pattern = self._guards.get((language, name))
        if pattern is None:
            pack = self._packs[language]
            written = pack.guards[name.lstrip("@")] if name.startswith("@") else name
            pattern = self._guards[language, name] = compiled(located(written, pack))
        return pattern


def rules_of(packs: Iterable[Pack]) -> tuple[Entry, ...]:
    """What is looked for in every line: rules, and ages told or asked."""
    return tuple(entry for pack in packs for entry in _entries(pack, _rules(pack)))


def rule_of(entry: Entry) -> Rule | None:
    """The rule that a pattern or a part is of; None of an age, a frame or a context."""
    return entry.of.rule if isinstance(entry.of, Mark) else entry.of


def surroundings_of(packs: Iterable[Pack]) -> tuple[Entry, ...]:
    """What is looked for around a finding: frames, and what a conversation is about."""
    return tuple(entry for pack in packs for entry in _entries(pack, _surroundings(pack)))


def _entries(pack: Pack, patterns: Iterable[tuple[Rule | Mark, str]]) -> Iterator[Entry]:
    for of, pattern in patterns:
        for branch in branches(pattern):
            yield Entry(of, branch, pack)


def _rules(pack: Pack) -> Iterator[tuple[Rule | Mark, str]]:
    for rule in pack.rules:
        for pattern in rule.patterns:
            yield rule, pattern
        if rule.parts:
            number, part = _rarest_part(rule, pack)
            yield Mark("part", rule.id, number, rule), part
    for name in ("asked", "own", "yours", "theirs"):
        yield Mark("age", name), pack.ages[name]
    for grade in pack.ages["grades"]:
        of = " yours" if grade.get("yours") else ""
        yield Mark("age", f"{grade['years']}{of}"), grade["pattern"]


def _rarest_part(rule: Rule, pack: Pack) -> tuple[int, str]:
    """The part that is looked for in every line; the others are, near it."""
    parts = [part.removeprefix(OTHERS_PART) for part in rule.parts]
    return min(enumerate(parts), key=lambda each: pack.atoms.share_of(each[1]))


def _surroundings(pack: Pack) -> Iterator[tuple[Rule | Mark, str]]:
    for name, pattern in pack.frames.items():
        yield Mark("frame", name), pattern
    for context in pack.contexts:
        for pattern in context.certain:
            yield Mark("certain", context.id), pattern
        for number, pattern in enumerate(context.hints):
            yield Mark("hint", f"{context.id}#{number}"), pattern


def _bits(numbers: int) -> Iterator[int]:
    """The places of the bits that are set, from the first."""
    while numbers:
        lowest = numbers & -numbers
        yield lowest.bit_length() - 1
        numbers ^= lowest


def _set_of(needs: Sequence[Sequence[Clause]], width: int) -> tuple[re2.Set, Sequence[int]]:
    """One set of every atom, and of each the entries that need it, as bits.

    A number has one lane of `width` bits a clause, and in it one bit an entry.
    """
    by_atom: dict[str, int] = defaultdict(int)
    for number, clauses in enumerate(needs):
        for lane, clause in enumerate(clauses):
            for atom in clause:
                by_atom[atom] |= 1 << number + lane * width
    options = re2.Options()
    options.max_mem = _MEMORY_BYTES
    options.literal = True
    found = re2.Set.SearchSet(options)
    for atom in by_atom:
        found.Add(atom.encode())
    found.Compile()
    return found, list(by_atom.values())


def _trimmed(rule: Rule, text: str, start: int, end: int, pattern: str) -> Hit:
    words = _WORD.search(text[start:end])
    last = end - len(text[start:end]) + len(_ENDING.sub("", text[start:end]))
    first = start + words.start() if words else start
    return Hit(rule, first, last if words else end, pattern)
