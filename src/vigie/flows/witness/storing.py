"""A file that our disk refuses is counted and said, and the text beside it is kept all the same."""

from vigie.flows.items import ItemKey
from vigie.flows.witness.receiving import IncomingFile, SealedUpload
from vigie.kernel.errors import VigieError

REFUSED = (VigieError, OSError)


class StoredFile:
    """One file as it comes in; once the disk refused it, it is only counted."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._size_bytes = 0
        self._incoming: IncomingFile | None = None
        try:
            self._incoming = IncomingFile(name)
        except REFUSED:
            self._incoming = None

    def write(self, chunk: bytes) -> None:
        """Takes the next bytes."""
        self._size_bytes += len(chunk)
        try:
            if self._incoming is not None:
                self._incoming.write(chunk)
        except REFUSED:
            self.abort()

    def finish(self) -> SealedUpload:
        """The sealed file, or one that says it was not stored."""
        try:
            if self._incoming is not None:
                return self._incoming.finish()
        except REFUSED:
            self.abort()
        key = ItemKey.new()
        return SealedUpload(self._name, self._size_bytes, "", "unknown", key, None, "not_stored")

    def abort(self) -> None:
        """Forgets what came of it."""
        incoming, self._incoming = self._incoming, None
        if incoming is not None:
            incoming.abort()
