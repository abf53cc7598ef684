"""What was given to be read: named bytes, or paths that are read when their turn comes."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from vigie.evidence.kinds import HEAD_BYTES, Kind, sniff
from vigie.kernel.conversations import SourceFile

Content = bytes | Path


@dataclass(frozen=True, slots=True)
class Given:
    """One file or folder, under the name that results say; `inside` others this many times."""

    name: str
    content: Content
    inside: int = 0

    @property
    def is_folder(self) -> bool:
        return isinstance(self.content, Path) and self.content.is_dir()

    def kind(self) -> Kind:
        """What its first bytes say."""
        if isinstance(self.content, bytes):
            return sniff(self.content[:HEAD_BYTES], self.name)
        with self.content.open("rb") as file:
            return sniff(file.read(HEAD_BYTES), self.name)

    def data(self) -> bytes:
        """Every byte of it."""
        return self.content if isinstance(self.content, bytes) else self.content.read_bytes()

    def source_file(self) -> SourceFile:
        """Its name and its SHA-256, without holding a large file in memory."""
        if isinstance(self.content, bytes):
            return SourceFile(self.name, hashlib.sha256(self.content).hexdigest())
        with self.content.open("rb") as file:
            return SourceFile(self.name, hashlib.file_digest(file, "sha256").hexdigest())


def conversation_id(files: tuple[SourceFile, ...], thread: str) -> str:
    """The same for the same bytes and the same thread, whatever the files are called."""
    inputs = "\n".join([*(file.sha256 for file in files), thread])
    return hashlib.sha256(inputs.encode("utf-8", errors="replace")).hexdigest()[:32]
