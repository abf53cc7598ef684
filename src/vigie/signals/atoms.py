"""What a pattern cannot do without: a set of short texts, one of which is in any match.

A pattern is tried on a line only when one of its atoms is there, which one pass over the line says
for all patterns together. This is RE2's filtered matching (Cox, "Regular Expression Matching with a
Trigram Index"), with whole words instead of trigrams.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product
from typing import Literal

Clause = frozenset[str]
"""Texts of which one must be there. A space stands for the edge of a word, "#" for any digit."""

EDGE = " "
_MOST_TEXTS = 48
_PLAIN = bytes(
    code if chr(code) in "abcdefghijklmnopqrstuvwxyz\x01\x02\x03\x04\n" else ord(EDGE)
    for code in range(256)
)
_PLAIN = _PLAIN[:48] + b"#" * 10 + _PLAIN[58:]
_DIGITS = str.maketrans("0123456789", "#" * 10)
_SPACES = re.compile(" +")
_CODE = re.compile(r"\\x(0[1-4])")
_CLASS = re.compile(r"\[(\^?)((?:\\.|[^\]\\])+)\]")
_REPEAT = re.compile(r"([?*+]|\{(\d+)(?:,\d*)?\})\??")
_FLAGS = re.compile(r"\(\?[a-z]*:")
_BARS = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|[()|]", re.DOTALL)


def plain(line: bytes) -> bytes:
    """A normal line as atoms are looked for in it: words and digits between single spaces."""
    read = b" %b " % line.translate(_PLAIN)
    return b" %b " % b" ".join(read.split()) if b"  " in read or b"\n" in read else read


@dataclass(frozen=True, slots=True)
class _Node:
    """A part of a pattern: a few texts, a gap, anything, or parts put together."""

    kind: Literal["texts", "gap", "any", "seq", "alt", "optional", "repeat"]
    texts: Clause = frozenset()
    parts: tuple["_Node", ...] = ()


_ANYTHING = _Node("any")
_GAP = _Node("gap")
_EDGE = _Node("texts", frozenset({EDGE}))


@dataclass(frozen=True)
class Atoms:
    """Chooses atoms; `frequent` says how often a line has a word, for the words met most."""

    frequent: Mapping[str, float]
    every: bool = False
    """Whether clauses of one alternative count too, to know every word that is looked for."""

    def words(self, pattern: str) -> Iterator[str]:
        """The whole words that a pattern is written with."""
        for clause in self._needed(parsed(pattern), EDGE, EDGE):
            for text in clause:
                if text.startswith(EDGE) and text.endswith(EDGE):
                    yield from text.split()

    def of(self, pattern: str) -> tuple[Clause, ...]:
        """The rarest clauses of a pattern whose {words} are written out; none when none is sure."""
        needed = dict.fromkeys(map(_shortest, self._needed(parsed(pattern), EDGE, EDGE)))
        first, *others = sorted(needed, key=self.share) or [frozenset[str]()]
        if self.share(first) < _ENOUGH_SHARE or not others or self.share(others[0]) > _WORTH_SHARE:
            return (first,) if first else ()
        return first, others[0]

    def share(self, clause: Clause) -> float:
        """How many lines have one of these texts, roughly, from 0 to 1 and above."""
        return sum(map(self._share_of, clause))

    def _share_of(self, text: str) -> float:
        words = text.split()
        known = [self.frequent.get(each, _RARE_SHARE) for each in words]
        if not text.startswith(EDGE) or not text.endswith(EDGE):
            known.append(_PART_SHARE / 2 ** max(map(len, words), default=0))
            known[0] = 1.0
        return reduce(lambda one, other: one * other * _TOGETHER, known, 1 / _TOGETHER)

    def _needed(self, node: _Node, before: str, after: str) -> Iterator[Clause]:
        """The clauses of a node, given whether a word's edge is before and after it."""
        if node.kind == "seq":
            yield from self._of_sequence(node.parts, before, after)
        elif node.kind == "alt":
            yield from self._of_branches(node.parts, before, after)
        elif node.kind == "repeat":
            yield from self._of_sequence(node.parts, before, "")
        elif node.kind == "optional" and self.every:
            yield from self._of_sequence(node.parts, before, after)
        elif node.kind == "texts":
            yield from _useful(frozenset(before + each + after for each in node.texts))

    def _of_branches(self, nodes: Iterable[_Node], before: str, after: str) -> Iterator[Clause]:
        best: list[Clause] = []
        if self.every:
            for node in nodes:
                yield from self._needed(node, before, after)
            return
        for node in nodes:
            own = min(self._needed(node, before, after), key=self.share, default=None)
            if own is None:
                return
            best.append(own)
        yield frozenset[str]().union(*best)

    def _of_sequence(self, parts: Sequence[_Node], before: str, after: str) -> Iterator[Clause]:
        run: Clause = frozenset({before})
        for place, part in enumerate(parts):
            if part.kind == "gap":
                yield from _useful(frozenset(each + EDGE for each in run))
                run = frozenset({EDGE})
                continue
            exact = _exact(part)
            if exact is not None and len(run) * len(exact) <= _MOST_TEXTS:
                run = _joined(run, exact)
                continue
            edged = all(each.endswith(EDGE) for each in run)
            rest = parts[place + 1] if place + 1 < len(parts) else None
            following = rest in (_GAP, _EDGE) if rest else after == EDGE
            yield from _useful(run)
            yield from self._needed(part, EDGE if edged else "", EDGE if following else "")
            last = _exact(part.parts[0]) if part.kind == "repeat" else None
            run = last or frozenset({""})
        yield from _useful(frozenset(each + after for each in run))


_ENOUGH_SHARE = 0.01
_WORTH_SHARE = 0.03
_RARE_SHARE = 0.002
_PART_SHARE = 0.3
_TOGETHER = 0.5


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


def parsed(pattern: str) -> _Node:
    """The parts of a pattern; ValueError when its brackets do not close."""
    pattern = _CODE.sub(lambda found: chr(int(found.group(1), 16)), pattern)
    node, end = _alternatives(pattern, 0)
    if end != len(pattern):
        raise ValueError(f"a bracket is closed that was not opened, at character {end}")
    return node


def _alternatives(text: str, at: int) -> tuple[_Node, int]:
    found: list[_Node] = []
    parts: list[_Node] = []
    while at < len(text) and text[at] != ")":
        if text[at] == "|":
            found.append(_Node("seq", parts=tuple(parts)))
            parts, at = [], at + 1
            continue
        node, at = _atom(text, at)
        repeat = _REPEAT.match(text, at)
        if repeat is not None:
            least = int(repeat.group(2) or (repeat.group(1) == "+"))
            node, at = _Node("repeat" if least else "optional", parts=(node,)), repeat.end()
            if text[repeat.start()] in "*{" and node.kind == "optional":
                node = _ANYTHING
        parts.append(node)
    found.append(_Node("seq", parts=tuple(parts)))
    return (found[0] if len(found) == 1 else _Node("alt", parts=tuple(found))), at


def _atom(text: str, at: int) -> tuple[_Node, int]:
    if text[at] == "(":
        flags = _FLAGS.match(text, at)
        opened = flags.end() if flags else at + 1
        node, end = _alternatives(text, opened)
        if end == len(text):
            raise ValueError(f"a bracket is not closed, at character {at}")
        return node, end + 1
    if text[at] == "[":
        return _one_of(text, at)
    if text[at] == "\\":
        return _escaped(text[at + 1 : at + 2]), at + 2
    return _character(text[at]), at + 1


def _one_of(text: str, at: int) -> tuple[_Node, int]:
    found = _CLASS.match(text, at)
    if found is None:
        raise ValueError(f"a square bracket is not closed, at character {at}")
    within = found.group(2)
    if found.group(1) or "\\" in within or "-" in within:
        return _ANYTHING, found.end()
    nodes = [_character(each) for each in within]
    union = frozenset[str]().union(*(each.texts for each in nodes))
    return _Node("texts", union), found.end()


def _escaped(letter: str) -> _Node:
    if letter == "d":
        return _Node("texts", frozenset("#"))
    return _ANYTHING if letter in "wWDsS" else _EDGE


def _character(letter: str) -> _Node:
    if letter == "~":
        return _GAP
    if letter == ".":
        return _ANYTHING
    known = (letter.isascii() and letter.isalnum()) or letter in "\x01\x02\x03\x04"
    return _Node("texts", frozenset(letter.translate(_DIGITS))) if known else _EDGE


def _exact(node: _Node) -> Clause | None:
    """Everything that the node can be, when it is a few texts."""
    if node.kind == "texts":
        return node.texts
    if node.kind in ("gap", "any", "repeat"):
        return None
    within = [_exact(each) for each in node.parts]
    known = [each for each in within if each is not None]
    if len(known) < len(within):
        return None
    if node.kind == "optional":
        return known[0] | {""}
    merge: Callable[[Clause, Clause], Clause] = _joined if node.kind == "seq" else Clause.union
    found = reduce(merge, known, frozenset({""}) if node.kind == "seq" else frozenset())
    return found if len(found) <= _MOST_TEXTS else None


def _joined(one: Clause, other: Clause) -> Clause:
    if len(one) * len(other) > _MOST_TEXTS:
        return frozenset(map(str, range(_MOST_TEXTS + 1)))
    return frozenset(a + b for a, b in product(one, other))


def _shortest(clause: Clause) -> Clause:
    """The clause without the texts that hold another one."""
    return frozenset(
        each for each in clause if not any(other in each for other in clause if other != each)
    )


def _useful(run: Clause) -> Iterator[Clause]:
    if all(each.strip() for each in run):
        yield frozenset(_SPACES.sub(EDGE, each) for each in run)
