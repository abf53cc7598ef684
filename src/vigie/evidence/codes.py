"""Codes: six words that reopen a testimony, and the keys made from them.

Six of 7,776 words carry 77.5 bits. Any two words of the list differ by at least two letters
written, left out or changed, so that one slip never makes another word and is mostly repaired.
The list is our own; what it was made from is said at its head.
"""

import hmac
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from string import ascii_lowercase

from argon2.low_level import Type, hash_secret_raw

from vigie.evidence.keys import SEED_BYTES, identity_from_seed

WORDS_IN_A_CODE = 6
SLIPS_FORGIVEN = 2
LONGEST_ENTRY_CHARS = 400
TAG_BYTES = 32
MEMORY_KIB = 8 * 1024
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


@dataclass(frozen=True, slots=True)
class CodeKeys:
    """What a code gives: `tag` finds the testimony and is stored, the age `secret` never is."""

    tag: bytes
    secret: str = field(repr=False)
    recipient: str


@lru_cache(maxsize=1)
def words() -> tuple[str, ...]:
    """The 7,776 words, in alphabetical order."""
    text = files("vigie.evidence").joinpath("words.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


def new_code(choice: Callable[[Sequence[str]], str]) -> str:
    """Six words with spaces between; `choice` is `secrets.choice`, except in tests."""
    return " ".join(choice(words()) for _ in range(WORDS_IN_A_CODE))


def read_code(text: str) -> str | None:
    """The code as it was given out, whatever the case, accents and signs, with up to two slips.

    A slip is one letter left out, added or changed, or two neighbours swapped, at most one in a
    word, and only where a single word of the list is that near. None when it cannot be a code.
    """
    if len(text) > LONGEST_ENTRY_CHARS:
        return None
    written = plain_words(text)
    if len(written) != WORDS_IN_A_CODE:
        return None
    read = [nearest_word(word) for word in written]
    slips = sum(word != meant for word, meant in zip(written, read, strict=True))
    return None if None in read or slips > SLIPS_FORGIVEN else " ".join(filter(None, read))


def draw_code(key: bytes, text: bytes) -> str:
    """The same code for the same text under the same key; without the key it is as any other."""
    places = iter(range(WORDS_IN_A_CODE))

    def choice(listed: Sequence[str]) -> str:
        drawn = hmac.digest(key, bytes([next(places)]) + text, "sha256")
        return listed[int.from_bytes(drawn, "big") % len(listed)]

    return new_code(choice)


def derive(code: str, salt: bytes) -> CodeKeys:
    """The keys of a code as `read_code` gives it; `salt` (16 bytes) is the installation's.

    Argon2id with one pass over 8 MiB: 77 bits need no more against guessing.
    """
    derived = hash_secret_raw(
        code.encode(), salt, 1, MEMORY_KIB, 1, TAG_BYTES + SEED_BYTES, Type.ID
    )
    return CodeKeys(derived[:TAG_BYTES], *identity_from_seed(derived[TAG_BYTES:]))


def plain_words(text: str) -> list[str]:
    """The words of a text as the list writes them: small letters, no accents, no signs."""
    return re.findall("[a-z]+", _plain(text))


def _plain(text: str) -> str:
    """Small letters without accents or ligatures."""
    parts = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    return "".join(char for char in parts if not unicodedata.combining(char))


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(words())


def nearest_word(word: str) -> str | None:
    """The word itself if it is listed, else the only listed one within one slip."""
    if word in _known():
        return word
    for slips in (_edits(word), _swaps(word)):
        near = list(_known().intersection(slips))
        if near:
            return near[0] if len(near) == 1 else None
    return None


def _edits(word: str) -> Iterator[str]:
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        yield before + after[1:]
        for letter in ascii_lowercase:
            yield before + letter + after
            yield before + letter + after[1:]


def _swaps(word: str) -> Iterator[str]:
    for place in range(len(word) - 1):
        yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]
