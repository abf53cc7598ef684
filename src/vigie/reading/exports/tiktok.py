"""TikTok, "Download your data", JSON of both generations and TXT: chat histories by account name.

The JSON does not say in which time zone its dates are; the TXT says UTC.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from dataclasses import field as field_of

from vigie.evidence.archives import Archive
from vigie.evidence.json_streams import ELEMENT, Path, Want
from vigie.kernel.conversations import TurnKind
from vigie.kernel.registry import Sample
from vigie.reading.cautions import WORDS_ONLY
from vigie.reading.exports import exports
from vigie.reading.marks import MAX_LOOKED_THROUGH, json_files
from vigie.reading.threads import (
    Message,
    Thread,
    everyone_knows,
    said_once,
    the_other_of_two,
    thread,
)
from vigie.reading.values import Row, field, text, utc_time

MAX_DEPTH = 6
PROFILE = (
    ("profile", "profile and settings"),
    ("profile info", "profile information"),
    ("profilemap",),
    ("username",),
)

_TXT_MARKS = (b">>> chat history with ",)
_WITH = re.compile(r"\s*(?:>>>\s*)?chat history with\s", re.IGNORECASE)
_DATED = re.compile(r"^(?=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)", re.MULTILINE)
_LINE = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?: UTC)?) ([^\s:]+): ?(.*)", re.DOTALL)
_USERNAME = re.compile(r"^user\s?name:\s*(\S+)\s*$", re.IGNORECASE | re.MULTILINE)
_VIDEO = re.compile(
    r"(?:\[shared post\]\s*)?(?:https?://(?:www\.)?tiktokv?\.com/(?:share|@[^/\s]+)/\S*)?\s*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Chat:
    """One chat history: its key or heading, whom it is with if said, what each file has of it."""

    name: str
    other: str | None
    by_file: dict[str, list[Message]] = field_of(default_factory=dict)

    def add(self, message: Message, file: str) -> None:
        """One more message, in the order of the file."""
        self.by_file.setdefault(file, []).append(message)

    def names(self) -> list[str]:
        """Who writes, each once."""
        said = (message.author for each in self.by_file.values() for message in each)
        return list(dict.fromkeys(name or "" for name in said))

    def messages(self) -> list[Message]:
        """All messages, oldest first; what several files repeat is there once."""
        listed = said_once(list(self.by_file.values()))
        if listed and (listed[0].sent_at_raw or "") > (listed[-1].sent_at_raw or ""):
            listed.reverse()
        return sorted(listed, key=lambda message: message.sent_at_raw or "")


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
        chats: dict[str, _Chat] = {}
        owner = None
        for file in _json_files(archive):
            owner = _read_json(archive, file, chats) or owner
        for file in _txt_files(archive):
            _read_txt(archive, file, chats)
        owner = owner or _txt_owner(archive) or _owner_by_elimination(chats.values())
        for chat in chats.values():
            yield _thread(chat, owner)


def _json_files(archive: Archive) -> tuple[str, ...]:
    marks = ((b'"direct message"',), (b'"direct messages"',), (b'"chat history with ',))
    return json_files(archive, r"[^/]*user_data[^/]*\.json", *marks)


def _txt_files(archive: Archive) -> tuple[str, ...]:
    found = archive.find(r"[^/]*\.txt") if len(archive.members) > 1 else archive.names()
    texts = (each for each in found[:MAX_LOOKED_THROUGH] if archive.kind(each) == "text")
    return tuple(each for each in texts if archive.marks(each, _TXT_MARKS))


def _read_json(archive: Archive, file: str, chats: dict[str, _Chat]) -> str | None:
    """Adds the chats of a file, message by message; gives the owner's account name, if it says."""
    owner = None
    for where, value in archive.skim(file, _wanted):
        if where[-1] != ELEMENT:
            owner = owner or text(value) or None
        elif isinstance(value, dict) and field(value, "From", "Sender") is not None:
            _chat(chats, where[-2]).add(_json_message(value), file)
    return owner


def _wanted(where: Path) -> Want:
    """The account name of the profile and whatever lists are direct messages; nothing else.

    The wrappers of the messages changed their names between generations, and so are passed
    through; what else the profile says is never built.
    """
    keys = [key.casefold().strip() for key in where]
    if keys[0] in PROFILE[0]:
        known = all(key in PROFILE[depth] for depth, key in enumerate(keys[: len(PROFILE)]))
        return ("keep" if len(keys) == len(PROFILE) else "enter") if known else "skip"
    if len(keys) > MAX_DEPTH:
        return "skip"
    if any(key.startswith(("direct message", "chat history", "chathistory")) for key in keys):
        return "each"
    return "within"


def _chat(chats: dict[str, _Chat], name: str) -> _Chat:
    """The chat of a key or heading, in whatever file it goes on."""
    other = _other(name)
    return chats.setdefault(other or name, _Chat(name.strip(), other))


def _other(key: str) -> str | None:
    named = _WITH.match(key)
    return (key[named.end() :].strip(": \t\r") or None) if named else None


def _json_message(row: Row) -> Message:
    said = text(field(row, "Content", "comment", "Message", "text"))
    written = text(field(row, "Date", "Time", "Timestamp", "Created"))
    return Message(
        author=text(field(row, "From", "Sender")),
        text=said,
        kind=_kind(said),
        sent_at=utc_time(written),
        sent_at_raw=written or None,
    )


def _kind(said: str) -> TurnKind:
    return "video" if said.strip() and _VIDEO.fullmatch(said) else "text"


def _read_txt(archive: Archive, file: str, chats: dict[str, _Chat]) -> None:
    for block in re.split(r"^(?=>>> )", archive.read_text(file), flags=re.MULTILINE):
        heading, _, body = block.partition("\n")
        if _other(heading) is None:
            continue
        for line in _lines(body):
            if said := _LINE.match(line.rstrip()):
                _chat(chats, heading.removeprefix(">>>")).add(_txt_message(said), file)


def _lines(body: str) -> Iterator[str]:
    """Each message with the lines that go on with it, a date at their beginning or not."""
    whole = ""
    for line in _DATED.split(body):
        if whole and _LINE.match(line):
            yield whole
            whole = line
        else:
            whole += line
    if whole:
        yield whole


def _txt_message(match: re.Match[str]) -> Message:
    written, author, said = match.groups()
    return Message(author, said, _kind(said), utc_time(written), written)


def _txt_owner(archive: Archive) -> str | None:
    for file in archive.find(r"Profile Info(?:rmation)?\.txt"):
        if named := _USERNAME.search(archive.read_text(file)):
            return named[1]
    return None


def _owner_by_elimination(chats: Collection[_Chat]) -> str | None:
    """Whoever is not the other in a chat of two, or is in every chat."""
    groups = [chat.names() for chat in chats]
    for chat, names in zip(chats, groups, strict=True):
        if chat.other in names and (owner := the_other_of_two(names, chat.other)):
            return owner
    return everyone_knows(groups)


def _thread(chat: _Chat, owner: str | None) -> Thread:
    names = chat.names()
    if owner not in names and chat.other in names:
        owner = the_other_of_two(names, chat.other) or owner
    return thread(
        chat.name,
        chat.messages(),
        platform="tiktok",
        owner=owner,
        declared=[chat.other] if chat.other else [],
        handles=True,
        title=chat.other or chat.name,
        warnings=(WORDS_ONLY,),
        files=tuple(chat.by_file),
    )
