"""Snapchat, "My Data", `chat_history.json` of both generations.

Only saved messages keep their words: a message without words is a fact, "something was sent at
this time", and is kept as an empty turn.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from dataclasses import field as field_of
from datetime import datetime
from typing import TypeAlias

from vigie.evidence.archives import Archive
from vigie.evidence.json_streams import ELEMENT, Path, Want
from vigie.kernel.registry import Sample
from vigie.reading.cautions import WORDS_MISSING
from vigie.reading.exports import exports
from vigie.reading.marks import KIND_OF_MEDIA, json_files, page_files
from vigie.reading.pages.snapchat import (
    PAGE_HEAD_BYTES,
    PAGE_MARKS,
    PAGES,
    is_snapchat_page,
    read_snapchat_page,
)
from vigie.reading.pages.tags import unescaped
from vigie.reading.threads import Message, Thread, said_once_in_order, thread
from vigie.reading.values import Row, field, path, text, time_of_ms, utc_time

OWNER_WITHOUT_NAME = "account owner"

_JSON_FILES = r"(?:chat|snap)_history[^/]*\.json"
_MARKS = (
    (b'"received saved chat history"',),
    (b'"sent saved chat history"',),
    (b'"created(microseconds)"',),
    (b'"media type"', b'"issender"'),
)
_OLD = re.compile(r"(received|sent)\b.*\bhistory", re.IGNORECASE)
_Said: TypeAlias = tuple[float, Message]


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
        return bool(_json_files(archive) or _page_files(archive))

    def threads(self, archive: Archive) -> Iterator[Thread]:
        """One thread per conversation; times are UTC as the export says."""
        chats: dict[str, _Chat] = {}
        for file in _json_files(archive):
            for where, row in archive.skim(file, _wanted):
                if where[-1] == ELEMENT and isinstance(row, dict):
                    _add(chats, where[0], row, file)
        for file in _page_files(archive):
            _read_page(archive, file, chats)
        account = _account(archive) or next(filter(None, (c.owner for c in chats.values())), None)
        for chat in chats.values():
            yield _thread(chat, account)


def _json_files(archive: Archive) -> tuple[str, ...]:
    return json_files(archive, _JSON_FILES, *_MARKS)


def _page_files(archive: Archive) -> tuple[str, ...]:
    """The pages with messages, when there is no JSON: one a conversation."""
    found = () if _json_files(archive) else page_files(archive, PAGES, PAGE_MARKS)
    return tuple(each for each in found if is_snapchat_page(archive.head(each, PAGE_HEAD_BYTES)))


def _wanted(where: Path) -> Want:
    """Every list of messages; old exports have two, new ones one a conversation."""
    return "each" if len(where) == 1 else "skip"


def _account(archive: Archive) -> str | None:
    for file in archive.find(r"account\.json"):
        if name := text(path(archive.read_json(file), "Basic Information", "Username")):
            return name
    return None


@dataclass(slots=True)
class _Chat:
    """One conversation; the owner's own messages have no author yet."""

    name: str
    title: str | None = None
    owner: str | None = None
    by_file: dict[str, list[_Said]] = field_of(default_factory=dict)


def _add(chats: dict[str, _Chat], key: str, row: Row, file: str) -> None:
    """Puts a row with its conversation; whose it is depends on the generation."""
    if field(row, "Media Type", "Created", "From", "To") is None:
        return
    old = _OLD.fullmatch(key)
    mine = old[1].lower() == "sent" if old else field(row, "IsSender") is True
    name = text(field(row, "To" if mine else "From")) if old else key
    chat = chats.setdefault(name, _Chat(name))
    chat.title = chat.title or text(field(row, "Conversation Title")) or None
    if mine:
        chat.owner = chat.owner or text(field(row, "From")) or None
    message = _message(row, None if mine else text(field(row, "From")))
    chat.by_file.setdefault(file, []).append((_seconds(row), message))


def _read_page(archive: Archive, file: str, chats: dict[str, _Chat]) -> None:
    page = read_snapchat_page(archive.read_text(file))
    if page.messages:
        chat = chats.setdefault(page.title or file, _Chat(page.title or file))
        chat.by_file[file] = [
            (each.sent_at.timestamp() if each.sent_at else 0.0, each) for each in page.messages
        ]


def _thread(chat: _Chat, account: str | None) -> Thread:
    said = said_once_in_order(list(chat.by_file.values()))
    mine = any(each.author is None for each in said)
    owner = account or chat.owner or (OWNER_WITHOUT_NAME if mine else None)
    messages = [replace(each, author=owner) if each.author is None else each for each in said]
    lost = any(message.kind == "text" and not message.text for message in messages)
    return thread(
        chat.name,
        messages,
        platform="snapchat",
        owner=owner,
        handles=True,
        title=chat.title or chat.name,
        warnings=(WORDS_MISSING,) if lost else (),
        files=tuple(chat.by_file),
    )


def _message(row: Row, author: str | None) -> Message:
    media = text(field(row, "Media Type")).upper()
    written = text(field(row, "Created"))
    return Message(
        author=author,
        text=unescaped(text(field(row, "Content", "Text"))),
        kind="system" if media.startswith("STATUS") else KIND_OF_MEDIA.get(media, "text"),
        sent_at=_time(row),
        sent_at_raw=written or None,
    )


def _time(row: Row) -> datetime | None:
    """The field called microseconds holds milliseconds (seen in every export of 2024)."""
    return time_of_ms(field(row, "Created(microseconds)")) or utc_time(text(field(row, "Created")))


def _seconds(row: Row) -> float:
    time = _time(row)
    return time.timestamp() if time else 0.0
