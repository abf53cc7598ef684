"""What opens a backup: an age key in a file, typed, or the paper shares of the recovery key."""

import sys
from pathlib import Path

from vigie.cli.asking import ask
from vigie.evidence.keys import identity_from_seed
from vigie.evidence.shares import combine, read_share
from vigie.kernel.errors import BadInput

SECRET = "AGE-SECRET-KEY-1"  # noqa: S105 (how every age key begins)
QUESTION = "Key of the backup (AGE-SECRET-KEY-1…), or the words of a paper share"


def read_secret(key: Path | None) -> str:
    """The age key of a file or as typed, or from enough paper shares, a line each.

    Raises BadInput when there is none.
    """
    if key is not None:
        lines = key.read_text().splitlines() if key.is_file() else []
    elif sys.stdin.isatty():
        lines = _typed()
    else:
        lines = sys.stdin.read().splitlines()
    given = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    secret = next((line for line in given if line.startswith(SECRET)), None)
    if secret is not None:
        return secret
    if not given:
        raise BadInput(f"No key was given: an age key begins with {SECRET}; or give paper shares.")
    return identity_from_seed(combine([read_share(line) for line in given]))[0]


def _typed() -> list[str]:
    """One key, or as many shares as the first one asks for."""
    first = ask(QUESTION, hidden=True)
    if first.strip().startswith(SECRET) or not first.strip():
        return [first]
    more = read_share(first).threshold - 1
    return [first, *(ask(f"Share {n}", hidden=True) for n in range(2, more + 2))]
