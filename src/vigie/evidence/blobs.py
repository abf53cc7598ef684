"""Sealed files on disk: written aside, made durable, then named; a name tells nothing.

    root/incoming/<draft>       being received, or left by a crash
    root/ab/<32 hex>.age        kept; `ab` are the first two characters of the name

Once `keep` has returned, the blob survives a loss of power. Nothing here is ever in clear.
"""

import errno
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from vigie.kernel.errors import BadInput, NotFound

_NAME = re.compile(r"[0-9a-f]{32}")


class BlobDraft:
    """A blob being written to `file`; it exists for others only after `keep`."""

    def __init__(self, root: Path, name: str) -> None:
        self._root = root
        self._name = name
        self._path = root / "incoming" / name
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
        self.file: BinaryIO = os.fdopen(os.open(self._path, flags, 0o600), "wb")

    def keep(self) -> str:
        """Makes the blob durable under its name, which is given back."""
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()
        target = _path(self._root, self._name)
        _make_folder(target.parent)
        self._path.rename(target)
        _sync_folder(target.parent)
        return self._name

    def drop(self) -> None:
        """Forgets the draft; harmless after `keep`, a second time, or on a disk that is full."""
        with suppress(OSError):
            self.file.close()
        self._path.unlink(missing_ok=True)


class BlobStore:
    """The blobs under one folder, which is made if missing, readable by its owner alone."""

    def __init__(self, root: Path) -> None:
        self._root = root
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make_folder(root / "incoming")

    def begin(self) -> BlobDraft:
        """A new draft under a random name."""
        return BlobDraft(self._root, secrets.token_hex(16))

    def read(self, name: str) -> bytes:
        """The whole blob; raises NotFound, or BadInput on what is no name."""
        try:
            with self.open(name) as file:
                return file.read()
        except OSError as error:
            if error.errno == errno.EIO:
                raise NotFound(f"The disk cannot read the blob {name} any more.") from error
            raise

    def open(self, name: str) -> BinaryIO:
        """The blob to be read in parts; raises NotFound, or BadInput on what is no name."""
        try:
            return _path(self._root, name).open("rb")
        except FileNotFoundError:
            raise NotFound(f"No blob is named {name}.") from None

    def delete(self, name: str) -> None:
        """Removes the blob; harmless when it is gone, so that erasures can be replayed."""
        path = _path(self._root, name)
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            _sync_folder(path.parent)

    def names(self) -> Iterator[str]:
        """All kept blobs, in order of name."""
        return (path.stem for path in sorted(self._root.glob("[0-9a-f][0-9a-f]/*.age")))

    def sweep(self, known: set[str], older_than: datetime, now: datetime) -> list[str]:
        """Removes blobs nobody knows and drafts left behind, if last written before both times.

        `older_than` leaves room for a testimony whose transaction is not yet done. Gives the names
        removed, drafts included.
        """
        before = min(older_than, now)
        orphans = [name for name in self.names() if name not in known]
        stale = sorted((self._root / "incoming").iterdir())
        paths = [*(_path(self._root, name) for name in orphans), *stale]
        swept = [path for path in paths if _written_before(path, before)]
        for path in swept:
            path.unlink(missing_ok=True)
        return [path.stem for path in swept]


def _path(root: Path, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise BadInput(f"This is no name of a blob: {name!r}.")
    return root / name[:2] / f"{name}.age"


def _written_before(path: Path, before: datetime) -> bool:
    """False as well for a draft that was kept or dropped meanwhile."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC) < before
    except FileNotFoundError:
        return False


def _make_folder(folder: Path) -> None:
    """Makes the folder if missing, and its entry in the parent durable."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, exist_ok=True)
        _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
