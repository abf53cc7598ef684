"""The separate process that decodes one file, from standard input to standard output.

It writes either `refused <reason>` or `pages <pages in the file>` and, for each page that is
given, four big-endian 32-bit numbers (width, height, bytes of rows, bytes of text), the packed rows
and the text in UTF-8.
"""

import codecs
import mmap
import struct
import sys
from importlib import import_module
from typing import IO

from vigie.evidence.decoding.bounds import MAX_PIXELS
from vigie.evidence.decoding.limits import hold_down, shut_in
from vigie.evidence.decoding.packed import packed
from vigie.evidence.decoding.sheets import Decoder, Missing, Refused, Sheet, Sheets

PAGE = struct.Struct(">IIII")
HEAD_BYTES = 64 * 1024
MODULES = {"pdf": "pages", "video": "recordings"}
MOVES = (b"acTL", b"ANIM")
# What a file that says how it is turned holds somewhere; what reads it is loaded only then.
TURNED = (b"Exif", b"eXIf", b"EXIF", b"exif", b"tiff:Orientation")
ENCODINGS = ("utf-8", "latin-1", "ascii", "utf-16-le", "utf-16-be", "utf-16", "cp1252")


def main(kind: str, cpu_seconds: int) -> None:
    """Decodes standard input within limits and writes what it saw to standard output."""
    hold_down(cpu_seconds)
    file = sys.stdin.buffer
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        module = import_module(f"vigie.evidence.decoding.{module_for(kind, content[:HEAD_BYTES])}")
        if any(content.find(mark) >= 0 for mark in TURNED):
            import_module("PIL.TiffImagePlugin")
    decode: Decoder = module.decoder(kind)
    for encoding in ENCODINGS:
        codecs.lookup(encoding)
    shut_in()
    sys.stdout.buffer.write(answer(decode, file))
    sys.stdout.buffer.flush()


def module_for(kind: str, head: bytes) -> str:
    """The module that decodes a kind of file: one is loaded, with the libraries that it needs."""
    if kind == "gif" or (kind in ("png", "webp") and any(each in head for each in MOVES)):
        return "animations"
    return MODULES.get(kind, "stills")


def answer(decode: Decoder, file: IO[bytes]) -> bytes:
    """What is written of a file; a decoder fails in any way on hostile bytes."""
    try:
        return _written(decode(file))
    except Refused as refusal:
        return f"refused {refusal}\n".encode()
    except Exception as error:  # noqa: BLE001
        reason = "too_many_pixels" if "Bomb" in type(error).__name__ else "damaged_image"
        return f"refused {reason}\n".encode()


def _written(sheets: Sheets) -> bytes:
    pages = [each if isinstance(each, Missing) else _page(each) for each in sheets]
    in_file = sum(each.number if isinstance(each, Missing) else 1 for each in pages)
    given = b"".join(each for each in pages if isinstance(each, bytes))
    return f"pages {in_file}\n".encode() + given


def _page(sheet: Sheet) -> bytes:
    if not 0 < sheet.width * sheet.height <= MAX_PIXELS:
        raise Refused("too_many_pixels")
    rows, text = packed(sheet.width, sheet.rgb), sheet.text.encode("utf-8", errors="replace")
    return PAGE.pack(sheet.width, sheet.height, len(rows), len(text)) + rows + text
