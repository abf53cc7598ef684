"""What the files of exports hold, whatever they are called: each file is looked through once."""

import re
from collections.abc import Iterable, Mapping, Sequence

from vigie.evidence.archives import Archive, Opener
from vigie.kernel.conversations import TurnKind

MAX_LOOKED_THROUGH = 400
"""In an archive of more files than these, only those that are called as usual are looked into."""

MARKS = (
    b'"direct message"',
    b'"direct messages"',
    b'"chat history with ',
    b'"sender_name"',
    b'"sendername"',
    b'"media type"',
    b'"issender"',
    b'"created(microseconds)"',
    b'"received saved chat history"',
    b'"sent saved chat history"',
    b'"from_id"',
    b'"date"',
    b'"date_unixtime"',
    b'"m.room.message"',
    b'"origin_server_ts"',
    b'"contents"',
    b'"timestamp"',
    b'"attachments"',
)
_TOGETHER = re.compile(r"^~\d+/")
PAGE_MARKS = (b"_a6-g", b"uiboxwhite noborder", b'class="from_name"', b"chat history with ")

KIND_OF_ENDING: Mapping[str, TurnKind] = {
    ".jpg": "image",
    ".jpeg": "image",
    ".png": "image",
    ".heic": "image",
    ".gif": "image",
    ".webp": "sticker",
    ".mp4": "video",
    ".mov": "video",
    ".3gp": "video",
    ".webm": "video",
    ".opus": "audio",
    ".ogg": "audio",
    ".m4a": "audio",
    ".aac": "audio",
    ".mp3": "audio",
    ".wav": "audio",
}

KIND_OF_MEDIA: Mapping[str, TurnKind] = {
    "TEXT": "text",
    "MEDIA": "image",
    "IMAGE": "image",
    "VIDEO": "video",
    "NOTE": "audio",
    "AUDIO": "audio",
    "STICKER": "sticker",
    "SHARESAVEDSTORY": "image",
}
"""Snapchat's own words for what is sent."""


def own_path(member: str) -> str:
    """The path that a member had before its archive was put together with others."""
    return _TOGETHER.sub("", member)


def put_together(name: str, archives: Sequence[Archive]) -> tuple[Archive, Mapping[str, int]]:
    """Several parts of one export as one archive, and which of them each member is from."""
    members: dict[str, Opener] = {}
    origins: dict[str, int] = {}
    for number, archive in enumerate(archives):
        for path, opener in archive.members.items():
            member = f"~{number}/{path}" if path in members else path
            members[member], origins[member] = opener, number
    return Archive(name, members), origins


def json_files(archive: Archive, named: str, *alternatives: Iterable[bytes]) -> tuple[str, ...]:
    """The JSON files with every mark of one alternative, whatever they are called."""
    return _found(archive, named, r"[^/]*\.json", "json", MARKS, alternatives)


def page_files(archive: Archive, named: str, *alternatives: Iterable[bytes]) -> tuple[str, ...]:
    """The HTML files with every mark of one alternative, whatever they are called."""
    return _found(archive, named, r"[^/]*\.html?", "html", PAGE_MARKS, alternatives)


def _found(
    archive: Archive,
    named: str,
    ending: str,
    kind: str,
    marks: tuple[bytes, ...],
    alternatives: tuple[Iterable[bytes], ...],
) -> tuple[str, ...]:
    def holds(name: str) -> bool:
        held = archive.marks(name, marks) if archive.kind(name) == kind else frozenset()
        return any(held.issuperset(each) for each in alternatives)

    if len(archive.members) == 1:
        return tuple(filter(holds, archive.names()))
    every = archive.find(ending)
    return tuple(filter(holds, every if len(every) <= MAX_LOOKED_THROUGH else archive.find(named)))
