"""A secret on paper: cut in shares of which some open it and fewer say nothing (Shamir 1979).

Each byte of the secret is where a random polynomial over GF(256) meets zero; a share is where it
meets the share's number. A share is 24 words of the code list, so that a person can copy and type
it: 38 bytes, which hold its number, how many are needed, the mark of its set and a checksum.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from vigie.evidence.codes import nearest_word, plain_words, words
from vigie.kernel.errors import BadInput

SECRET_BYTES = 32
MARK_BYTES = 2
CHECKSUM_BYTES = 3
WORDS_IN_A_SHARE = 24
MOST_SHARES = 15
_SHARE_BYTES = 1 + MARK_BYTES + SECRET_BYTES + CHECKSUM_BYTES


@dataclass(frozen=True, slots=True)
class Share:
    """One share: its number from 1, how many are needed, the mark of its set, its 32 bytes."""

    number: int
    threshold: int
    mark: str
    value: bytes


def split(
    secret: bytes, threshold: int, count: int, random_bytes: Callable[[int], bytes]
) -> tuple[Share, ...]:
    """Cuts 32 bytes in `count` shares of which any `threshold` give them back.

    `random_bytes` is `secrets.token_bytes`, except in tests.
    """
    if len(secret) != SECRET_BYTES:
        raise BadInput(f"What is cut in shares has {SECRET_BYTES} bytes.")
    if not 2 <= threshold <= count <= MOST_SHARES:
        raise BadInput(f"Cut in 2 to {MOST_SHARES} shares, and ask for at least two of them.")
    rows = [secret, *(random_bytes(SECRET_BYTES) for _ in range(threshold - 1))]
    mark = mark_of(secret)
    return tuple(
        Share(number, threshold, mark, _at(rows, number)) for number in range(1, count + 1)
    )


def combine(shares: Sequence[Share]) -> bytes:
    """The secret of enough shares of one set; raises BadInput with what is wrong with them."""
    if len({(each.mark, each.threshold) for each in shares}) > 1:
        raise BadInput("These shares are of different sets: the mark on each paper must be one.")
    by_number = {each.number: each.value for each in shares}
    if len(by_number) < len(shares):
        raise BadInput("The same share was given twice: take another paper.")
    needed = shares[0].threshold if shares else 2
    if len(shares) < needed:
        raise BadInput(f"{needed} shares are needed, and {len(shares)} given: find another paper.")
    secret = _where_zero_is_met(by_number)
    if mark_of(secret) != shares[0].mark:
        raise BadInput("These shares do not fit together: they are not of one set.")
    return secret


def mark_of(secret: bytes) -> str:
    """Four characters that tell one set of shares from another, and nothing of the secret."""
    return hashlib.sha256(b"vigie set of shares " + secret).digest()[:MARK_BYTES].hex().upper()


def write_share(share: Share) -> str:
    """The words of a share."""
    head = bytes((share.number << 4 | share.threshold,))
    body = head + bytes.fromhex(share.mark) + share.value
    number, known = int.from_bytes(body + _checksum(body), "big"), words()
    places = [number // len(known) ** n % len(known) for n in reversed(range(WORDS_IN_A_SHARE))]
    return " ".join(known[place] for place in places)


def read_share(text: str) -> Share:
    """The share of a text as typed, one slip a word repaired; raises BadInput with the place."""
    number, known = 0, _places()
    for word in _listed(plain_words(text)):
        number = number * len(known) + known[word]
    if number >> 8 * _SHARE_BYTES:
        raise BadInput(OTHER_WORD)
    data = number.to_bytes(_SHARE_BYTES, "big")
    body, checksum = data[:-CHECKSUM_BYTES], data[-CHECKSUM_BYTES:]
    if checksum != _checksum(body):
        raise BadInput(OTHER_WORD)
    mark = body[1 : 1 + MARK_BYTES].hex().upper()
    return Share(body[0] >> 4, body[0] & 15, mark, body[1 + MARK_BYTES :])


OTHER_WORD = "A word of this share is another than on the paper: compare them one by one."


def _listed(typed: Sequence[str]) -> list[str]:
    if len(typed) != WORDS_IN_A_SHARE:
        raise BadInput(f"A share has {WORDS_IN_A_SHARE} words, and this one has {len(typed)}.")
    meant = [nearest_word(each) for each in typed]
    if None in meant:
        place = meant.index(None) + 1
        raise BadInput(f"Word {place} of this share is not in the list: look at the paper again.")
    return [each for each in meant if each is not None]


@cache
def _places() -> dict[str, int]:
    return {word: place for place, word in enumerate(words())}


def _checksum(body: bytes) -> bytes:
    return hashlib.sha256(b"vigie share " + body).digest()[:CHECKSUM_BYTES]


def _at(rows: Sequence[bytes], x: int) -> bytes:
    """The polynomials whose coefficients are these rows, at x (Horner)."""
    value = bytes(SECRET_BYTES)
    for row in reversed(rows):
        value = bytes(_times(each, x) ^ more for each, more in zip(value, row, strict=True))
    return value


def _where_zero_is_met(by_number: dict[int, bytes]) -> bytes:
    """The polynomials through these points, at zero (Lagrange)."""
    secret = bytes(SECRET_BYTES)
    for x, value in by_number.items():
        weight = 1
        for other in by_number:
            if other != x:
                weight = _times(weight, _times(other, _inverse(other ^ x)))
        secret = bytes(s ^ _times(each, weight) for s, each in zip(secret, value, strict=True))
    return secret


def _times(a: int, b: int) -> int:
    """The product in GF(256), modulo x^8 + x^4 + x^3 + x + 1."""
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a = a << 1 ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def _inverse(a: int) -> int:
    """a^254, since a^255 is 1: the product of a^2, a^4, … a^128."""
    result, power = 1, a
    for _ in range(7):
        power = _times(power, power)
        result = _times(result, power)
    return result
