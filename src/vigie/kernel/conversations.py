"""Conversations: who wrote what to whom, in order, as `vigie.conversation/1` says it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Side = Literal["left", "right", "centre"]
TurnKind = Literal[
    "text", "image", "audio", "video", "sticker", "call", "system", "deleted", "masked"
]
SourceKind = Literal["screenshot", "export", "text"]
Platform = Literal[
    "tiktok",
    "instagram",
    "messenger",
    "snapchat",
    "whatsapp",
    "x",
    "discord",
    "telegram",
    "matrix",
    "sms",
    "unknown",
]
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file a conversation was read from; `sha256` is 64 hexadecimal digits."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a conversation comes from; `format` is the name of the export reader, if any."""

    kind: SourceKind
    format: str | None = None
    files: tuple[SourceFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Participant:
    """Someone who writes; `owner` is whether the phone or the export is theirs, when known."""

    id: str
    name: str
    handle: str | None = None
    owner: bool | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One message. `box` is left, top, right, bottom in pixels of file number `image`, upright.

    `sent_at` is UTC and aware, and None when the source does not prove it. `check` means that a
    human should look; `partial`, that the turn is cut by the edge of the picture.
    """

    n: int
    text: str
    author: str | None = None
    side: Side | None = None
    kind: TurnKind = "text"
    sent_at: datetime | None = None
    sent_at_raw: str | None = None
    reply_to: int | None = None
    reactions: tuple[str, ...] = ()
    edited: bool = False
    forwarded: bool = False
    partial: bool = False
    check: bool = False
    image: int | None = None
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """Turns in order of reading; `id` is a hash of the inputs and the thread."""

    id: str
    source: Source
    turns: tuple[Turn, ...]
    participants: tuple[Participant, ...] = ()
    platform: Platform = "unknown"
    title: str | None = None
    language: str | None = None
    warnings: tuple[str, ...] = ()
