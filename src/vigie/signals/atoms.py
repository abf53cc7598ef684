"""What a pattern cannot do without: a set of short texts, one of which is in any match.

A pattern is tried on a line only when one of its atoms is there, which one pass over the line says
for all patterns together. This is RE2's filtered matching (Cox, "Regular Expression Matching with a
Trigram Index"), with whole words instead of trigrams.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import product
from typing import Literal

Clause = frozenset[str]
"""Texts of which one must be there. A space stands for the edge of a word, "#" for any digit."""

EDGE = " "
CLAUSES_MAX = 3
_MOST_TEXTS = 64
_NOTHING = " \x05\x06"
_EMOJI = (b"\x01", b"\x02", b"\x03", b"\x04")
_PLAIN = bytes(
    code if chr(code) in "abcdefghijklmnopqrstuvwxyz\x01\x02\x03\x04" else ord(EDGE)
    for code in range(256)
)
_PLAIN = _PLAIN[:48] + b"#" * 10 + _PLAIN[58:]
_DIGITS = str.maketrans("0123456789", "#" * 10)
_SPACES = re.compile(" +")
_CODE = re.compile(r"\\x(0[1-4])")
_NAME = re.compile(r"\{([a-z_]+)\}")
_LETTERS = re.compile(r"[a-z0-9]+(?![?*+{a-z0-9])|[a-z0-9]+(?=\{[a-z_])")
_CLASS = re.compile(r"\[(\^?)((?:\\.|[^\]\\])+)\]")
_REPEAT = re.compile(r"([?*+]|\{(\d+)(?:,\d*)?\})\??")
_FLAGS = re.compile(r"\(\?[a-z]*:")
_BARS = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|[()|]", re.DOTALL)


def plain(line: bytes) -> bytes:
    """A normal line as atoms are looked for in it: words and digits between single spaces.

    Control characters mark where it begins and ends, emoji at the end aside.
    """
    words = line.translate(_PLAIN)
    for emoji in _EMOJI:
        if emoji in words:
            words = words.replace(emoji, b" %b " % emoji)
    if b"  " in words or words[:1] == b" " or words[-1:] == b" ":
        words = b" ".join(words.split())
    last = words.rstrip(b" \x01\x02\x03\x04")
    if len(last) < len(words):
        words = last + b" \x06" + words[len(last) :]
    return b"\x05 %b \x06" % words


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A part of a pattern; `exact` is everything that it can be, when that is a few texts."""

    kind: Literal["texts", "gap", "any", "seq", "alt", "optional", "repeat"]
    exact: Clause | None = None
    parts: tuple["Node", ...] = ()


_ANYTHING = Node("any")
_GAP = Node("gap")
_EDGE = Node("texts", frozenset({EDGE}))
_ANCHORS = {"^": Node("texts", frozenset({"\x05 "})), "$": Node("texts", frozenset({" \x06"}))}


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """Lists of words, by the name that patterns have in braces, and the patterns read with them."""

    nodes: dict[str, Node]
    read: dict[str, Node] = field(default_factory=dict)

    def parsed(self, pattern: str) -> Node:
        """The parts of a pattern; ValueError says what cannot be read in it."""
        node = self.read.get(pattern)
        if node is None:
            node = self.read[pattern] = parsed(pattern, self.nodes)
        return node


@dataclass(frozen=True)
class Atoms:
    """Chooses atoms; `frequent` says how often a line has a word, for the words met most."""

    frequent: Mapping[str, float]
    lists: Lists
    _known: dict[str, float] = field(default_factory=dict)

    def of(self, pattern: str) -> tuple[Clause, ...]:
        """The rarest clauses of a pattern, three at most; none when none is sure."""
        needed = dict.fromkeys(self._needed(self.lists.parsed(pattern), EDGE, EDGE))
        ranked = sorted(needed, key=self.share)
        worth = [each for each in ranked[1:CLAUSES_MAX] if self.share(each) < _WORTH_SHARE]
        enough = not ranked or self.share(ranked[0]) < _ENOUGH_SHARE
        return tuple(map(_shortest, ranked[:1] if enough else (ranked[0], *worth)))

    def share_of(self, pattern: str) -> float:
        """How many lines a pattern is tried on, roughly; 1 and above when it is on all."""
        return sum(
            min((self.share(each) for each in self.of(branch)), default=1.0)
            for branch in branches(pattern)
        )

    def share(self, clause: Clause) -> float:
        """How many lines have one of these texts, roughly, from 0 to 1 and above."""
        return sum(self._known.get(each) or self._share_of(each) for each in clause)

    def _share_of(self, text: str) -> float:
        self._known[text] = share = self._share_of_new(text)
        return share

    def _share_of_new(self, text: str) -> float:
        words = text.strip("\x05\x06").split()
        known = [self.frequent.get(each, _RARE_SHARE) for each in words]
        if text[0] not in _NOTHING or text[-1] not in _NOTHING:
            known.append(_PART_SHARE / 4 ** max(map(len, words), default=0))
            known[0] = 1.0
        return reduce(lambda one, other: one * other * _TOGETHER, known, 1 / _TOGETHER)

    def _needed(self, node: Node, before: str, after: str) -> Iterator[Clause]:
        """The clauses of a node, given whether a word's edge is before and after it."""
        if node.kind == "seq":
            yield from self._of_sequence(node.parts, before, after)
        elif node.kind == "alt":
            yield from self._of_branches(node.parts, before, after)
        elif node.kind == "repeat":
            yield from self._of_sequence(node.parts, before, "")
        elif node.kind == "texts" and node.exact is not None:
            yield from _useful(frozenset(before + each + after for each in node.exact))

    def _of_branches(self, nodes: Iterable[Node], before: str, after: str) -> Iterator[Clause]:
        best: list[Clause] = []
        for node in nodes:
            own = min(self._needed(node, before, after), key=self.share, default=None)
            if own is None:
                return
            best.append(own)
        yield frozenset[str]().union(*best)

    def _of_sequence(self, parts: Sequence[Node], before: str, after: str) -> Iterator[Clause]:
        run: Clause = frozenset({before})
        for place, part in enumerate(parts):
            if part.kind == "gap":
                yield from _useful(frozenset(each + EDGE for each in run))
                run = frozenset({EDGE})
                continue
            longer = _joined(run, part.exact)
            if longer is not None:
                run = longer
                continue
            edged = all(each.endswith(EDGE) for each in run)
            rest = parts[place + 1] if place + 1 < len(parts) else None
            following = rest in (_GAP, _EDGE) if rest else after == EDGE
            yield from _useful(run)
            yield from self._needed(part, EDGE if edged else "", EDGE if following else "")
            last = part.parts[0].exact if part.kind == "repeat" else None
            run = last or frozenset({""})
        yield from _useful(frozenset(each + after for each in run))


_ENOUGH_SHARE = 0.001
_WORTH_SHARE = 0.3
_RARE_SHARE = 0.0005
_PART_SHARE = 4.0
_TOGETHER = 0.5


def shares(frequent_words: Sequence[str]) -> dict[str, float]:
    """How often a line has each word, for words in the order of how often they are met (Zipf)."""
    return {word: 1 / (place + 2) for place, word in enumerate(frequent_words)}


def branches(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern, each of which can be looked for by itself."""
    depth = start = 0
    for found in _BARS.finditer(pattern):
        sign = found.group()
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            yield pattern[start : found.start()]
            start = found.end()
    yield pattern[start:]


def lists_of(words: Mapping[str, str]) -> Lists:
    """The lists of words of a pack, read once; a list may name others, read before it."""
    lists: dict[str, Node] = {}
    waiting = dict(words)
    while waiting:
        ready = [name for name, text in waiting.items() if lists.keys() >= set(_names_in(text))]
        if not ready:
            name = min(waiting)
            unknown = ", ".join(sorted(set(_names_in(waiting[name])) - lists.keys()))
            raise ValueError(f"the list {{{name}}} names {unknown}, which is no list before it")
        for name in ready:
            lists[name] = parsed(waiting.pop(name), lists)
    return Lists(lists)


def _names_in(text: str) -> Sequence[str]:
    return [found.group(1) for found in _NAME.finditer(text)]


def parsed(pattern: str, lists: Mapping[str, Node]) -> Node:
    """The parts of a pattern; ValueError says what cannot be read in it."""
    pattern = _CODE.sub(lambda found: chr(int(found.group(1), 16)), pattern)
    node, end = _alternatives(pattern, 0, lists)
    if end != len(pattern):
        raise ValueError(f"a bracket is closed that was not opened, at character {end}")
    return node


def _alternatives(text: str, at: int, lists: Mapping[str, Node]) -> tuple[Node, int]:
    found: list[Node] = []
    parts: list[Node] = []
    while at < len(text) and text[at] != ")":
        if text[at] == "|":
            found.append(_sequence(parts))
            parts, at = [], at + 1
            continue
        node, at = _atom(text, at, lists)
        repeat = _REPEAT.match(text, at)
        if repeat is not None:
            node, at = _repeated(node, repeat), repeat.end()
        parts.append(node)
    found.append(_sequence(parts))
    return (found[0] if len(found) == 1 else _one_of_nodes(found)), at


def _repeated(node: Node, repeat: re.Match[str]) -> Node:
    if int(repeat.group(2) or (repeat.group(1) == "+")):
        return Node("repeat", parts=(node,))
    if repeat.group(1) != "?":
        return _ANYTHING
    return Node("optional", None if node.exact is None else node.exact | {""}, (node,))


def _sequence(parts: Sequence[Node]) -> Node:
    exact: Clause | None = frozenset({""})
    if any(part.exact is None for part in parts):
        return Node("seq", None, tuple(parts))
    for part in parts:
        exact = None if exact is None else _joined(exact, part.exact)
    return Node("seq", exact, tuple(parts))


def _one_of_nodes(nodes: Sequence[Node]) -> Node:
    known = [each.exact for each in nodes if each.exact is not None]
    union = frozenset[str]().union(*known)
    few = len(known) == len(nodes) and len(union) <= _MOST_TEXTS
    return Node("alt", union if few else None, tuple(nodes))


def _atom(text: str, at: int, lists: Mapping[str, Node]) -> tuple[Node, int]:
    letters = _LETTERS.match(text, at)
    if letters is not None:
        return Node("texts", frozenset({letters.group().translate(_DIGITS)})), letters.end()
    if text[at] == "(":
        return _group(text, at, lists)
    if text[at] == "[":
        return _one_of(text, at)
    if text[at] == "\\":
        return _escaped(text[at + 1 : at + 2]), at + 2
    return _named(text, at, lists) or (_character(text[at]), at + 1)


def _group(text: str, at: int, lists: Mapping[str, Node]) -> tuple[Node, int]:
    flags = _FLAGS.match(text, at)
    if flags and "m" in flags.group():
        return _EDGE, text.index(")", at) + 1
    node, end = _alternatives(text, flags.end() if flags else at + 1, lists)
    if end == len(text):
        raise ValueError(f"a bracket is not closed, at character {at}")
    return node, end + 1


def _named(text: str, at: int, lists: Mapping[str, Node]) -> tuple[Node, int] | None:
    name = _NAME.match(text, at)
    if name is None:
        return None
    if name.group(1) not in lists:
        raise ValueError(f"there is no list of words called {name.group()}")
    return lists[name.group(1)], name.end()


def _one_of(text: str, at: int) -> tuple[Node, int]:
    found = _CLASS.match(text, at)
    if found is None:
        raise ValueError(f"a square bracket is not closed, at character {at}")
    within = found.group(2)
    if found.group(1) or "\\" in within or "-" in within:
        return _ANYTHING, found.end()
    union = frozenset(text for each in within for text in _character(each).exact or ())
    return Node("texts", union), found.end()


def _escaped(letter: str) -> Node:
    if letter == "d":
        return Node("texts", frozenset("#"))
    return _ANYTHING if letter in "wWDsS" else _EDGE


def _character(letter: str) -> Node:
    if letter == "~":
        return _GAP
    if letter in _ANCHORS:
        return _ANCHORS[letter]
    if letter == ".":
        return _ANYTHING
    known = (letter.isascii() and letter.isalnum()) or letter in "\x01\x02\x03\x04"
    return Node("texts", frozenset(letter.translate(_DIGITS))) if known else _EDGE


def _joined(one: Clause, other: Clause | None) -> Clause | None:
    """Every text of one followed by every text of the other, unless that is too many."""
    if other is None or len(one) * len(other) > _MOST_TEXTS:
        return None
    return frozenset(a + b for a, b in product(one, other))


def _shortest(clause: Clause) -> Clause:
    """The clause without the texts that hold another one."""
    return frozenset(
        each for each in clause if not any(other in each for other in clause if other != each)
    )


def _useful(run: Clause) -> Iterator[Clause]:
    if all(each.strip(_NOTHING) for each in run):
        yield frozenset(map(_single_spaced, run))


def _single_spaced(text: str) -> str:
    return _SPACES.sub(EDGE, text).replace(" \x05", "\x05").replace("\x06 ", "\x06")
