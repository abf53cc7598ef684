"""Files from a witness: hashed and sealed while they are read, durable before they are answered."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings

from vigie.evidence.blobs import BlobDraft
from vigie.evidence.kinds import sniff
from vigie.evidence.sealing import SealingPipe
from vigie.flows.items import ItemKey, receive_item
from vigie.flows.place import blobs
from vigie.kernel.errors import Reason
from vigie.store.testimonies import Item, Testimony

HEAD_BYTES = 512
NAME_CHARS = 255


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
    """One file as it comes in: chunks go through SHA-256 and age into a draft, and nowhere else."""

    def __init__(self, name: str) -> None:
        self.name = name[:NAME_CHARS]
        self.key = ItemKey.new()
        self._draft = blobs().begin()
        self._pipe = SealingPipe(
            self._draft.file, self.key.recipient, settings.VIGIE_UPLOAD_LIMIT_BYTES
        )
        self._head = b""
        self._size_bytes = 0

    def write(self, chunk: bytes) -> None:
        """Takes the next bytes; beyond the limit they are counted and dropped."""
        if len(self._head) < HEAD_BYTES:
            self._head += chunk[: HEAD_BYTES - len(self._head)]
        self._size_bytes += len(chunk)
        self._pipe.write(chunk)

    def finish(self) -> SealedUpload:
        """Ends the file: its hash, its size, what it looks like, and why it may be unreadable."""
        sealed = self._pipe.finish()
        kind = sniff(self._head, self.name)
        problem: Reason | None = None
        draft: BlobDraft | None = self._draft
        if self._pipe.too_large:
            problem = "too_large"
            self._draft.drop()
            draft = None
        elif kind == "empty":
            problem = "empty"
        elif kind == "executable":
            problem = "executable"
        elif kind == "unknown":
            problem = "unknown_kind"
        return SealedUpload(
            self.name, self._size_bytes, sealed.sha256, kind, self.key, draft, problem
        )

    def abort(self) -> None:
        """Forgets a file whose sender went away."""
        self._pipe.abort()
        self._draft.drop()


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
    content = {
        "name": upload.name,
        "size_bytes": upload.size_bytes,
        "sha256": upload.sha256,
        "kind": upload.kind,
    }
    item = receive_item(
        testimony,
        Item.Kind.FILE,
        content,
        once=once,
        now=now,
        key=upload.key,
        blob=blob,
        problem=upload.problem or "",
        state=Item.State.UNREADABLE if upload.problem else Item.State.UNREAD,
    )
    if item is None and blob:
        blobs().delete(blob)
    return ReceivedFile(upload.name, upload.size_bytes, bool(blob), upload.problem)
