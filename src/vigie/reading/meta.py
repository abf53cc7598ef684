"""What Instagram's and Messenger's exports share: threads in numbered files, newest first.

Meta writes each byte of UTF-8 as a Latin-1 character in its JSON: "Ã©" stands for "é".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as field_of
from pathlib import PurePosixPath
from typing import Literal, TypeAlias

from vigie.evidence.archives import Archive
from vigie.evidence.json_streams import ELEMENT, Path, Want
from vigie.kernel.conversations import TurnKind
from vigie.kernel.errors import BadFile
from vigie.reading.cautions import DAMAGED_PART
from vigie.reading.marks import KIND_OF_ENDING, MARKS, json_files, own_path, page_files
from vigie.reading.pages.meta import read_page
from vigie.reading.threads import (
    Message,
    Thread,
    everyone_knows,
    said_once,
    said_once_in_order,
    thread,
)
from vigie.reading.values import Row, field, fields, path, rows, text, time_of_ms

MetaPlatform = Literal["instagram", "messenger"]
JSON_FILES = r"message_\d+\.json"
HTML_FILES = r"message_\d+\.html"
MESSENGER_MARKS = r"(?:your_facebook_activity/.*|profile_information/profile_information\.\w+)"
PROFILES = r"(?:personal_information|profile_information)\.json"
NAME_LABELS = ("name", "nom", "naam", "nombre", "nome", "imię", "ad", "namn", "navn", "nimi")
_Said: TypeAlias = tuple[float, Message]
HEADS = ("participants", "title", "threadname", "thread_path")

KINDS: Mapping[str, TurnKind] = {
    "photos": "image",
    "gifs": "image",
    "videos": "video",
    "audio_files": "audio",
    "sticker": "sticker",
}

_JSON_MARKS = ((b'"sender_name"',), (b'"sendername"',))
_PAGE_MARKS = ((b"_a6-g",), (b"uiboxwhite noborder",))
_PLACE = re.compile(
    r"(?:^|.*/)((?:inbox|message_requests|filtered_threads|archived_threads"
    r"|e2ee_cutover)/[^/]+)$",
    re.DOTALL,
)
_CALL = re.compile(
    r".{0,80}(?:missed (?:an?|your) (?:audio |video )?(?:call|chat)|audio call ended"
    r"|video chat ended|started an? (?:audio call|video chat)|appel (?:audio|vidéo) terminé"
    r"|a démarré un appel.{0,20}|a manqué (?:votre|ton|un) appel.{0,20}"
    r"|vous avez manqué un appel.{0,60}|a mis fin à l.appel|ended the (?:audio|video) call"
    r"|called you|vous a appelée?|chat vidéo terminé)\.?\s*",
    re.IGNORECASE | re.DOTALL,
)
_NOTICE = re.compile(
    r"(?:.{0,80} )?(?:liked a message|a aimé un message|a réagi .{0,40}à (?:votre|ton|un) message"
    r"|reacted .{0,40}to (?:your|a) message|sent an attachment\.?|a envoyé une pièce jointe\.?"
    r"|named the group .*|a nommé le groupe .*|unsent a message|a annulé l.envoi d.un message"
    r"|(?:added|removed) .{1,80} (?:to|from) the group\.?|created the group\.?|left the group\.?"
    r"|a ajouté .{1,80} au groupe\.?|a quitté le groupe\.?|a créé le groupe\.?"
    r"|changed the (?:chat )?theme .*|a changé le thème .*"
    r"|you are now connected on messenger\.?|vous êtes maintenant en contact sur messenger\.?"
    r"|can now message and call each other.*)\s*",
    re.IGNORECASE | re.DOTALL,
)


def platform_of(archive: Archive) -> MetaPlatform | None:
    """Which of the two wrote this export; Instagram when nothing tells them apart."""
    files = _json_files(archive)
    if not files and not _page_files(archive):
        return None
    encrypted = any(b'"sendername"' in archive.marks(file, MARKS) for file in files[:1])
    return "messenger" if encrypted or archive.find(MESSENGER_MARKS) else "instagram"


def read_threads(archive: Archive, platform: MetaPlatform) -> Iterator[Thread]:
    """One thread per conversation, its files merged, oldest message first."""
    owner = _owner(archive)
    folders: dict[str, _Folder] = {}
    for file in _json_files(archive):
        _read_json(archive, file, folders)
    for file in _page_files(archive):
        _read_html(archive, file, folders)
    read = list(folders.values())
    if all(folder.damaged and not folder.names() for folder in read):
        raise BadFile("damaged_export", archive.name)
    owner = owner or everyone_knows(folder.names() for folder in read)
    for folder in read:
        yield folder.thread(platform, owner)


def undo_latin1(text: str) -> str:
    """The text that Meta's exporter was given; as it is when it does not decode."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _json_files(archive: Archive) -> tuple[str, ...]:
    """Those so named, damaged ones too, and those that look so inside."""
    named = archive.find(JSON_FILES) if len(archive.members) > 1 else ()
    return tuple(dict.fromkeys([*named, *json_files(archive, JSON_FILES, *_JSON_MARKS)]))


def _page_files(archive: Archive) -> tuple[str, ...]:
    named = archive.find(HTML_FILES) if len(archive.members) > 1 else ()
    return tuple(dict.fromkeys([*named, *page_files(archive, HTML_FILES, *_PAGE_MARKS)]))


@dataclass(slots=True)
class _Folder:
    """One conversation, gathered from its files; each file has the newest message first."""

    name: str
    by_file: dict[str, list[_Said]] = field_of(default_factory=dict)
    declared: dict[str, None] = field_of(default_factory=dict)
    title: str | None = None
    damaged: bool = False

    def names(self) -> set[str]:
        """Everyone who is in it."""
        said = (each for part in self.by_file.values() for _, each in part)
        return {*self.declared, *(each.author for each in said if each.author)}

    def untitled(self) -> str | None:
        """The owner of a thread of two, which Meta titles after the other one."""
        names = self.names()
        others = [name for name in names if name != self.title]
        return others[0] if len(names) == 2 and len(others) == 1 else None

    def messages(self) -> list[Message]:
        """All messages, oldest first; pages, whose times are only words, in the order of pages."""
        parts = list(self.by_file.values())
        if any(time for part in parts for time, _ in part):
            return said_once_in_order(parts)
        return said_once([[message for _, message in part] for part in parts])[::-1]

    def thread(self, platform: MetaPlatform, owner: str | None) -> Thread:
        """What was gathered, as a thread."""
        return thread(
            self.name,
            self.messages(),
            platform=platform,
            owner=owner or self.untitled(),
            declared=self.declared,
            title=self.title,
            warnings=(DAMAGED_PART,) if self.damaged else (),
            files=tuple(self.by_file),
        )


def _read_json(archive: Archive, file: str, folders: dict[str, _Folder]) -> None:
    """Adds what one file says to its conversation, message by message."""
    said: list[_Said] = []
    heads: dict[str, object] = {}
    damaged = False
    try:
        for where, value in archive.skim(file, _wanted):
            if where[-1] != ELEMENT:
                heads[where[-1].casefold()] = value
            elif isinstance(value, dict):
                said.append((_milliseconds(value), _message(value)))
    except BadFile:
        damaged = True
    people = _people(heads.get("participants"))
    title = undo_latin1(text(heads.get("title"))) or _untagged(text(heads.get("threadname")))
    folder = _folder(folders, _name_of(file, text(heads.get("thread_path")), title, people))
    folder.by_file[file] = said
    folder.declared.update(dict.fromkeys(people))
    folder.title = folder.title or title
    folder.damaged |= damaged


def _wanted(where: Path) -> Want:
    """The messages and the few fields that say whose they are; nothing else of a file."""
    key = where[0].casefold()
    if key == "messages":
        return "each" if len(where) == 1 else "skip"
    return "keep" if key in HEADS else "skip"


def _people(value: object) -> list[str]:
    """Names, which older generations put in objects."""
    held = value if isinstance(value, list) else []
    names = [
        each if isinstance(each, str) else undo_latin1(text(field(each, "name"))) for each in held
    ]
    return [name for name in names if name]


def _untagged(name: str) -> str | None:
    """The title of an encrypted conversation, which has its number after it."""
    return re.sub(r"_\d+$", "", name) or None


def _name_of(file: str, thread_path: str, title: str | None, people: Sequence[str]) -> str:
    """The same for every file of a conversation: its folder, or else what the file says of it."""
    folder = own_path(file).rpartition("/")[0]
    place = _PLACE.match(folder) or _PLACE.match(thread_path)
    if place:
        return place[1]
    return folder or thread_path or "\n".join([title or "", *sorted(people)])


def _folder(folders: dict[str, _Folder], name: str) -> _Folder:
    return folders.setdefault(name, _Folder(name))


def _read_html(archive: Archive, file: str, folders: dict[str, _Folder]) -> None:
    page = read_page(archive.read_text(file))
    folder = _folder(folders, _name_of(file, "", page.title, ()))
    folder.by_file[file] = [(0.0, message) for message in page.messages]
    folder.title = folder.title or page.title


def _milliseconds(row: Row) -> float:
    time = time_of_ms(field(row, "timestamp_ms", "timestamp"))
    return time.timestamp() if time else 0.0


def _message(row: Row) -> Message:
    """One message; the encrypted generation, which has `senderName`, writes its letters right."""
    if isinstance(right := field(row, "senderName"), str):
        return _right_message(row, right)
    content = undo_latin1(text(field(row, "content")))
    share = field(row, "share")
    shared = [undo_latin1(text(field(share, name))) for name in ("share_text", "link")]
    return Message(
        author=undo_latin1(text(field(row, "sender_name"))),
        text="\n".join(dict.fromkeys(part for part in (content, *shared) if part)),
        kind="text" if any(shared) else _kind(row, content),
        sent_at=time_of_ms(field(row, "timestamp_ms", "timestamp")),
        reactions=tuple(
            undo_latin1(text(field(each, "reaction"))) for each in rows(field(row, "reactions"))
        ),
    )


def _right_message(row: Row, author: str) -> Message:
    content = text(field(row, "text", "content"))
    return Message(
        author=author,
        text=content,
        kind=_kind(row, content),
        sent_at=time_of_ms(field(row, "timestamp")),
        reactions=tuple(text(field(each, "reaction")) for each in rows(field(row, "reactions"))),
    )


def _kind(row: Row, content: str) -> TurnKind:
    if field(row, "is_unsent", "isUnsent") is True:
        return "deleted"
    if field(row, "call_duration") is not None or _CALL.fullmatch(content):
        return "call"
    for name, kind in KINDS.items():
        if field(row, name):
            return kind
    for held in rows(field(row, "media")):
        return KIND_OF_ENDING.get(PurePosixPath(text(field(held, "uri"))).suffix.lower(), "image")
    notice = text(field(row, "type")) in ("Subscribe", "Unsubscribe") or _NOTICE.fullmatch(content)
    return "system" if notice else "text"


def _small_json(archive: Archive, file: str) -> object:
    try:
        return archive.read_json(file)
    except BadFile:
        return None


def _owner(archive: Archive) -> str | None:
    """The profile's display name, and nothing else of the profile."""
    for file in archive.find(PROFILES):
        value = _small_json(archive, file)
        held = path(value, ("profile_v2", "profile_information_v2"), "name", "full_name")
        if name := text(held) or next(_instagram_names(value), ""):
            return undo_latin1(name)
    return None


def _instagram_names(value: object) -> Iterator[str]:
    for row in rows(field(value, "profile_user")):
        for label, held in fields(field(row, "string_map_data")):
            if undo_latin1(label).casefold() in NAME_LABELS:
                yield text(field(held, "value"))
