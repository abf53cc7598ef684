"""Files from a witness: hashed and sealed while they are read, durable before they are answered."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings

from vigie.evidence.blobs import BlobDraft
from vigie.evidence.kinds import sniff
from vigie.evidence.sealing import SealingPipe, seal_file
from vigie.flows.items import ItemKey, receive_item
from vigie.flows.place import blobs
from vigie.kernel.errors import Reason
from vigie.store.testimonies import Item, Testimony

HEAD_BYTES = 512
NAME_CHARS = 255
AT_ONCE_BYTES = 1_000_000
STRANGE: Mapping[str, Reason] = {
    "empty": "empty",
    "executable": "executable",
    "unknown": "unknown_kind",
}


@dataclass(frozen=True, slots=True)
class SealedUpload:
    """A file that is sealed but not yet durable; `draft` is None when nothing is kept of it."""

    name: str
    size_bytes: int
    sha256: str
    kind: str
    key: ItemKey
    draft: BlobDraft | None
    problem: Reason | None

    def drop(self) -> None:
        """Removes the sealed bytes of a file that nobody asked to keep."""
        if self.draft is not None:
            self.draft.drop()


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """What the witness is told of one file."""

    name: str
    size_bytes: int
    kept: bool
    problem: Reason | None


class IncomingFile:
    """One file as it comes in: chunks go through SHA-256 and age into a draft, and nowhere else.

    A small one is sealed in one go at its end; a larger one by a thread, in bounded memory.
    """

    def __init__(self, name: str) -> None:
        self.name = name[:NAME_CHARS]
        self.key = ItemKey.new()
        self._draft = blobs().begin()
        self._limit_bytes = settings.VIGIE_UPLOAD_LIMIT_BYTES
        self._held = bytearray()
        self._pipe: SealingPipe | None = None
        self._head = b""
        self._size_bytes = 0

    def write(self, chunk: bytes) -> None:
        """Takes the next bytes; beyond the limit they are counted and dropped."""
        if len(self._head) < HEAD_BYTES:
            self._head += chunk[: HEAD_BYTES - len(self._head)]
        self._size_bytes += len(chunk)
        if self._pipe is not None:
            self._pipe.write(chunk)
            return
        self._held += chunk
        if self._size_bytes > min(AT_ONCE_BYTES, self._limit_bytes):
            self._pipe = SealingPipe(self._draft.file, self.key.recipient, self._limit_bytes)
            self._pipe.write(bytes(self._held))
            self._held.clear()

    def finish(self) -> SealedUpload:
        """Ends the file: its hash, its size, what it looks like, and why it may be unreadable."""
        sha256 = self._pipe.finish().sha256 if self._pipe is not None else self._seal_held()
        kind = sniff(self._head, self.name)
        problem = "too_large" if self._too_large else STRANGE.get(kind)
        if self._too_large:
            self._draft.drop()
        draft = None if self._too_large else self._draft
        return SealedUpload(self.name, self._size_bytes, sha256, kind, self.key, draft, problem)

    def abort(self) -> None:
        """Forgets a file whose sender went away."""
        if self._pipe is not None:
            self._pipe.abort()
        self._held.clear()
        self._draft.drop()

    @property
    def _too_large(self) -> bool:
        return self._pipe is not None and self._pipe.too_large

    def _seal_held(self) -> str:
        data = bytes(self._held)
        self._held.clear()
        self._draft.file.write(seal_file(data, self.key.recipient))
        return hashlib.sha256(data).hexdigest()


def keep_sealed(uploads: Iterable[SealedUpload]) -> tuple[tuple[SealedUpload, str], ...]:
    """Makes each sealed file durable, before any row names it; gives it with its blob's name."""
    return tuple(_kept(each) for each in uploads)


def _kept(upload: SealedUpload) -> tuple[SealedUpload, str]:
    """One that the disk refuses to keep says so; the others of its form are kept."""
    if upload.draft is None:
        return upload, ""
    try:
        return upload, upload.draft.keep()
    except OSError:
        upload.drop()
        return replace(upload, draft=None, problem="not_stored"), ""


def enter_files(
    testimony: Testimony,
    durable: Iterable[tuple[SealedUpload, str]],
    *,
    once: str,
    now: datetime,
) -> tuple[ReceivedFile, ...]:
    """Enters the files of one form, all or none; what came before with its token adds nothing.

    One that was not stored is only said, so that it is received when it is sent again.
    """
    return tuple(
        _enter_file(testimony, upload, blob, once=once, now=now) for upload, blob in durable
    )


def _enter_file(
    testimony: Testimony, upload: SealedUpload, blob: str, *, once: str, now: datetime
) -> ReceivedFile:
    if upload.problem == "not_stored":
        return ReceivedFile(upload.name, upload.size_bytes, False, upload.problem)
    item = receive_item(
        testimony,
        Item.Kind.FILE,
        content_of(upload),
        once=once,
        now=now,
        key=upload.key,
        blob=blob,
        problem=upload.problem or "",
        state=state_of(upload),
    )
    if item is None and blob:
        blobs().delete(blob)
    return ReceivedFile(upload.name, upload.size_bytes, bool(blob), upload.problem)


def content_of(upload: SealedUpload) -> dict[str, str | int]:
    """What is sealed beside a file's bytes."""
    return {
        "name": upload.name,
        "size_bytes": upload.size_bytes,
        "sha256": upload.sha256,
        "kind": upload.kind,
    }


def state_of(upload: SealedUpload) -> Item.State:
    """A file waits to be read, unless it is known already that it cannot be."""
    return Item.State.UNREADABLE if upload.problem else Item.State.UNREAD
