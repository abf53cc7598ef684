"""One pattern at a time, compiled once: where its words are in a normalised text."""

from collections.abc import Iterator
from functools import cache
from typing import Protocol, cast

import re2

from vigie.signals.packs import locating, packs

_MEMORY_BYTES = 1 << 26


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


@cache
def compiled(language: str, pattern: str) -> Pattern:
    """A pattern of a pack, ready to locate quotes; linear in the length of the text."""
    options = re2.Options()
    options.max_mem = _MEMORY_BYTES
    return cast(Pattern, re2.compile(locating(pattern, packs()[language]), options=options))


def find(text: str, language: str, pattern: str) -> Place | None:
    """The first place of a pack's pattern in a normalised text, or None."""
    return compiled(language, pattern).search(text)


def find_all(text: str, language: str, pattern: str) -> Iterator[Place]:
    """Every place of a pack's pattern in a normalised text, left to right."""
    return compiled(language, pattern).finditer(text)
