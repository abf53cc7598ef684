"""Safe images: what is shown or read is a copy rebuilt from pixels in a separate process."""

import math
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from vigie.evidence import pixels
from vigie.evidence.kinds import HEAD_BYTES, Kind, sniff
from vigie.kernel.errors import REASONS, Reason, Unreadable

IMAGE_KINDS: tuple[Kind, ...] = ("png", "jpeg", "webp", "heic", "pdf")
MAX_IMAGE_BYTES = 100 * 1024**2
MAX_PAGES = pixels.MAX_PAGES

_PAGE = struct.Struct(">III")
_SIGXCPU = -24
_SIGKILL = -9


@dataclass(frozen=True, slots=True)
class Picture:
    """One page rebuilt from its pixels, upright, without metadata; sizes in pixels.

    `pages_in_file` is how many the file has, of which at most `MAX_PAGES` are rebuilt.
    """

    width: int
    height: int
    encoded: bytes
    media_type: str = "image/png"
    pages_in_file: int = 1


def rebuild_image(
    data: bytes, *, timeout_seconds: float = 20, name: str = ""
) -> tuple[Picture, ...] | Unreadable:
    """The pictures of an image file or a PDF (one per page), or why there is none."""
    kind = sniff(data[:HEAD_BYTES], name)
    refusal = _refusal(kind, len(data))
    if refusal:
        return Unreadable(refusal, name)
    answer = _decode(data, kind, timeout_seconds)
    return Unreadable(answer, name) if isinstance(answer, str) else answer


def _refusal(kind: Kind, size_bytes: int) -> Reason | None:
    if kind == "empty" or kind == "executable":
        return kind
    if kind not in IMAGE_KINDS:
        return "unknown_kind"
    return "too_large" if size_bytes > MAX_IMAGE_BYTES else None


def _decode(data: bytes, kind: Kind, timeout_seconds: float) -> tuple[Picture, ...] | Reason:
    try:
        child = subprocess.run(
            [sys.executable, "-I", _program(), kind, str(math.ceil(timeout_seconds))],
            input=data,
            capture_output=True,
            timeout=timeout_seconds,
            env={"MALLOC_ARENA_MAX": "2"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "took_too_long"
    if child.returncode in (_SIGXCPU, _SIGKILL):
        return "took_too_long"
    return _parse(child.stdout) if child.returncode == 0 else "damaged_image"


def _program() -> str:
    return str(Path(pixels.__file__).resolve())


def _parse(answer: bytes) -> tuple[Picture, ...] | Reason:
    """What the child wrote, believed only where it is well formed."""
    line, _, rest = answer.partition(b"\n")
    word, _, value = line.decode("ascii", errors="replace").partition(" ")
    if word == "refused" and value in REASONS:
        return value
    if word != "pages" or not value.isdecimal():
        return "damaged_image"
    pictures = []
    while len(rest) >= _PAGE.size:
        width, height, length = _PAGE.unpack_from(rest)
        end = _PAGE.size + length
        pictures.append(Picture(width, height, rest[_PAGE.size : end], pages_in_file=int(value)))
        rest = rest[end:]
    return tuple(pictures) or "damaged_image"
