"""Invented conversations written as lines, "A: …", in TOML files with what should be found."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from vigie.kernel.conversations import Conversation, Source, Turn, TurnKind

TALKS = Path(__file__).parent / "talks"
IMAGE = "[image]"


def conversation_of(text: str, name: str = "talk") -> Conversation:
    """One turn per line; the name before the colon speaks, "[image]" is an image turn."""
    return Conversation(name, Source("text"), tuple(_turns(text)))


def _turns(text: str) -> Iterator[Turn]:
    for number, line in enumerate(text.strip().splitlines()):
        author, words = line.split(": ", 1)
        kind: TurnKind = "image" if words == IMAGE else "text"
        yield Turn(number, "" if kind == "image" else words, author=author, kind=kind)


def talks() -> Iterator[tuple[str, bool, Conversation]]:
    """Every conversation of the suite: its name, whether it is of concern, its turns."""
    for path in sorted(TALKS.glob("*.toml")):
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        for name, text in read["talks"].items():
            full = f"{path.stem}/{name}"
            yield full, read["concern"], conversation_of(text, full)
