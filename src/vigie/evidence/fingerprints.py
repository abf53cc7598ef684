"""A key in four words, to be compared aloud before somebody trusts it."""

from argon2.low_level import Type, hash_secret_raw

from vigie.evidence.codes import words

WORDS_COMPARED = 4
MEMORY_KIB = 64 * 1024
DIGEST_BYTES = 16


def fingerprint(message: bytes, salt: bytes) -> str:
    """Four words of the code list (51 bits) of what is compared.

    Argon2id makes each try of somebody who looks for another key with the same words cost 64 MiB.
    """
    digest = hash_secret_raw(message, salt, 1, MEMORY_KIB, 1, DIGEST_BYTES, Type.ID)
    number, known = int.from_bytes(digest, "big"), words()
    return " ".join(known[number // len(known) ** n % len(known)] for n in range(WORDS_COMPARED))
