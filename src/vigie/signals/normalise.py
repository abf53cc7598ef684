"""Undoing what hides a word (repeats, spaces, digits, stars, lost vowels), with offsets.

A text is rewritten piece by piece, a piece being what stands between two spaces. What a piece
becomes is worked out once: chats say the same words again and again.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from vigie.signals.characters import HIDDEN, fold

_LEET = str.maketrans("0134578@$!", "oieastbasi")
_VOWELS = str.maketrans("", "", "aeiouy")
_LONGEST_PIECE_CHARS = 32
_MOST_PIECES = 1 << 17
_ALONE = frozenset("befhopqrvwxz@$045")
"""Single letters that hardly stand alone unless a word is spaced out."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What a piece becomes; each of its characters comes from `starts[i]` to `ends[i]` of it."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


class Normal(NamedTuple):
    """A text as rules read it, its words, and for each piece that was rewritten where it was."""

    text: str
    words: Sequence[str] = ()
    places: tuple[int, ...] = ()
    origins: tuple[int, ...] = ()
    pieces: tuple[Rewritten, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that `text[start:end]` comes from."""
        if not self.places:
            return start, end
        return self._first(start), self._last(end - 1)

    def _first(self, at: int) -> int:
        number, within = self._piece(at)
        if number < 0:
            return at
        piece = self.pieces[number]
        if within < len(piece.text):
            return self.origins[number] + piece.starts[within]
        return self._after(number, within)

    def _last(self, at: int) -> int:
        number, within = self._piece(at)
        if number < 0:
            return at + 1
        piece = self.pieces[number]
        if within < len(piece.text):
            return self.origins[number] + piece.ends[within]
        return self._after(number, within) + 1

    def _piece(self, at: int) -> tuple[int, int]:
        number = bisect_right(self.places, at) - 1
        return number, at - self.places[number]

    def _after(self, number: int, within: int) -> int:
        piece = self.pieces[number]
        return self.origins[number] + piece.ends[-1] + within - len(piece.text)


@dataclass(frozen=True, slots=True)
class Spelling:
    """What words are written for: short forms, and words worth finding again when hidden.

    The first of `known_words` is preferred where several could be meant.
    """

    short_forms: Mapping[str, str]
    known_words: Mapping[str, int]
    bones: Mapping[str, str] = field(repr=False)
    by_letter: Mapping[str, Sequence[str]] = field(repr=False)

    def word_like(self, letters: str) -> str | None:
        """The known word of these letters once digits and signs are read as letters."""
        read = letters.translate(_LEET)
        if read in self.known_words:
            return read
        other = letters.replace("1", "l").translate(_LEET)
        return other if other in self.known_words else None

    def words_in(self, letters: str) -> Sequence[str]:
        """The known words that these letters make one after the other, the fewest; or none."""
        if len(letters) > _LONGEST_RUN_CHARS:
            return ()
        words: list[list[str] | None] = [[]]
        for end in range(1, len(letters) + 1):
            words.append(self._fewest(letters, end, words))
        found = words[-1] or ()
        lone = len(letters) == 1 or letters in self.known_words
        return found if lone or len(letters) > len(found) * _SHORTEST_WORDS_CHARS else ()

    def _fewest(
        self, letters: str, end: int, words: Sequence[list[str] | None]
    ) -> list[str] | None:
        """The fewest words that end here, from the fewest that end before."""
        fewest: list[str] | None = None
        for start in range(max(0, end - _LONGEST_WORD_CHARS), end):
            before = words[start]
            if before is None or (fewest is not None and len(before) + 1 >= len(fewest)):
                continue
            word = self._word_of(letters[start:end])
            if word is not None:
                fewest = [*before, word]
        return fewest

    def _word_of(self, letters: str) -> str | None:
        return letters if letters in _LONE_LETTERS else self.word_like(letters)

    def word_behind(self, starred: str) -> str | None:
        """The known word that a word with stars stands for, each star being a letter or more."""
        shape = re.compile("[a-z]+".join(map(re.escape, re.split(r"[*#]+", starred))))
        near = self.by_letter.get(starred[0], ())
        return next((word for word in near if shape.fullmatch(word)), None)


def spelling_of(
    short_forms: Mapping[str, str], words: Iterable[str], abbreviations: Container[str] = ()
) -> Spelling:
    """A spelling from short forms and known words, the most telling first.

    `abbreviations` are words of their own, not words whose vowels were left out.
    """
    known = {word: rank for rank, word in enumerate(dict.fromkeys(words))}
    bones: dict[str, str] = {}
    by_letter: dict[str, list[str]] = defaultdict(list)
    for word in known:
        by_letter[word[0]].append(word)
        bone = bones_of(word)
        alone = bone in known or bone in short_forms or bone in abbreviations
        if len(bone) >= _SHORTEST_BONES and not alone:
            bones.setdefault(bone, word)
    return Spelling(short_forms, known, bones, by_letter)


def bones_of(word: str) -> str:
    """The word without its vowels but for a first one: "envoie" is "env"."""
    return word[:1] + word[1:].translate(_VOWELS)


_SHORTEST_BONES = 3


class Normaliser:
    """Makes texts normal, and keeps what it worked out about their pieces until told to forget."""

    def __init__(self, spelling: Spelling) -> None:
        """With the words of one set of packs."""
        self.spelling = spelling
        self._same: set[str] = set()
        self._rewritten: dict[str, Rewritten] = {}

    def forget(self) -> None:
        """Drops every word that was kept."""
        self._same.clear()
        self._rewritten.clear()

    def normal(self, text: str) -> Normal:
        """The text as rules read it; every character keeps the span of the original."""
        folded = fold(text)
        words = folded.split()
        spaced = not _ALONE.isdisjoint(words)
        if not spaced and self._same.issuperset(words):
            return Normal(folded, words)
        return self._put_together(folded, spaced=spaced)

    def _put_together(self, folded: str, *, spaced: bool) -> Normal:
        texts: list[str] = []
        places: list[int] = []
        origins: list[int] = []
        pieces: list[Rewritten] = []
        length = done = 0
        for start, end, piece in self._changes(folded, spaced=spaced):
            kept = folded[done:start]
            length += len(kept)
            texts += (kept, piece.text)
            if piece.text:
                places.append(length)
                origins.append(start)
                pieces.append(piece)
            length += len(piece.text)
            done = end
        texts.append(folded[done:])
        text = "".join(texts)
        return Normal(text, text.split(), tuple(places), tuple(origins), tuple(pieces))

    def _changes(self, folded: str, *, spaced: bool) -> Iterator[tuple[int, int, Rewritten]]:
        done = 0
        for run in _SPACED.finditer(folded) if spaced else ():
            joined = self._joined(run.group())
            if joined is not None:
                yield from self._changed_pieces(folded, done, run.start())
                yield run.start(), run.end(), joined
                done = run.end()
        yield from self._changed_pieces(folded, done, len(folded))

    def _joined(self, run: str) -> Rewritten | None:
        """The words that letters between spaces make; each comes from its own letters.

        A wider space is the end of a word, when there is one.
        """
        words: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        for group in _GROUP.finditer(run):
            places = [at for at in range(*group.span()) if run[at] not in _BETWEEN]
            found = self.spelling.words_in("".join(run[at] for at in places))
            if not found:
                return None
            done = 0
            for word in found:
                first, last = places[done], places[done + len(word) - 1] + 1
                starts += [first] * (len(word) + 1)
                ends += [last] * (len(word) + 1)
                done += len(word)
            words += found
        return Rewritten(" ".join(words), tuple(starts[:-1]), tuple(ends[:-1]))

    def _changed_pieces(
        self, folded: str, first: int, last: int
    ) -> Iterator[tuple[int, int, Rewritten]]:
        for found in _PIECE.finditer(folded, first, last):
            piece = found.group()
            if piece in self._same:
                continue
            new = self._rewritten.get(piece) or self._learn(piece)
            if new is not None:
                yield found.start(), found.end(), new

    def _learn(self, piece: str) -> Rewritten | None:
        new = rewrite(piece, self.spelling)
        if len(self._same) + len(self._rewritten) >= _MOST_PIECES:
            self.forget()
        if new is None:
            self._same.add(piece)
        elif len(piece) <= _LONGEST_PIECE_CHARS:
            self._rewritten[piece] = new
        return new


def normalise(text: str, spelling: Spelling) -> Normal:
    """The text as rules read it, with nothing kept afterwards."""
    return Normaliser(spelling).normal(text)


def rewrite(piece: str, spelling: Spelling) -> Rewritten | None:
    """What a piece without spaces becomes, or None when it stays; linear in its length."""
    now = Rewritten(piece, tuple(range(len(piece))), tuple(range(1, len(piece) + 1)))
    for pattern, change in _steps(spelling, long=len(piece) > _LONGEST_PIECE_CHARS):
        now = _substitute(now, pattern, change)
    return None if now.text == piece else now


Change = Callable[[str], str | None]

_FEWEST_LETTERS = 2
_BETWEEN = frozenset(" .*_/-")
_LONGEST_WORD_CHARS = 16
_LONGEST_RUN_CHARS = 400
_SHORTEST_WORDS_CHARS = 2
_LONE_LETTERS = frozenset("aycjtdlmnsiu")
_PIECE = re.compile(r"\S+")
_SPACED = re.compile(r"(?<![a-z0-9])[a-z0-9@$](?:[ .*_/-]{1,2}[a-z0-9@$](?![a-z0-9])){2,}")
_GROUP = re.compile(r"[^ .*_/-](?:[ .*_/-]?[^ .*_/-])*")
_HIDDEN_RUN = re.compile(f"{HIDDEN}+")
_DOTS = re.compile(r"\.{2,}")
_DOTTED = re.compile(r"(?<![a-z0-9])[a-z0-9]+(?:[._-][a-z0-9]+)+(?![a-z0-9])")
_MIXED = re.compile(r"[a-z0-9@$!]+")
_STARRED = re.compile(r"[a-z]+[*#]+[a-z*#]*")
_RUN = re.compile(r"([a-z])\1{2,}")
_LETTERS = re.compile(r"[a-z0-9]+")
_WORDS = re.compile(r"(?<![@$*#€])[a-z0-9']+(?![@$*#€])")


def _steps(spelling: Spelling, *, long: bool) -> Sequence[tuple[re.Pattern[str], Change]]:
    first: tuple[tuple[re.Pattern[str], Change], ...] = (
        (_HIDDEN_RUN, lambda _: ""),
        (_DOTS, lambda _: " "),
    )
    if long:
        return (*first, (_RUN, lambda run: run[:2]))
    return (
        *first,
        (_DOTTED, lambda word: _undot(word, spelling)),
        (_MIXED, lambda word: _unleet(word, spelling)),
        (_STARRED, spelling.word_behind),
        (_LETTERS, lambda word: _shorten(word, spelling)),
        (_WORDS, lambda word: _unbone(word, spelling)),
        (_WORDS, spelling.short_forms.get),
    )


def _undot(word: str, spelling: Spelling) -> str | None:
    parts = re.split(r"[._-]", word)
    if min(map(len, parts)) > 1 and spelling.known_words.keys() >= set(parts):
        return None
    return spelling.word_like("".join(parts))


def _unleet(word: str, spelling: Spelling) -> str | None:
    bare = word.rstrip("!")
    if bare in spelling.short_forms or bare.isalpha() or bare.isdigit() or not bare:
        return None
    if sum(map(str.isalpha, bare)) < _FEWEST_LETTERS:
        return None
    read = spelling.word_like(bare) or spelling.word_like(_RUN.sub(r"\1", bare))
    return read and read + word[len(bare) :]


def _shorten(word: str, spelling: Spelling) -> str | None:
    if _RUN.search(word) is None:
        return None
    once, twice = _RUN.sub(r"\1", word), _RUN.sub(r"\1\1", word)
    return twice if twice in spelling.known_words and once not in spelling.known_words else once


def _unbone(word: str, spelling: Spelling) -> str | None:
    return None if word in spelling.known_words else spelling.bones.get(word)


def _substitute(now: Rewritten, pattern: re.Pattern[str], change: Change) -> Rewritten:
    texts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for found in pattern.finditer(now.text):
        new = change(found.group())
        if new is None or new == found.group():
            continue
        start, end = found.span()
        texts += (now.text[done:start], new)
        starts += (*now.starts[done:start], *[now.starts[start]] * len(new))
        ends += (*now.ends[done:start], *[now.ends[end - 1]] * len(new))
        done = end
    if not done:
        return now
    texts.append(now.text[done:])
    return Rewritten("".join(texts), (*starts, *now.starts[done:]), (*ends, *now.ends[done:]))
