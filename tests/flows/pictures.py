"""Plain generated pictures, and a reading that gives them back: no text recognition is needed."""

import hashlib
import io
from collections.abc import Callable, Sequence

import pytest
from PIL import Image

from vigie.evidence.images import Picture
from vigie.kernel.conversations import Conversation, Source, SourceFile, Turn
from vigie.reading.read import Reading, read_files

Given = Sequence[tuple[str, bytes]]


def plain_picture(grey: int) -> bytes:
    """A PNG of one grey, as large as a stamp."""
    made = io.BytesIO()
    Image.new("L", (40, 60), grey).save(made, "PNG")
    return made.getvalue()


def sha256(data: bytes) -> str:
    """The hash that a file is known by."""
    return hashlib.sha256(data).hexdigest()


def stitched(files: Given, words: str = "salut") -> Reading:
    """One conversation over all the images, a message on each, and a rebuilt page of each."""
    images = [(name, bytes(data)) for name, data in files if name.endswith(".png")]
    if not images:
        return read_files(files)
    sources = tuple(SourceFile(name, sha256(data)) for name, data in images)
    turns = tuple(
        Turn(n, f"{words} {n}", side="left", image=n, page=None, box=(0, 0, 30, 20))
        for n in range(len(images))
    )
    identity = sha256("".join(each.sha256 for each in sources).encode())[:32]
    talk = Conversation(identity, Source("screenshot", None, sources), turns)
    pages = {sha256(data): (Picture(40, 60, b"rebuilt " + data),) for _, data in images}
    return Reading((talk,), (), pages)


def read_as(
    monkeypatch: pytest.MonkeyPatch, reading: Callable[[Given], Reading] = stitched
) -> None:
    """Lets the worker read images this way, at once."""

    def read(files: Given, **_: object) -> Reading:
        return reading(files)

    monkeypatch.setattr("vigie.flows.reading.read_files", read)
