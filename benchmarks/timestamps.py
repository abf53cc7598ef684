"""Replies of timestamp authorities, shape by shape: who verifies which, and how long it takes.

    PYTHONPATH=src python -m benchmarks.timestamps

Authorities are made with `openssl ts`. Each reply goes to `openssl ts -verify`, to rfc3161-client
as it came, and to Vigie, which puts its certificates in order first. Times are of the processor.
Exits 1 unless openssl and Vigie agree on every one.
"""

import hashlib
import statistics
import sys
import tempfile
import time
from itertools import product
from pathlib import Path

from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

from tests.evidence.authority import Authority, Shape, openssl_agrees
from vigie.evidence.timestamps import build_request, read_trust, verify_reply
from vigie.kernel.errors import BadInput

MESSAGE, NONCE = b"vigie.head/1\n", bytes(range(8))
REPEATS = 20
SENT = {
    "leaf only": Shape(),
    "leaf, sha-1 ESSCertID": Shape(ess="sha1"),
    "leaf, plain": Shape(plain=True),
    "leaf, sha-512": Shape(digest="sha512", ess="sha512"),
    "leaf under an intermediate": Shape(intermediate=True),
    "chain of two, as DER asks": Shape(sent="chain", long_root=True),
    "chain of two, leaf first": Shape(sent="chain", long_name=True),
    "chain of three, as DER asks": Shape(intermediate=True, sent="chain", long_root=True),
    "chain of three, leaf first": Shape(intermediate=True, sent="chain", long_name=True),
    "expired": Shape(valid_until=-Shape().valid_until / 10),
}


def main() -> int:
    """Prints a line a shape, then what they come to."""
    seen: list[tuple[bool, bool, bool]] = []
    times_ms: list[float] = []
    with tempfile.TemporaryDirectory() as place:
        for n, (name, kind) in enumerate(product(SENT, ("ecdsa", "rsa"))):
            one = Authority(Path(place) / str(n), _with_kind(SENT[name], kind))
            reply = one.reply(build_request(MESSAGE, NONCE))
            by_openssl = openssl_agrees(one.folder, reply, MESSAGE, one.roots)
            by_vigie, took_ms = _by_vigie(one, reply)
            alone = _by_strict_parser(one, reply)
            seen.append((by_openssl, by_vigie, alone))
            times_ms.append(took_ms)
            print(
                f"{kind:6}{name:28}{len(reply):6} bytes   openssl {_word(by_openssl)}   "
                f"vigie {_word(by_vigie)}   as it came {_word(alone)}   {took_ms:.2f} ms"
            )
    agree = sum(openssl == vigie for openssl, vigie, _ in seen)
    good, alone_good = sum(each[1] for each in seen), sum(each[2] for each in seen)
    print(
        f"{len(seen)} replies: openssl and Vigie agree on {agree}; {good} verify, "
        f"{alone_good} of them as they came; median {statistics.median(times_ms):.2f} ms"
    )
    return 0 if agree == len(seen) else 1


def _with_kind(shape: Shape, kind: str) -> Shape:
    values = {name: getattr(shape, name) for name in Shape.__slots__}
    return Shape(**{**values, "kind": kind})


def _by_vigie(one: Authority, reply: bytes) -> tuple[bool, float]:
    trust = read_trust(one.roots)
    started = time.process_time()
    for _ in range(REPEATS):
        try:
            verify_reply(reply, MESSAGE, trust, nonce=NONCE)
            good = True
        except BadInput:
            good = False
    return good, (time.process_time() - started) * 1000 / REPEATS


def _by_strict_parser(one: Authority, reply: bytes) -> bool:
    try:
        verifier = VerifierBuilder(roots=[one.root.certificate]).build()
        digest = hashlib.sha256(MESSAGE).digest()
        return verifier.verify(decode_timestamp_response(reply), digest)
    except (ValueError, VerificationError):
        return False


def _word(good: bool) -> str:
    return "yes" if good else "NO "


if __name__ == "__main__":
    sys.exit(main())
