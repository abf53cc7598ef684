"""The erasure ledger: a file outside the database that says what must never come back.

One line an erasure, added and made durable before anything is destroyed: "erased <hour> <mark>".
A mark is a hash of what only the database holds, so a reader of the file learns how many were
erased and when, and nothing of whom. Whoever restores an older database finds each mark in it
again, and erases it again.
"""

import fcntl
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Literal, cast

from vigie.evidence.custody import written_hour
from vigie.kernel.errors import BadInput

NAME = "erased.ledger"
Kind = Literal["erased", "anonymised", "item", "reader", "destroyed"]
_LINE = re.compile(
    r"(erased|anonymised|item|reader|destroyed) (\d{4}-\d\d-\d\dT\d\d:00:00Z) ([0-9a-f]{64})"
)


@dataclass(frozen=True, slots=True)
class Erasure:
    """One line: a testimony gone, or gone but for a count, or one item, or a reader key.

    Of what two people had "destroyed" the row stays, with its hash; the bytes never come back.
    """

    kind: Kind
    mark: str
    hour: str

    def __str__(self) -> str:
        """The line as it is written."""
        return f"{self.kind} {self.hour} {self.mark}"


def mark_of_testimony(tag: bytes) -> str:
    """The mark of a testimony, from the tag that only its code gives."""
    return _mark("testimony", tag)


def mark_of_item(tag: bytes, number: int, kind: str, hour: datetime) -> str:
    """The mark of one item; its hour tells it from one that takes its number after a restore."""
    return _mark("item", tag, f"{number} {kind} {written_hour(hour)}".encode())


def mark_of_reader(recipient: str) -> str:
    """The mark of a reader key."""
    return _mark("reader", recipient.encode())


def add_to_ledger(folder: Path, kind: Kind, marks: Iterable[str], now: datetime) -> None:
    """Adds lines, durable when this returns; an unfinished line of a crash is cut off first."""
    _append(folder, [f"{Erasure(kind, mark, written_hour(now))}\n" for mark in marks])


def read_ledger(path: Path) -> tuple[Erasure, ...]:
    """Every whole line, oldest first; none when there is no file. Raises BadInput on a bad one."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return ()
    return tuple(parse_ledger(data))


def parse_ledger(data: bytes) -> Iterator[Erasure]:
    """The lines of a ledger; the last counts only when it is whole. Raises BadInput."""
    text = data[: data.rfind(b"\n") + 1].decode("ascii", "replace")
    for number, line in enumerate(text.splitlines(), start=1):
        found = _LINE.fullmatch(line)
        if found is None:
            raise BadInput(f"Line {number} of the erasure ledger is damaged; take another copy.")
        yield Erasure(cast(Kind, found[1]), found[3], found[2])


def join_ledgers(folder: Path, newer: Iterable[Erasure]) -> tuple[Erasure, ...]:
    """Adds the lines of another copy that this folder's ledger lacks; gives all of them."""
    here = read_ledger(folder / NAME)
    lacking = [each for each in dict.fromkeys(newer) if each not in set(here)]
    _append(folder, [f"{each}\n" for each in lacking])
    return (*here, *lacking)


def _append(folder: Path, lines: Iterable[str]) -> None:
    with _alone(folder / NAME) as file:
        file.seek(_whole_bytes(file))
        file.truncate()
        file.write("".join(lines).encode())
        file.flush()
        os.fsync(file.fileno())


def _mark(what: str, *parts: bytes) -> str:
    return hashlib.sha256(b"\0".join((b"vigie erased", what.encode(), *parts))).hexdigest()


@contextmanager
def _alone(path: Path) -> Iterator[BinaryIO]:
    """The ledger, open for writing by nobody else; its name is durable too."""
    new = not path.exists()
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if new:
            folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
            os.fsync(folder)
            os.close(folder)
        yield file


def _whole_bytes(file: BinaryIO) -> int:
    """Where the last whole line ends."""
    end = file.seek(0, os.SEEK_END)
    start = max(0, end - 256)
    file.seek(start)
    return start + file.read().rfind(b"\n") + 1
