"""Safe images: what is shown or read is a copy rebuilt from pixels in a separate process."""

import math
import os
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vigie.evidence.decoding import bounds
from vigie.evidence.decoding.packed import png_around, unpacked
from vigie.evidence.kinds import HEAD_BYTES, Kind, sniff
from vigie.kernel.errors import REASONS, Reason, Unreadable

IMAGE_KINDS: tuple[Kind, ...] = ("png", "jpeg", "webp", "gif", "heic", "pdf", "video")
MAX_IMAGE_BYTES = 100 * 1024**2
MAX_RECORDING_BYTES = 200 * 1024**2
MAX_PAGES = bounds.MAX_PAGES
MAX_FRAMES = bounds.MAX_FRAMES_KEPT
TIMEOUT_SECONDS = 20.0
RECORDING_TIMEOUT_SECONDS = 120.0
RECORDING_CPU_SECONDS = bounds.RECORDING_CPU_SECONDS + 15

# One thread for each library, and the interpreter with nothing of the user's and no site: the
# child finds our code and its libraries on the path that it is told.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
PROGRAM = (
    "import sys; sys.path += sys.argv[3:]; "
    "from vigie.evidence.decoding.child import main; main(sys.argv[1], int(sys.argv[2]))"
)

_PAGE = struct.Struct(">IIII")
_SIGXCPU = -24
_SIGKILL = -9


@dataclass(frozen=True, slots=True)
class Picture:
    """One page rebuilt from its pixels, upright, without metadata; sizes in pixels.

    `pages_in_file` is how many the file has, of which at most `MAX_PAGES` are rebuilt, and of a
    recording the frames worth reading, of which at most `MAX_FRAMES`. `text` is what is written in
    the page of a PDF as text.
    """

    width: int
    height: int
    encoded: bytes
    media_type: str = "image/png"
    pages_in_file: int = 1
    text: str = ""


def rebuild_image(
    data: bytes, *, timeout_seconds: float | None = None, name: str = ""
) -> tuple[Picture, ...] | Unreadable:
    """The pictures of an image (one), a PDF (one a page) or a recording, or why there is none."""
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
    limit_bytes = MAX_RECORDING_BYTES if kind == "video" else MAX_IMAGE_BYTES
    return "too_large" if size_bytes > limit_bytes else None


def _decode(data: bytes, kind: Kind, timeout_seconds: float | None) -> tuple[Picture, ...] | Reason:
    """What the child answers; the file and the answer are in memory that no disk sees."""
    moving = kind in ("video", "gif")
    wait_seconds = timeout_seconds or (RECORDING_TIMEOUT_SECONDS if moving else TIMEOUT_SECONDS)
    cpu_seconds = RECORDING_CPU_SECONDS if moving else math.ceil(wait_seconds)
    asked, told = os.memfd_create("asked"), os.memfd_create("told")
    with open(asked, "w+b") as file, open(told, "rb") as answer:  # noqa: PTH123
        file.write(data)
        file.seek(0)
        try:
            child = subprocess.run(
                _command(kind, cpu_seconds),
                stdin=file,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                timeout=wait_seconds,
                env=ENVIRONMENT,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return "took_too_long"
        if child.returncode in (_SIGXCPU, _SIGKILL):
            return "took_too_long"
        answer.seek(0)
        return _parse(answer.read()) if child.returncode == 0 else "damaged_image"


def _command(kind: Kind, cpu_seconds: int) -> list[str]:
    paths = [each for each in sys.path if Path(each).is_absolute()]
    return [sys.executable, "-I", "-S", "-c", PROGRAM, kind, str(cpu_seconds), *paths]


def _parse(answer: bytes) -> tuple[Picture, ...] | Reason:
    """What the child wrote, believed only where it is well formed."""
    line, _, rest = answer.partition(b"\n")
    word, _, value = line.decode("ascii", errors="replace").partition(" ")
    if word == "refused" and value in REASONS:
        return value
    if word != "pages" or not (value.isascii() and value.isdecimal() and len(value) < 10):
        return "damaged_image"
    return tuple(_pictures(rest, int(value))) or "damaged_image"


def _pictures(rest: bytes, pages_in_file: int) -> Iterator[Picture]:
    """Every page up to the first that is not what it says it is."""
    at = 0
    while at + _PAGE.size <= len(rest):
        width, height, rows_bytes, text_bytes = _PAGE.unpack_from(rest, at)
        at += _PAGE.size
        rows, text = rest[at : at + rows_bytes], rest[at + rows_bytes :][:text_bytes]
        at += rows_bytes + text_bytes
        if width * height > bounds.MAX_PIXELS or unpacked(width, height, rows) is None:
            return
        words = text.decode("utf-8", errors="replace")[: bounds.MAX_TEXT_CHARS]
        shown = png_around(width, height, rows)
        yield Picture(width, height, shown, pages_in_file=pages_in_file, text=words)
