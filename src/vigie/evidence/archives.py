"""Safe archives: a ZIP, a folder or a single file, read member by member within limits.

Nothing is ever unpacked to disk. Sizes are measured while a member is read, whatever the archive
declares.
"""

import io
import json
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, cast

from vigie.evidence.json_streams import Path as JsonPath
from vigie.evidence.json_streams import Wanted, skim
from vigie.evidence.kinds import HEAD_BYTES, Kind, decode_text, sniff
from vigie.kernel.errors import BadFile, Reason, Unreadable

MAX_ENTRIES = 50_000
MAX_TOTAL_BYTES = 2 * 1024**3
MAX_MEMBER_BYTES = 200 * 1024**2
MAX_RATIO = 100
RATIO_FREE_BYTES = 1024**2
CHUNK_BYTES = 64 * 1024
MARK_CHUNK_BYTES = 1024 * 1024

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    EOFError,
    OSError,
    RuntimeError,
)

_UNSAFE_NAME = re.compile(r"^/|^[A-Za-z]:|(?:^|/)\.\.(?:/|$)|\x00")


Opener = Callable[[], IO[bytes]]


@dataclass(frozen=True, slots=True)
class Archive:
    """Named members and how to open each of them; paths use "/" and are relative.

    Members are sorted so that `message_2` comes before `message_10`.
    """

    name: str
    members: Mapping[str, Opener]
    _marks: dict[tuple[str, tuple[bytes, ...]], frozenset[bytes]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def names(self) -> tuple[str, ...]:
        """Every member's path, in order."""
        return tuple(self.members)

    def find(self, pattern: str) -> tuple[str, ...]:
        """The paths whose end, from the start of a folder's or file's name, is `pattern`."""
        whole = re.compile(rf"(?:.*/)?(?:{pattern})", re.DOTALL)
        return tuple(name for name in self.names() if whole.fullmatch(name))

    def open(self, name: str) -> IO[bytes]:
        """One member as a stream, measured while it is read; raises BadFile when it is damaged."""
        return self.members[name]()

    def read(self, name: str) -> bytes:
        """The bytes of one member; raises BadFile when it is damaged or too large."""
        with self.open(name) as member:
            return member.read()

    def head(self, name: str, size_bytes: int = HEAD_BYTES) -> bytes:
        """The first bytes of one member; raises BadFile."""
        with self.open(name) as member:
            return member.read(size_bytes)

    def kind(self, name: str) -> Kind:
        """What the first bytes of a member say; raises BadFile."""
        return sniff(self.head(name), name)

    def marks(self, name: str, wanted: tuple[bytes, ...]) -> frozenset[bytes]:
        """Which of these marks (in small letters) a member holds, in any case; raises BadFile."""
        found = self._marks.get((name, wanted))
        if found is None:
            with self.open(name) as member:
                found = self._marks[name, wanted] = _marks_in(member, wanted)
        return found

    def skim(self, name: str, want: Wanted) -> Iterator[tuple[JsonPath, object]]:
        """The wanted parts of a member that is JSON, without building the rest; raises BadFile."""
        with self.open(name) as member:
            yield from skim(member, want, name)

    def read_text(self, name: str) -> str:
        """One member as text, whatever its encoding; raises BadFile."""
        return decode_text(self.read(name))

    def read_json(self, name: str) -> object:
        """One member as a JSON value; raises BadFile when it is none."""
        try:
            value: object = json.loads(self.read_text(name))
        except (ValueError, RecursionError) as error:
            raise BadFile("damaged_export", name) from error
        return value


def _marks_in(member: IO[bytes], wanted: tuple[bytes, ...]) -> frozenset[bytes]:
    found: set[bytes] = set()
    before = b""
    while len(found) < len(wanted) and (chunk := member.read(MARK_CHUNK_BYTES)):
        lowered = before + chunk.lower()
        found.update(mark for mark in wanted if mark in lowered)
        before = lowered[-max(map(len, wanted)) :]
    return frozenset(found)


def open_archive(source: bytes | Path, name: str = "") -> Archive | Unreadable:
    """An archive over the bytes of a ZIP or of any other file, or over a file or folder on disk."""
    try:
        if isinstance(source, Path):
            return _open_path(source, name or source.name)
        if sniff(source[:HEAD_BYTES], name) == "zip":
            return _open_zip(io.BytesIO(source), name)
        return _single(name, len(source), lambda: io.BytesIO(source))
    except BadFile as refusal:
        return Unreadable(refusal.reason, name)


def _open_path(path: Path, name: str) -> Archive:
    if path.is_dir():
        return _open_folder(path, name)
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if sniff(head, name) == "zip":
        return _open_zip(path, name)
    return _single(name, path.stat().st_size, partial(_open_file, path))


def _single(name: str, size_bytes: int, opener: Opener) -> Archive:
    if size_bytes == 0:
        raise BadFile("empty", name)
    if size_bytes > MAX_MEMBER_BYTES:
        raise BadFile("too_large", name)
    return Archive(name, {Path(name).name or name: opener})


def _open_folder(folder: Path, name: str) -> Archive:
    members: dict[str, Opener] = {}
    total_bytes = 0
    for path in _files(folder):
        total_bytes += path.stat().st_size
        members[path.relative_to(folder).as_posix()] = partial(_open_file, path)
        if len(members) > MAX_ENTRIES or total_bytes > MAX_TOTAL_BYTES:
            raise BadFile("archive_too_large", name)
    return Archive(name, {path: members[path] for path in sorted(members, key=_natural)})


def _files(folder: Path) -> Iterator[Path]:
    """Files below a folder; links are passed over, since they may point outside it."""
    for path in folder.iterdir():
        if path.is_symlink():
            continue
        if path.is_dir():
            yield from _files(path)
        elif path.is_file():
            yield path


def _open_file(path: Path) -> IO[bytes]:
    if path.stat().st_size > MAX_MEMBER_BYTES:
        raise BadFile("archive_too_large", path.name)
    return path.open("rb")


def _open_zip(source: IO[bytes] | Path, name: str) -> Archive:
    try:
        opened = zipfile.ZipFile(source)
    except DAMAGE as error:
        raise BadFile("damaged_archive", name) from error
    infos = [info for info in opened.infolist() if not f"/{info.filename}".endswith("/")]
    _refuse_unsafe(infos, name)
    if sum(info.compress_size for info in infos) > _size_bytes(source):
        raise BadFile("archive_unsafe", name)
    infos.sort(key=lambda info: _natural(info.filename))
    return Archive(
        name, {_member_name(info): partial(_open_member, opened, info) for info in infos}
    )


def _refuse_unsafe(infos: list[zipfile.ZipInfo], name: str) -> None:
    for reason in (*map(_refusal, infos), _too_large(infos)):
        if reason:
            raise BadFile(reason, name)


def _size_bytes(source: IO[bytes] | Path) -> int:
    """The archive's own size: members that claim more together lie over one another."""
    return source.stat().st_size if isinstance(source, Path) else source.seek(0, io.SEEK_END)


def _member_name(info: zipfile.ZipInfo) -> str:
    return info.filename.replace("\\", "/")


def _refusal(info: zipfile.ZipInfo) -> Reason | None:
    if info.flag_bits & 0x1:
        return "archive_encrypted"
    if _UNSAFE_NAME.search(info.orig_filename.replace("\\", "/")):
        return "archive_unsafe"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "archive_unsafe"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "unknown_kind"
    return None


def _too_large(infos: list[zipfile.ZipInfo]) -> Reason | None:
    swollen = any(_swollen(info.file_size, info.compress_size) for info in infos)
    total_bytes = sum(info.file_size for info in infos)
    if swollen or len(infos) > MAX_ENTRIES or total_bytes > MAX_TOTAL_BYTES:
        return "archive_too_large"
    return None


def _swollen(size_bytes: int, packed_bytes: int) -> bool:
    return size_bytes > RATIO_FREE_BYTES and size_bytes > MAX_RATIO * packed_bytes


def _open_member(opened: zipfile.ZipFile, info: zipfile.ZipInfo) -> IO[bytes]:
    try:
        return cast("IO[bytes]", Measured(opened.open(info), info))
    except DAMAGE as error:
        raise BadFile("damaged_archive", _member_name(info)) from error


class Measured(io.RawIOBase):
    """A member that is counted while it is read, whatever the archive says of its size."""

    def __init__(self, member: IO[bytes], info: zipfile.ZipInfo) -> None:
        self._member = member
        self._info = info
        self._size_bytes = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes; all of them when no size is given."""
        if size < 0:
            return b"".join(iter(lambda: self.read(CHUNK_BYTES), b""))
        try:
            chunk = self._member.read(size)
        except DAMAGE as error:
            raise BadFile("damaged_archive", _member_name(self._info)) from error
        self._size_bytes += len(chunk)
        swollen = _swollen(self._size_bytes, self._info.compress_size)
        if self._size_bytes > MAX_MEMBER_BYTES or swollen:
            raise BadFile("archive_too_large", _member_name(self._info))
        return chunk

    def close(self) -> None:
        """Lets the member go."""
        self._member.close()
        super().close()


def _natural(path: str) -> list[tuple[int, str]]:
    return [
        (int(part), "") if part.isdecimal() and part.isascii() else (-1, part)
        for part in re.split(r"(\d{1,9})", path)
    ]
