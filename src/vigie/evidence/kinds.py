"""What a file is, from its first bytes; its extension is never believed."""

import re
from typing import Literal

Kind = Literal[
    "png",
    "jpeg",
    "webp",
    "gif",
    "heic",
    "video",
    "pdf",
    "zip",
    "json",
    "text",
    "html",
    "executable",
    "empty",
    "unknown",
]

HEAD_BYTES = 4096

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x7fELF", "executable"),
    (b"#!", "executable"),
    (b"\xfe\xed\xfa\xce", "executable"),
    (b"\xfe\xed\xfa\xcf", "executable"),
    (b"\xce\xfa\xed\xfe", "executable"),
    (b"\xcf\xfa\xed\xfe", "executable"),
    (b"\xca\xfe\xba\xbe", "executable"),
)
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
_VIDEO_BRANDS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"qt  "}
_VIDEO_BRANDS |= {b"M4V ", b"M4VH", b"MSNV", b"3gp4", b"3gp5", b"3gp6", b"3g2a", b"mmp4", b"dash"}
_OLD_MOVIE = {b"moov", b"mdat", b"wide", b"free", b"skip"}
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])")
_HTML = re.compile(r"(?is)\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b")


def sniff(head: bytes, name: str = "") -> Kind:
    """The kind of a file whose first bytes are `head` (4096 are enough); never raises.

    A Windows program begins with the two letters "MZ", as a pasted text may: what reads as text
    and is called `.txt` is text.
    """
    if not head:
        return "empty"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return _branded(head[8:12])
    if head[4:8] in _OLD_MOVIE and len(head) >= 16 and not head[0]:
        return "video"
    return _sniff_text(head[:HEAD_BYTES], name)


def _branded(brand: bytes) -> Kind:
    if brand in _HEIC_BRANDS:
        return "heic"
    return "video" if brand in _VIDEO_BRANDS else "unknown"


def _sniff_text(head: bytes, name: str) -> Kind:
    readable = head.startswith(_UTF16_MARKS) or not _CONTROL.search(head)
    if head.startswith(b"MZ") and not (readable and name.lower().endswith(".txt")):
        return "executable"
    if not readable:
        return "unknown"
    text = decode_text(head)
    if _JSON.match(text):
        return "json"
    if _HTML.match(text):
        return "html"
    return "unknown" if text.lstrip().startswith(("<?xml", "<svg")) else "text"


def decode_text(data: bytes) -> str:
    """Text in UTF-8, in UTF-16 with its mark, or else in Windows-1252; never raises."""
    if data.startswith(_UTF16_MARKS):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start >= len(data) - 3:
            return data[: error.start].decode("utf-8-sig")
        return data.decode("cp1252", errors="replace")
