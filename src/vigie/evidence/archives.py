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
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from vigie.evidence.kinds import HEAD_BYTES, decode_text, sniff
from vigie.kernel.errors import BadFile, Reason, Unreadable

MAX_ENTRIES = 50_000
MAX_TOTAL_BYTES = 2 * 1024**3
MAX_MEMBER_BYTES = 200 * 1024**2
MAX_RATIO = 100
RATIO_FREE_BYTES = 1024**2
CHUNK_BYTES = 64 * 1024

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


@dataclass(frozen=True, slots=True)
class Archive:
    """Named members and how to read each of them; paths use "/" and are relative.

    Members are sorted so that `message_2` comes before `message_10`.
    """

    name: str
    members: Mapping[str, Callable[[], bytes]]

    def names(self) -> tuple[str, ...]:
        """Every member's path, in order."""
        return tuple(self.members)

    def find(self, pattern: str) -> tuple[str, ...]:
        """The paths whose end, from the start of a folder's or file's name, is `pattern`."""
        whole = re.compile(rf"(?:.*/)?(?:{pattern})", re.DOTALL)
        return tuple(name for name in self.names() if whole.fullmatch(name))

    def read(self, name: str) -> bytes:
        """The bytes of one member; raises BadFile when it is damaged or too large."""
        return self.members[name]()

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


def open_archive(source: bytes | Path, name: str = "") -> Archive | Unreadable:
    """An archive over the bytes of a ZIP or of any other file, or over a file or folder on disk."""
    try:
        if isinstance(source, Path):
            return _open_path(source, name or source.name)
        if sniff(source[:HEAD_BYTES], name) == "zip":
            return _open_zip(io.BytesIO(source), name)
        return _single(name, len(source), lambda: source)
    except BadFile as refusal:
        return Unreadable(refusal.reason, name)


def _open_path(path: Path, name: str) -> Archive:
    if path.is_dir():
        return _open_folder(path, name)
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if sniff(head, name) == "zip":
        return _open_zip(path, name)
    return _single(name, path.stat().st_size, path.read_bytes)


def _single(name: str, size_bytes: int, read: Callable[[], bytes]) -> Archive:
    if size_bytes == 0:
        raise BadFile("empty", name)
    if size_bytes > MAX_MEMBER_BYTES:
        raise BadFile("too_large", name)
    return Archive(name, {Path(name).name or name: read})


def _open_folder(folder: Path, name: str) -> Archive:
    members: dict[str, Callable[[], bytes]] = {}
    total_bytes = 0
    for path in _files(folder):
        total_bytes += path.stat().st_size
        members[path.relative_to(folder).as_posix()] = partial(_read_path, path)
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


def _read_path(path: Path) -> bytes:
    if path.stat().st_size > MAX_MEMBER_BYTES:
        raise BadFile("archive_too_large", path.name)
    return path.read_bytes()


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
        name, {_member_name(info): partial(_read_member, opened, info) for info in infos}
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


def _read_member(opened: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    chunks = bytearray()
    try:
        with opened.open(info) as member:
            while chunk := member.read(CHUNK_BYTES):
                chunks += chunk
                _check_measured(len(chunks), info)
    except DAMAGE as error:
        raise BadFile("damaged_archive", _member_name(info)) from error
    return bytes(chunks)


def _check_measured(size_bytes: int, info: zipfile.ZipInfo) -> None:
    if size_bytes > MAX_MEMBER_BYTES or _swollen(size_bytes, info.compress_size):
        raise BadFile("archive_too_large", _member_name(info))


def _natural(path: str) -> list[tuple[int, str]]:
    return [
        (int(part), "") if part.isdecimal() and part.isascii() else (-1, part)
        for part in re.split(r"(\d{1,9})", path)
    ]
