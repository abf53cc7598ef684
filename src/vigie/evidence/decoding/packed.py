"""Pixels on their way: rows packed by the child, unpacked by the parent, and shown as a PNG.

The rows are packed as a PNG packs them, each behind a zero, so that the parent checks them by
unpacking and writes the frame of the PNG around them itself: it never reads a PNG made by the
process that may have been taken over.
"""

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
BYTES_PER_PIXEL = 3
ROWS_AT_ONCE = 64
_HEADER = struct.Struct(">IIBBBBB")
_HEADER_AT = 16
_ROWS_AT = len(SIGNATURE) + 25 + 8


def packed(width: int, rgb: bytes) -> bytes:
    """Rows of RGB pixels, packed quickly, some at a time."""
    stride = width * BYTES_PER_PIXEL
    packing = zlib.compressobj(1)
    parts = []
    for start in range(0, len(rgb), stride * ROWS_AT_ONCE):
        ends = range(start, min(start + stride * ROWS_AT_ONCE, len(rgb)), stride)
        parts.append(packing.compress(b"".join(b"\0" + rgb[at : at + stride] for at in ends)))
    return b"".join((*parts, packing.flush()))


def unpacked(width: int, height: int, rows: bytes) -> bytes | None:
    """The rows of a picture, each behind a zero; None when they are anything else."""
    stride = width * BYTES_PER_PIXEL + 1
    unpacking = zlib.decompressobj()
    try:
        raw = unpacking.decompress(rows, stride * height + 1)
    except zlib.error:
        return None
    whole = unpacking.eof and not unpacking.unused_data
    return raw if whole and len(raw) == stride * height and not any(raw[::stride]) else None


def png_around(width: int, height: int, rows: bytes) -> bytes:
    """A PNG of packed rows, with nothing in it but them."""
    header = _HEADER.pack(width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(kind, body) for kind, body in parts)


def rows_inside(png: bytes) -> tuple[int, int, bytes] | None:
    """The width, height and unpacked rows of a PNG of ours; None when another program made it."""
    if len(png) < _ROWS_AT or png[_ROWS_AT - 4 : _ROWS_AT] != b"IDAT":
        return None
    width, height, *form = _HEADER.unpack_from(png, _HEADER_AT)
    (length,) = struct.unpack_from(">I", png, _ROWS_AT - 8)
    raw = unpacked(width, height, png[_ROWS_AT : _ROWS_AT + length])
    return (width, height, raw) if raw is not None and form == [8, 2, 0, 0, 0] else None


def _chunk(kind: bytes, body: bytes) -> bytes:
    check = zlib.crc32(body, zlib.crc32(kind))
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)
