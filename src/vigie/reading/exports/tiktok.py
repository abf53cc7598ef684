"""TikTok, "Download your data", JSON of both generations and TXT: chat histories by account name.

The JSON does not say in which time zone its dates are; the TXT says UTC.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vigie.evidence.archives import Archive
from vigie.kernel.conversations import TurnKind
from vigie.kernel.registry import Sample
from vigie.reading.exports import exports
from vigie.reading.threads import Message, Thread, everyone_knows, the_other_of_two, thread
from vigie.reading.values import Row, field, fields, path, rows, text, utc_time

MAX_DEPTH = 6
MESSAGES = ("Direct Message", "Direct Messages")
PROFILE = (
    ("Profile", "Profile And Settings"),
    ("Profile Info", "Profile Information"),
    "ProfileMap",
    "userName",
)

_JSON_MARK = re.compile(rb'"(?:Direct Messages?"|Chat History with )', re.IGNORECASE)
_TXT_MARK = re.compile(rb"^>>> Chat History with ", re.MULTILINE)
_WITH = re.compile(r"\s*(?:>>>\s*)?chat history with\s", re.IGNORECASE)
_LINE = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?: UTC)?) ([^\s:]+): ?(.*)", re.DOTALL)
_USERNAME = re.compile(r"^user\s?name:\s*(\S+)\s*$", re.IGNORECASE | re.MULTILINE)
_VIDEO = re.compile(
    r"(?:\[shared post\]\s*)?(?:https?://(?:www\.)?tiktokv?\.com/(?:share|@[^/\s]+)/\S*)?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Chat:
    """One chat history: its key or heading, whom it is with if said, and the file."""

    name: str
    other: str | None
    messages: tuple[Message, ...]
    file: str


@exports.register
class TikTok:
    """Reads TikTok chat histories, in JSON (both generations) and TXT, with account names."""

    name = "tiktok"
    samples = (
        Sample("exports/tiktok-2023", {"conversations": 2, "turns": 14, "owner": "lea.exemple"}),
        Sample("exports/tiktok-old", {"conversations": 1, "turns": 4, "owner": "lea.exemple"}),
        Sample("exports/tiktok-txt", {"conversations": 2, "turns": 6, "owner": "lea.exemple"}),
    )

    def recognises(self, archive: Archive) -> bool:
        """By the names that the chat histories have inside the file."""
        return bool(_json_files(archive) or _txt_files(archive))

    def threads(self, archive: Archive) -> Iterator[Thread]:
        """One thread per chat history; dates without a zone are kept as written."""
        owner = None
        chats: list[_Chat] = []
        for file in _json_files(archive):
            value = archive.read_json(file)
            owner = owner or text(path(value, *PROFILE)) or None
            chats += _json_chats(field(value, *MESSAGES) or value, file)
        for file in _txt_files(archive):
            chats += _txt_chats(archive.read_text(file), file)
        owner = owner or _txt_owner(archive) or _owner_by_elimination(chats)
        for chat in chats:
            yield _thread(chat, owner)


def _json_files(archive: Archive) -> tuple[str, ...]:
    found = archive.find(r"[^/]*\.json") if len(archive.members) > 1 else archive.names()
    named = [name for name in found if "user_data" in name.lower()] or found[:1]
    return tuple(name for name in named if _JSON_MARK.search(archive.read(name)))


def _txt_files(archive: Archive) -> tuple[str, ...]:
    found = archive.find(r"(?:Direct Messages?|Chat History)[^/]*\.txt")
    if len(archive.members) == 1:
        found = archive.names()
    return tuple(name for name in found if _TXT_MARK.search(archive.read(name)))


def _json_chats(value: object, file: str, depth: int = 0) -> Iterator[_Chat]:
    """Chat histories at any depth, since their wrappers changed names between generations."""
    for key, inner in fields(value):
        messages = [row for row in rows(inner) if field(row, "From") is not None]
        if messages:
            yield _Chat(key, _other(key), _in_order(map(_json_message, messages)), file)
        elif depth < MAX_DEPTH:
            yield from _json_chats(inner, file, depth + 1)


def _other(key: str) -> str | None:
    named = _WITH.match(key)
    return (key[named.end() :].strip(": \t\r") or None) if named else None


def _json_message(row: Row) -> Message:
    said = text(field(row, "Content", "comment", "Message", "text"))
    written = text(field(row, "Date"))
    return Message(
        author=text(field(row, "From")),
        text=said,
        kind=_kind(said),
        sent_at=utc_time(written),
        sent_at_raw=written or None,
    )


def _kind(said: str) -> TurnKind:
    return "video" if said.strip() and _VIDEO.fullmatch(said) else "text"


def _txt_chats(content: str, file: str) -> Iterator[_Chat]:
    for block in re.split(r"^(?=>>> )", content, flags=re.MULTILINE):
        heading, _, body = block.partition("\n")
        other = _other(heading)
        if other is None:
            continue
        lines = re.split(r"^(?=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)", body, flags=re.MULTILINE)
        said = [match for line in lines if (match := _LINE.match(line.rstrip()))]
        yield _Chat(f"Chat History with {other}", other, _in_order(map(_txt_message, said)), file)


def _txt_message(match: re.Match[str]) -> Message:
    written, author, said = match.groups()
    return Message(author, said, _kind(said), utc_time(written), written)


def _in_order(messages: Iterator[Message]) -> tuple[Message, ...]:
    listed = list(messages)
    if listed and (listed[0].sent_at_raw or "") > (listed[-1].sent_at_raw or ""):
        listed.reverse()
    return tuple(sorted(listed, key=lambda message: message.sent_at_raw or ""))


def _txt_owner(archive: Archive) -> str | None:
    for file in archive.find(r"Profile Info(?:rmation)?\.txt"):
        if named := _USERNAME.search(archive.read_text(file)):
            return named[1]
    return None


def _owner_by_elimination(chats: Sequence[_Chat]) -> str | None:
    """Whoever is not the other in a chat of two, or is in every chat."""
    groups = [{message.author or "" for message in chat.messages} for chat in chats]
    for chat, names in zip(chats, groups, strict=True):
        if chat.other in names and (owner := the_other_of_two(names, chat.other)):
            return owner
    return everyone_knows(groups)


def _thread(chat: _Chat, owner: str | None) -> Thread:
    names = [message.author or "" for message in chat.messages]
    if owner not in names and chat.other in names:
        owner = the_other_of_two(names, chat.other) or owner
    return thread(
        chat.name,
        chat.messages,
        platform="tiktok",
        owner=owner,
        declared=[chat.other] if chat.other else [],
        handles=True,
        title=chat.other or chat.name,
        files=(chat.file,),
    )
