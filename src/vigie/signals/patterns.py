"""One pattern at a time, compiled once: where its words are in a normalised text.

Normalised text is ASCII, so that a byte is a character and RE2 reads it as it is.
"""

from collections.abc import Iterator
from typing import Protocol, cast

import re2

_MEMORY_BYTES = 1 << 26


class Place(Protocol):
    """Where a pattern is in a text."""

    def start(self) -> int:
        """The first character's position."""
        ...

    def end(self) -> int:
        """The position after the last character."""
        ...

    def group(self, number: int = 0, /) -> bytes:
        """The words found."""
        ...


class Pattern(Protocol):
    """One compiled pattern."""

    def search(self, text: bytes, /) -> Place | None:
        """The first place, or None."""
        ...

    def finditer(self, text: bytes, /) -> Iterator[Place]:
        """Every place, left to right."""
        ...


def compiled(pattern: str) -> Pattern:
    """A pattern of RE2's syntax, ready to locate quotes; linear in the length of the text."""
    options = re2.Options()
    options.max_mem = _MEMORY_BYTES
    options.log_errors = False
    return cast(Pattern, re2.compile(pattern.encode(), options=options))
