"""Undoing what hides a word (repeats, spaces, digits, stars, lost vowels), with offsets."""

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from vigie.signals.characters import HIDDEN, fold

_ODD = re.compile(
    r"\x00|([a-z])\1\1|\.\.|[a-z][0-9@$*#]|[0-9@$*#][a-z]|[a-z][*._-][a-z]"
    r"|\b[a-z]([ .*_-])[a-z0-9]\2[a-z0-9]\b"
)
_WORDS = re.compile(r"[a-z0-9']+")
_LEET = str.maketrans("0134578@$!", "oieastbasi")
_VOWELS = str.maketrans("", "", "aeiouy")
_LONGEST_HIDDEN_WORD_CHARS = 24


@dataclass(frozen=True, slots=True)
class Normal:
    """A normalised text; `starts` and `ends` map it to the original, None when equal."""

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that `text[start:end]` comes from."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


@dataclass(frozen=True, slots=True)
class Spelling:
    """What words are written for: short forms, and the words worth finding again when hidden."""

    short_forms: Mapping[str, str]
    known_words: frozenset[str]
    hidden_words: tuple[str, ...]

    def word_like(self, letters: str) -> str | None:
        """The known word of these letters once digits and signs are read as letters."""
        read = letters.translate(_LEET)
        return read if read in self.known_words else None

    def word_behind(self, starred: str) -> str | None:
        """The hidden word that a word with stars stands for, each star being one letter or more."""
        parts = [re.escape(part) for part in re.split(r"[*#._-]+", starred)]
        shape = re.compile("[a-z]+".join(parts))
        return next((word for word in self.hidden_words if shape.fullmatch(word)), None)


def skeletons(hidden_words: Iterable[str], known: Container[str]) -> dict[str, str]:
    """Hidden words by their consonants, three or more: "scrt" is "secret"."""
    bones = {word.translate(_VOWELS): word for word in hidden_words}
    return {each: word for each, word in bones.items() if len(each) >= 3 and each not in known}


def normalise(text: str, spelling: Spelling) -> Normal:
    """The text as rules read it; every character keeps the span of the original it stands for."""
    folded = fold(text)
    if _ODD.search(folded) is None and spelling.short_forms.keys().isdisjoint(
        _WORDS.findall(folded)
    ):
        return Normal(folded)
    normal = Normal(folded, tuple(range(len(folded))), tuple(range(1, len(folded) + 1)))
    for pattern, rewrite in _steps(spelling):
        normal = _substitute(normal, pattern, rewrite)
    return normal


Rewrite = Callable[[str], str | None]

_HIDDEN_RUN = re.compile(f"{HIDDEN}+")
_DOTS = re.compile(r"\.{2,}")
_SPACED = re.compile(r"(?<![a-z0-9])[a-z0-9@$](?:[ .*_/-]{1,2}[a-z0-9@$](?![a-z0-9])){2,}")
_MIXED = re.compile(r"[a-z0-9@$!]*(?:[a-z][0-9@$!]|[0-9@$!][a-z])[a-z0-9@$!]*")
_STARRED = re.compile(r"(?<![a-z0-9])[a-z]+[*#._-]+(?:[a-z]+(?:[*#._-]+[a-z]*)*)?")
_REPEATED = re.compile(r"[a-z0-9]*([a-z])\1\1[a-z0-9]*")
_RUN = re.compile(r"([a-z])\1{2,}")


def _steps(spelling: Spelling) -> Sequence[tuple[re.Pattern[str], Rewrite]]:
    return (
        (_HIDDEN_RUN, lambda _: ""),
        (_DOTS, lambda _: " "),
        (_SPACED, lambda run: _join(run, spelling)),
        (_MIXED, lambda word: _unleet(word, spelling)),
        (_STARRED, lambda word: _unstar(word, spelling)),
        (_REPEATED, lambda word: _shorten(word, spelling)),
        (_WORDS, spelling.short_forms.get),
    )


def _join(run: str, spelling: Spelling) -> str | None:
    letters = re.sub(r"[ .*_/-]", "", run)
    return spelling.word_like(letters)


def _unleet(word: str, spelling: Spelling) -> str | None:
    bare = word.rstrip("!")
    if bare in spelling.short_forms or bare.isalpha():
        return None
    read = spelling.word_like(bare)
    return read and read + word[len(bare) :]


def _unstar(word: str, spelling: Spelling) -> str | None:
    if len(word) > _LONGEST_HIDDEN_WORD_CHARS:
        return None
    together = spelling.word_like(re.sub(r"[*#._-]", "", word))
    if together in spelling.hidden_words:
        return together
    return spelling.word_behind(word) if word.strip("*#._-") != word or "*" in word else None


def _shorten(word: str, spelling: Spelling) -> str:
    once, twice = _RUN.sub(r"\1", word), _RUN.sub(r"\1\1", word)
    return twice if twice in spelling.known_words and once not in spelling.known_words else once


def _substitute(normal: Normal, pattern: re.Pattern[str], rewrite: Rewrite) -> Normal:
    starts, ends = normal.starts or (), normal.ends or ()
    texts: list[str] = []
    new_starts: list[int] = []
    new_ends: list[int] = []
    done = 0
    for found in pattern.finditer(normal.text):
        new = rewrite(found.group())
        if new is None or new == found.group():
            continue
        start, end = found.span()
        texts += (normal.text[done:start], new)
        new_starts += (*starts[done:start], *[starts[start]] * len(new))
        new_ends += (*ends[done:start], *[ends[end - 1]] * len(new))
        done = end
    if not done:
        return normal
    texts.append(normal.text[done:])
    return Normal("".join(texts), (*new_starts, *starts[done:]), (*new_ends, *ends[done:]))
