"""Sealing: whoever holds only a recipient can write, and cannot read back.

Texts, names and small items are padded to size classes, and files by at most an eighth, so that a
length tells little. Uploads go through a `SealingPipe`: hashed and encrypted while they are
received, in bounded memory, and never in clear on a disk. age pulls its input and a web server
pushes its chunks, so a thread stands between the two.
"""

import hashlib
from dataclasses import dataclass
from queue import Queue
from threading import Thread
from typing import BinaryIO

import pyrage  # type: ignore[import-untyped]

from vigie.evidence.keys import identity, new_identity, parsed_recipient, unwrap, wrap
from vigie.kernel.errors import BadInput, VigieError, WrongKey

SIZE_CLASSES = (256, 1024, 4 * 1024, 16 * 1024, 64 * 1024)
LENGTH_BYTES = 8
CHUNKS_WAITING = 8
PADDING_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class SealedItem:
    """One item under its own key, which is wrapped to the testimony; hash and size in clear."""

    sealed: bytes
    wrapped_key: bytes
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Sealed:
    """What went through a pipe: the hash and size of the plaintext."""

    sha256: str
    size_bytes: int


def seal(data: bytes, recipient: str) -> bytes:
    """The bytes as an age file that only the recipient's secret opens."""
    encrypted: bytes = pyrage.encrypt(data, [parsed_recipient(recipient)])
    return encrypted


def open_sealed(sealed: bytes, secret: str) -> bytes:
    """The bytes inside an age file; raises WrongKey when it does not open, or was changed."""
    try:
        opened: bytes = pyrage.decrypt(sealed, [identity(secret)])
    except pyrage.DecryptError as error:
        raise WrongKey("This sealed thing does not open with this key.") from error
    return opened


def seal_text(text: str, recipient: str) -> bytes:
    """A text, padded and sealed; any `str` is taken, half a surrogate pair included."""
    return seal(_padded(text.encode("utf-8", "surrogatepass")), recipient)


def open_text(sealed: bytes, secret: str) -> str:
    """What `seal_text` sealed; raises WrongKey, or BadInput when it holds no padded text."""
    try:
        return _unpadded(open_sealed(sealed, secret)).decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise BadInput("What was sealed here is not text.") from error


def size_class(n_bytes: int) -> int:
    """The bytes set aside for `n_bytes`: 256, 1 Ki, 4 Ki, 16 Ki, then multiples of 64 Ki."""
    largest = SIZE_CLASSES[-1]
    rounded_up = -(-n_bytes // largest) * largest
    return next((size for size in SIZE_CLASSES if n_bytes <= size), rounded_up)


def padded_size(n_bytes: int) -> int:
    """The size of a file once padded: at most an eighth more, and few sizes to tell apart.

    Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files", PoPETs 2019).
    """
    if n_bytes <= SIZE_CLASSES[0]:
        return SIZE_CLASSES[0]
    exponent = n_bytes.bit_length() - 1
    step = 1 << exponent - exponent.bit_length()
    return -(-n_bytes // step) * step


def seal_file(data: bytes, recipient: str) -> bytes:
    """A file's bytes, padded and sealed as a `SealingPipe` does; its size is kept elsewhere."""
    return seal(data.ljust(padded_size(len(data)), b"\0"), recipient)


def open_file(sealed: bytes, secret: str, size_bytes: int) -> bytes:
    """What `seal_file` or a pipe sealed; raises WrongKey, or BadInput when its size is another."""
    padded = open_sealed(sealed, secret)
    if len(padded) != padded_size(size_bytes):
        raise BadInput("What was sealed here was not padded as it should be.")
    return padded[:size_bytes]


def open_file_into(source: BinaryIO, sink: BinaryIO, secret: str, size_bytes: int) -> None:
    """As `open_file`, from one stream into another; raises WrongKey, or BadInput on a cut file."""
    beginning = _Beginning(sink, size_bytes)
    try:
        pyrage.decrypt_io(source, beginning, [identity(secret)])
    except pyrage.DecryptError as error:
        raise WrongKey("This sealed thing does not open with this key.") from error
    except OSError as error:
        raise BadInput("What was sealed here is cut short or damaged.") from error
    if beginning.left:
        raise BadInput("What was sealed here was not padded as it should be.")


def seal_item(data: bytes, testimony_recipient: str) -> SealedItem:
    """An item under a fresh key of its own, so that it can be erased alone."""
    item_secret, item_recipient = new_identity()
    return SealedItem(
        sealed=seal(_padded(data), item_recipient),
        wrapped_key=wrap(item_secret, testimony_recipient),
        sha256=hashlib.sha256(data).hexdigest(),
        size_bytes=len(data),
    )


def open_item(sealed: bytes, wrapped_key: bytes, testimony_secret: str) -> bytes:
    """What `seal_item` sealed; raises WrongKey."""
    return _unpadded(open_sealed(sealed, unwrap(wrapped_key, testimony_secret)))


def _padded(data: bytes) -> bytes:
    """Length, data, then zeros up to the size class."""
    written = len(data).to_bytes(LENGTH_BYTES, "big") + data
    return written.ljust(size_class(len(written)), b"\0")


def _unpadded(padded: bytes) -> bytes:
    end = LENGTH_BYTES + int.from_bytes(padded[:LENGTH_BYTES], "big")
    if len(padded) < SIZE_CLASSES[0] or len(padded) != size_class(end):
        raise BadInput("What was sealed here was not padded as it should be.")
    return padded[LENGTH_BYTES:end]


class SealingPipe:
    """Hashes and age-encrypts chunks into `sink` as they come, and keeps none of them.

    Beyond `limit_bytes` nothing more is sealed: `too_large` becomes true, further chunks are only
    counted and hashed, and `finish` still tells what came. The sink is the caller's to keep or
    drop; after `too_large`, an error or `abort` it holds a beginning that does not open. One of
    `finish` and `abort` must be called, for it ends the thread.
    """

    def __init__(self, sink: BinaryIO, recipient: str, limit_bytes: int) -> None:
        self.too_large = False
        self._limit_bytes = limit_bytes
        self._size_bytes = 0
        self._hash = hashlib.sha256()
        self._source = _ChunkReader()
        self._failure: Exception | None = None
        self._complete = False
        arguments = (sink, parsed_recipient(recipient))
        self._thread = Thread(target=self._encrypt, args=arguments, daemon=True)
        self._thread.start()

    def write(self, chunk: bytes) -> None:
        """Takes the next chunk, waiting while age is behind; raises what went wrong in the sink."""
        if self._complete or (self._failure and not self.too_large):
            raise self._error()
        self._size_bytes += len(chunk)
        self._hash.update(chunk)
        if self._size_bytes > self._limit_bytes:
            self.too_large = True
            self.abort()
        elif chunk:
            self._source.put(chunk)

    def finish(self) -> Sealed:
        """Pads and ends the age file; gives the hash and size of all that was written."""
        if self._thread.is_alive() and not self._complete and not self.too_large:
            self._pad()
        self._end(b"")
        if not self._complete and not self.too_large:
            raise self._error()
        return Sealed(self._hash.hexdigest(), self._size_bytes)

    def abort(self) -> None:
        """Stops sealing and ends the thread; harmless when all is over."""
        self._end(None)

    def _pad(self) -> None:
        missing = padded_size(self._size_bytes) - self._size_bytes
        for start in range(0, missing, PADDING_BYTES):
            self._source.put(bytes(min(PADDING_BYTES, missing - start)))

    def _end(self, how: bytes | None) -> None:
        if self._thread.is_alive():
            self._source.put(how)
            self._thread.join()

    def _encrypt(self, sink: BinaryIO, recipient: "pyrage.x25519.Recipient") -> None:
        watched = _WatchedSink(sink)
        try:
            pyrage.encrypt_io(self._source, watched, [recipient])
            self._complete = not watched.failed
        except pyrage.EncryptError as error:
            self._failure = error
        finally:
            self._source.drain()

    def _error(self) -> VigieError:
        closed = "the pipe is closed" if self._complete else "its end could not be written"
        reason = self._failure or closed
        return VigieError(f"The file could not be sealed: {reason}.")


class _Beginning:
    """Passes on so many bytes and drops what pads them."""

    def __init__(self, sink: BinaryIO, size_bytes: int) -> None:
        self._sink = sink
        self.left = size_bytes

    def write(self, data: bytes) -> int:
        """Takes all of it, passes on what belongs to the file."""
        self._sink.write(data[: self.left])
        self.left -= min(self.left, len(data))
        return len(data)

    def flush(self) -> None:
        """Whoever gave the sink flushes it."""


class _WatchedSink:
    """Remembers a failed write: `encrypt_io` says nothing when the last of its buffer is lost."""

    def __init__(self, sink: BinaryIO) -> None:
        self.failed = False
        self._sink = sink

    def write(self, data: bytes) -> int:
        """As the sink does."""
        failed_before, self.failed = self.failed, True
        written = self._sink.write(data)
        self.failed = failed_before
        return written


class _ChunkReader:
    """The reading end, as `encrypt_io` wants it: b"" ends the file, None stops without an end."""

    def __init__(self) -> None:
        self._waiting: Queue[bytes | None] = Queue(CHUNKS_WAITING)
        self._rest = memoryview(b"")
        self._ended = False

    def put(self, chunk: bytes | None) -> None:
        """Waits for room."""
        self._waiting.put(chunk)

    def read(self, n_bytes: int) -> bytes:
        """At most `n_bytes` of the next chunk; b"" at the end."""
        if not self._rest and not self._ended:
            self._rest = memoryview(self._next())
        taken, self._rest = self._rest[:n_bytes], self._rest[n_bytes:]
        return bytes(taken)

    def drain(self) -> None:
        """Throws chunks away until the end is told, so that the writing end never waits."""
        while not self._ended:
            self._ended = not self._waiting.get()

    def _next(self) -> bytes:
        chunk = self._waiting.get()
        self._ended = not chunk
        if chunk is None:
            raise BrokenPipeError("it was stopped")
        return chunk
