"""Snapchat, "My Data", `chat_history.json` of both generations.

Only saved messages keep their words: a message without words is a fact, "something was sent at
this time", and is kept as an empty turn.
"""

import html
from collections.abc import Iterator, Mapping
from datetime import datetime

from vigie.evidence.archives import Archive
from vigie.kernel.conversations import TurnKind
from vigie.kernel.registry import Sample
from vigie.reading.exports import exports
from vigie.reading.threads import Message, Thread, oldest_first, thread
from vigie.reading.values import Row, field, fields, path, rows, text, time_of_ms, utc_time

RECEIVED = "Received Saved Chat History"
SENT = "Sent Saved Chat History"
OWNER_WITHOUT_NAME = "account owner"
WORDS_MISSING = "Snapchat keeps the words of saved messages only; the others are empty turns."

KINDS: Mapping[str, TurnKind] = {
    "TEXT": "text",
    "MEDIA": "image",
    "IMAGE": "image",
    "VIDEO": "video",
    "NOTE": "audio",
    "AUDIO": "audio",
    "STICKER": "sticker",
    "SHARESAVEDSTORY": "image",
}

_MARKS = (
    b'"Received Saved Chat History"',
    b'"Sent Saved Chat History"',
    b'"Created(microseconds)"',
)


@exports.register
class Snapchat:
    """Reads Snapchat chat histories of both generations; lost words stay empty turns."""

    name = "snapchat"
    samples = (
        Sample("exports/snapchat-2024", {"conversations": 2, "turns": 11, "owner": "lea_exemple"}),
        Sample("exports/snapchat-old", {"conversations": 2, "turns": 6, "owner": "lea_exemple"}),
    )

    def recognises(self, archive: Archive) -> bool:
        """By the names of the fields inside `chat_history.json`, whatever it is called."""
        return bool(_files(archive))

    def threads(self, archive: Archive) -> Iterator[Thread]:
        """One thread per conversation; times are UTC as the export says."""
        account = _account(archive)
        for file in _files(archive):
            value = archive.read_json(file)
            for name, said in _conversations(value):
                yield _thread(name, said, account, file)


def _files(archive: Archive) -> tuple[str, ...]:
    found = archive.find(r"chat_history[^/]*\.json")
    if len(archive.members) == 1:
        found = archive.names()
    return tuple(name for name in found if _marked(archive.read(name)))


def _marked(content: bytes) -> bool:
    both = b'"Media Type"' in content and b'"IsSender"' in content
    return both or any(mark in content for mark in _MARKS)


def _account(archive: Archive) -> str | None:
    for file in archive.find(r"account\.json"):
        if name := text(path(archive.read_json(file), "Basic Information", "Username")):
            return name
    return None


def _conversations(value: object) -> Iterator[tuple[str, list[tuple[Row, bool]]]]:
    """Each conversation's name and its rows, with whether the owner sent them."""
    old: dict[str, list[tuple[Row, bool]]] = {}
    for row in rows(field(value, RECEIVED)):
        old.setdefault(text(field(row, "From")), []).append((row, False))
    for row in rows(field(value, SENT)):
        old.setdefault(text(field(row, "To")), []).append((row, True))
    yield from old.items()
    for name, inner in fields(value):
        said = [(row, field(row, "IsSender") is True) for row in rows(inner)]
        if said and name not in (RECEIVED, SENT):
            yield name, said


def _thread(name: str, said: list[tuple[Row, bool]], account: str | None, file: str) -> Thread:
    ordered = [row for row, _ in oldest_first(said, lambda each: _seconds(each[0]))]
    mine = {id(row) for row, sent in said if sent}
    named = (text(field(row, "From")) for row in ordered if id(row) in mine)
    owner = account or next(filter(None, named), None) or OWNER_WITHOUT_NAME
    messages = [_message(row, owner if id(row) in mine else None) for row in ordered]
    lost = any(message.kind == "text" and not message.text for message in messages)
    title = next(filter(None, (text(field(row, "Conversation Title")) for row in ordered)), name)
    return thread(
        name,
        messages,
        platform="snapchat",
        owner=owner,
        handles=True,
        title=title,
        warnings=(WORDS_MISSING,) if lost else (),
        files=(file,),
    )


def _message(row: Row, owner: str | None) -> Message:
    media = text(field(row, "Media Type")).upper()
    written = text(field(row, "Created"))
    return Message(
        author=owner or text(field(row, "From")),
        text=html.unescape(text(field(row, "Content", "Text"))),
        kind="system" if media.startswith("STATUS") else KINDS.get(media, "text"),
        sent_at=_time(row),
        sent_at_raw=written or None,
    )


def _time(row: Row) -> datetime | None:
    """The field called microseconds holds milliseconds (seen in every export of 2024)."""
    return time_of_ms(field(row, "Created(microseconds)")) or utc_time(text(field(row, "Created")))


def _seconds(row: Row) -> float:
    time = _time(row)
    return time.timestamp() if time else 0.0
