"""A tar inside an age file, written and read as a stream: `age -d FILE | tar x` opens it too.

Nothing is in clear on the way and memory does not grow with what is in it. The last member,
`index.json`, lists the others with their SHA-256: without it the file is not whole.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from queue import Queue
from threading import Thread
from typing import BinaryIO, cast

import pyrage  # type: ignore[import-untyped]

from vigie.evidence.keys import identity
from vigie.evidence.sealing import SealingPipe
from vigie.kernel.errors import BadInput, WrongKey

INDEX = "index.json"
AGE_HEADER = b"age-encryption.org/v1\n"
NO_LIMIT = 1 << 62
BLOCK_BYTES = 1 << 18
BLOCKS_WAITING = 4
CUT = "This backup is cut short or damaged: take another copy of it."


@dataclass(frozen=True, slots=True)
class Part:
    """One member: its name, its size, the SHA-256 of its bytes."""

    name: str
    size_bytes: int
    sha256: str


class SealedTarWriter:
    """Adds parts one after the other; `finish` writes the index, `abort` leaves nothing whole."""

    def __init__(self, sink: BinaryIO, recipient: str) -> None:
        self._pipe = SealingPipe(sink, recipient, NO_LIMIT)
        self._into = _Into(self._pipe)
        into = cast(BinaryIO, self._into)
        self._tar = tarfile.TarFile.open(mode="w|", fileobj=into, bufsize=BLOCK_BYTES)
        self.parts: list[Part] = []

    def add(self, name: str, size_bytes: int, source: BinaryIO) -> None:
        """One part of a known size, read to its end; raises BadInput when it is shorter."""
        info = tarfile.TarInfo(name)
        info.size, info.mode = size_bytes, 0o600
        hashed = _Hashed(source, exact=True)
        self._tar.addfile(info, cast(BinaryIO, hashed))
        self.parts.append(Part(name, size_bytes, hashed.sha256))

    def add_bytes(self, name: str, data: bytes) -> None:
        """One small part."""
        self.add(name, len(data), io.BytesIO(data))

    def finish(self) -> None:
        """Writes the index and ends the file."""
        listed = {"parts": [asdict(part) for part in self.parts]}
        self.add_bytes(INDEX, json.dumps(listed).encode())
        self._tar.close()
        self._pipe.finish()

    def abort(self) -> None:
        """Stops; what was written does not open as a whole."""
        self._into.is_open = False
        self._pipe.abort()


class _Into:
    """The sealing end of a tar, which writes its own end also when it is forgotten half-way."""

    def __init__(self, pipe: SealingPipe) -> None:
        self.is_open = True
        self._pipe = pipe

    def write(self, data: bytes) -> int:
        """Passes bytes on; drops them once all was stopped."""
        if self.is_open:
            self._pipe.write(data)
        return len(data)


class SealedTarReader:
    """The parts in their order; once they are all read, checks them against the index."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._read: list[Part] = []
        self._index: bytes | None = None

    def __iter__(self) -> Iterator[tuple[str, BinaryIO]]:
        """Each name and its bytes, to be read before the next; raises BadInput on a bad tar."""
        try:
            with tarfile.open(mode="r|", fileobj=self._source, bufsize=BLOCK_BYTES) as tar:
                for info in tar:
                    yield from self._member(tar, info)
        except (tarfile.TarError, EOFError) as error:
            raise BadInput(CUT) from error
        self._check()

    def _member(
        self, tar: tarfile.TarFile, info: tarfile.TarInfo
    ) -> Iterator[tuple[str, BinaryIO]]:
        file = tar.extractfile(info) if info.isreg() else None
        if file is None or self._index is not None:
            raise BadInput(f"This backup holds something that no backup has: {info.name!r}.")
        if info.name == INDEX:
            self._index = file.read()
            return
        hashed = _Hashed(cast(BinaryIO, file))
        yield info.name, cast(BinaryIO, hashed)
        while hashed.read(BLOCK_BYTES):
            pass
        self._read.append(Part(info.name, info.size, hashed.sha256))

    def _check(self) -> None:
        if self._index is None:
            raise BadInput(CUT)
        listed = [Part(**each) for each in json.loads(self._index)["parts"]]
        wrong = [each.name for each in {*listed} ^ {*self._read}]
        if wrong or len(listed) != len(self._read):
            raise BadInput(f"This backup is not as its index says, at {min(wrong)!r}.")


@contextmanager
def opened_tar(file: BinaryIO, secret: str) -> Iterator[SealedTarReader]:
    """Reads a sealed tar with the secret of its recipient; raises WrongKey, or BadInput."""
    start = file.read(len(AGE_HEADER))
    file.seek(0)
    if not start:
        raise BadInput("This file is empty: it is no backup.")
    if start != AGE_HEADER:
        raise BadInput("This file is no backup of Vigie: it is not sealed with age.")
    pipe = _OpeningPipe(file, secret)
    try:
        yield SealedTarReader(cast(BinaryIO, pipe))
    finally:
        pipe.stop()


class _Hashed:
    """Passes bytes on and hashes them."""

    def __init__(self, source: BinaryIO, *, exact: bool = False) -> None:
        self._source = source
        self._exact = exact
        self._hash = hashlib.sha256()

    def read(self, n_bytes: int = -1) -> bytes:
        """As the source does; raises BadInput when it has less than what was asked exactly."""
        data = self._source.read(n_bytes)
        if self._exact and len(data) < n_bytes:
            raise BadInput("A file became shorter while it was read: start again.")
        self._hash.update(data)
        return data

    @property
    def sha256(self) -> str:
        """Of all that was read so far."""
        return self._hash.hexdigest()


class _OpeningPipe:
    """age pushes what it opens and tar pulls what it reads: a thread stands between the two."""

    def __init__(self, file: BinaryIO, secret: str) -> None:
        self._waiting: Queue[bytes | Exception] = Queue(BLOCKS_WAITING)
        self._rest, self._ended, self._stopped = b"", False, False
        self._thread = Thread(target=self._open, args=(file, identity(secret)), daemon=True)
        self._thread.start()

    def read(self, n_bytes: int) -> bytes:
        """The next bytes, fewer only at the end; raises WrongKey or BadInput."""
        taken = [self._rest]
        missing = n_bytes - len(self._rest)
        while missing > 0 and not self._ended:
            block = self._waiting.get()
            if isinstance(block, Exception):
                self._ended = True
                raise block
            self._ended = not block
            taken.append(block)
            missing -= len(block)
        data = b"".join(taken)
        self._rest = data[n_bytes:]
        return data[:n_bytes]

    def stop(self) -> None:
        """Ends the thread, whatever is left."""
        self._stopped = True
        while self._thread.is_alive():
            if not self._waiting.empty():
                self._waiting.get()
            self._thread.join(0.01)

    def write(self, data: bytes) -> int:
        """What age calls with what it opened."""
        if self._stopped:
            raise BrokenPipeError("it was stopped")
        if data:
            self._waiting.put(bytes(data))
        return len(data)

    def flush(self) -> None:
        """There is nothing to flush."""

    def _open(self, file: BinaryIO, key: "pyrage.x25519.Identity") -> None:
        try:
            pyrage.decrypt_io(file, self, [key])
            self._waiting.put(b"")
        except pyrage.DecryptError as error:
            known = "matching" in str(error)
            said = "This backup does not open with this key." if known else CUT
            self._waiting.put(WrongKey(said) if known else BadInput(said))
        except OSError:
            self._waiting.put(BadInput(CUT))
