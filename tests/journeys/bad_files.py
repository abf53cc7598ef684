"""Files as they come in real life and as they are made to harm; each is made here in memory."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

from playwright.sync_api import FilePayload

ZEROS_BYTES = 300_000_000
HUGE_SIDE_PX = 20_000


def empty() -> FilePayload:
    """A screenshot of which nothing arrived."""
    return _file("vide.png", b"")


def program() -> FilePayload:
    """A program under the name of an image."""
    return _file("photo.png", b"MZ\x90\x00" + bytes(60) + b"PE\x00\x00" + bytes(400))


def huge_image() -> FilePayload:
    """A small file that unpacks to 400 million pixels."""
    size = struct.pack(">IIBBBBB", HUGE_SIDE_PX, HUGE_SIDE_PX, 1, 0, 0, 0, 0)
    row = bytes(1 + HUGE_SIDE_PX // 8)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(HUGE_SIDE_PX)) + packer.flush()
    chunks = _chunk(b"IHDR", size) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")
    return _file("immense.png", b"\x89PNG\r\n\x1a\n" + chunks)


def cut_image(whole: Path) -> FilePayload:
    """A photograph whose end did not arrive."""
    data = whole.read_bytes()
    return _file("coupee.jpg", data[: len(data) // 3])


def bomb() -> FilePayload:
    """A small archive that unpacks to 300 MB."""
    return _archive("bombe.zip", {"messages.json": bytes(ZEROS_BYTES)})


def slip() -> FilePayload:
    """An archive with a name that points outside it."""
    return _archive("glisse.zip", {"../../etc/motd": b"bonjour", "a.txt": b"Lui: salut\n"})


def unknown_export() -> FilePayload:
    """The export of an application that nobody knows."""
    return _archive("inconnu.zip", {"talks/one.dat": b'{"said": "bonjour"}'})


def garbage() -> FilePayload:
    """Bytes that are no file of any kind."""
    return _file("capture.xyz", bytes(range(256)) * 20)


def larger_than(megabytes: int) -> FilePayload:
    """A film that is over the limit."""
    head = b"\x00\x00\x00\x18ftypmp42"
    return _file("film.mp4", head + bytes(megabytes * 1_000_000))


def talk() -> FilePayload:
    """A file that is well, to be kept beside the others."""
    return _file("messages.txt", b"Lui: envoie une photo de toi\nMoi: non\n")


def _archive(name: str, files: dict[str, bytes]) -> FilePayload:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            archive.writestr(path, data)
    return _file(name, made.getvalue())


def _chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def _file(name: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}
