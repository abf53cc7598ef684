"""What finds a copy again: of a picture its hash, of a conversation some numbers from its words.

The numbers are chosen by winnowing (Schleimer, Wilkerson, Aiken 2003): two conversations that share
31 letters in a row share one, wherever they begin and end, so a crop is found as well as the whole.
They only say where to look: whoever holds both texts then compares those.
"""

import hashlib
import struct
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from vigie.evidence.pdq import BITS_BYTES, PictureHash
from vigie.kernel.conversations import Turn
from vigie.kernel.errors import BadInput

LETTERS = 16
WINDOW = 16
MOST_LETTERS = 200_000
TAG_BYTES = 4
TAGS_PADDED = 64
DIGEST_BYTES = 16
_PICTURE = struct.Struct(f">cB{BITS_BYTES}s")
_TALK = struct.Struct(f">c{DIGEST_BYTES}sI")
NO_PRINT = "This is no print of a picture or of a conversation."
_BASE = 0x9E3779B97F4A7C15
_MIXED = 0xBF58476D1CE4E5B9


@dataclass(frozen=True, slots=True)
class TalkPrint:
    """Of one conversation: the digest of the words it was made of, and its tags, 32 bits each."""

    made_of: bytes
    tags: bytes = field(repr=False)


EitherPrint = PictureHash | TalkPrint


def letters_of(text: str) -> str:
    """Letters and digits alone, without case or accents: what two readings have in common."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if sign.isalnum())


def digest_of(turns: Iterable[Turn]) -> bytes:
    """What a print was made of, so that it is made anew when a word was corrected."""
    words = "\n".join(turn.text for turn in turns if turn.kind == "text")
    return hashlib.sha256(words.encode(errors="surrogatepass")).digest()[:DIGEST_BYTES]


def talk_print(turns: Sequence[Turn]) -> TalkPrint:
    """The print of a conversation; of a very long one, of its end."""
    words, length = [], 0
    for turn in reversed(turns):
        if turn.kind == "text" and length < MOST_LETTERS:
            words.append(letters_of(turn.text))
            length += len(words[-1])
    return TalkPrint(digest_of(turns), _winnowed("".join(reversed(words))[-MOST_LETTERS:]))


def encode(one: EitherPrint) -> bytes:
    """A print as bytes; those of a conversation are padded, so that few lengths occur."""
    if isinstance(one, PictureHash):
        return _PICTURE.pack(b"P", one.quality, one.bits)
    padding = -len(one.tags) % (TAG_BYTES * TAGS_PADDED)
    return _TALK.pack(b"T", one.made_of, len(one.tags)) + one.tags + bytes(padding)


def decode(data: bytes) -> EitherPrint:
    """The print in some bytes; raises BadInput when there is none."""
    try:
        if data[:1] == b"P":
            _, quality, bits = _PICTURE.unpack(data)
            return PictureHash(bits, quality)
        kind, made_of, length = _TALK.unpack_from(data)
    except struct.error as error:
        raise BadInput(NO_PRINT) from error
    tags = data[_TALK.size : _TALK.size + length]
    if kind != b"T" or len(tags) != length or length % TAG_BYTES:
        raise BadInput(NO_PRINT)
    return TalkPrint(made_of, tags)


def near_pictures(
    one: PictureHash, others: Sequence[PictureHash], *, within: int
) -> list[tuple[int, int]]:
    """Position and distance of the others that differ in at most `within` bits, nearest first."""
    import numpy as np

    if not others:
        return []
    table = np.frombuffer(b"".join(each.bits for each in others), np.uint64).reshape(-1, 4)
    mine = np.frombuffer(one.bits, np.uint64)
    bits = np.bitwise_count(table ^ mine).sum(axis=1, dtype=np.int64)
    return sorted(
        ((int(n), int(bits[n])) for n in np.flatnonzero(bits <= within)), key=lambda each: each[1]
    )


def alike_talks(one: TalkPrint, others: Sequence[TalkPrint]) -> list[tuple[int, int]]:
    """Position and number of common tags of the others that share any, the most alike first."""
    import numpy as np

    if not others or not one.tags:
        return []
    tags = np.frombuffer(b"".join(each.tags for each in others), np.uint32)
    owners = np.repeat(np.arange(len(others)), [len(each.tags) // TAG_BYTES for each in others])
    hit = np.isin(tags, np.frombuffer(one.tags, np.uint32))
    shared = np.bincount(owners[hit], minlength=len(others))
    return sorted(
        ((int(n), int(shared[n])) for n in np.flatnonzero(shared)), key=lambda each: -each[1]
    )


def _winnowed(letters: str) -> bytes:
    """The lowest hash of each stretch of neighbouring ones, as 32 bits, each once."""
    import numpy as np
    from numpy.lib.stride_tricks import sliding_window_view

    codes = np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    if len(codes) < LETTERS:
        return b""
    powers = np.asarray([pow(_BASE, n, 1 << 64) for n in range(LETTERS)], np.uint64)
    hashes = (sliding_window_view(codes, LETTERS) * powers).sum(axis=1, dtype=np.uint64)
    hashes = (hashes ^ (hashes >> np.uint64(31))) * np.uint64(_MIXED)
    tags = (hashes >> np.uint64(32)).astype(np.uint32)
    window = min(WINDOW, len(tags))
    return np.unique(sliding_window_view(tags, window).min(axis=1)).tobytes()
