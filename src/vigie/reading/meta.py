"""What Instagram's and Messenger's exports share: threads in numbered files, newest first.

Meta writes each byte of UTF-8 as a Latin-1 character in its JSON: "Ã©" stands for "é".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from vigie.evidence.archives import Archive
from vigie.kernel.conversations import TurnKind
from vigie.kernel.errors import BadFile
from vigie.reading.metapages import read_page
from vigie.reading.threads import Message, Thread, everyone_knows, oldest_first, thread
from vigie.reading.values import Row, field, fields, path, rows, text, time_of_ms

MetaPlatform = Literal["instagram", "messenger"]
JSON_FILES = r"message_\d+\.json"
HTML_FILES = r"message_\d+\.html"
MESSENGER_MARKS = r"(?:your_facebook_activity/.*|profile_information/profile_information\.\w+)"
PROFILES = r"(?:personal_information|profile_information)\.json"
DAMAGED_PART = "A file of this conversation is damaged; messages are missing."
NAME_LABELS = ("name", "nom", "naam", "nombre", "nome")

KINDS: Mapping[str, TurnKind] = {
    "photos": "image",
    "gifs": "image",
    "videos": "video",
    "audio_files": "audio",
    "sticker": "sticker",
}

_MARKS = {
    "json": re.compile(rb'"sender_name"\s*:'),
    "html": re.compile(rb'class="[^"]*(?:_a6-g|uiBoxWhite noborder)'),
}
_CALL = re.compile(
    r".{0,80}(?:missed (?:an?|your) (?:audio |video )?(?:call|chat)|audio call ended"
    r"|video chat ended|started an? (?:audio call|video chat)|appel (?:audio|vidéo) terminé"
    r"|a démarré un appel.{0,20}|a manqué (?:votre|ton|un) appel.{0,20})\.?\s*",
    re.IGNORECASE | re.DOTALL,
)
_NOTICE = re.compile(
    r"(?:.{0,80} )?(?:liked a message|a aimé un message|a réagi .{0,40}à (?:votre|ton|un) message"
    r"|reacted .{0,40}to (?:your|a) message|sent an attachment\.?|a envoyé une pièce jointe\.?"
    r"|named the group .*|a nommé le groupe .*)\s*",
    re.IGNORECASE | re.DOTALL,
)


def platform_of(archive: Archive) -> MetaPlatform | None:
    """Which of the two wrote this export; Instagram when nothing tells them apart."""
    if not (_files(archive, "json") or _files(archive, "html")):
        return None
    return "messenger" if archive.find(MESSENGER_MARKS) else "instagram"


def read_threads(archive: Archive, platform: MetaPlatform) -> Iterator[Thread]:
    """One thread per folder, its files merged, oldest message first."""
    owner = _owner(archive)
    folders = [
        *(_read_json(archive, files) for files in _folders(_files(archive, "json"))),
        *(_read_html(archive, files) for files in _folders(_files(archive, "html"))),
    ]
    if all(folder.damaged and not folder.messages for folder in folders):
        raise BadFile("damaged_export", archive.name)
    owner = owner or everyone_knows(folder.names() for folder in folders)
    for folder in folders:
        yield thread(
            folder.name,
            folder.messages,
            platform=platform,
            owner=owner or folder.untitled(),
            declared=folder.declared,
            title=folder.title,
            warnings=(DAMAGED_PART,) if folder.damaged else (),
            files=folder.files,
        )


def undo_latin1(text: str) -> str:
    """The text that Meta's exporter was given; as it is when it does not decode."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _files(archive: Archive, ending: str) -> tuple[str, ...]:
    if len(archive.members) > 1:
        return archive.find(JSON_FILES if ending == "json" else HTML_FILES)
    mark = _MARKS[ending]
    return tuple(name for name in archive.names() if mark.search(archive.read(name)))


def _folders(files: Sequence[str]) -> Iterator[tuple[str, ...]]:
    folders: dict[str, list[str]] = {}
    for file in files:
        folders.setdefault(file.rpartition("/")[0], []).append(file)
    yield from map(tuple, folders.values())


@dataclass(frozen=True, slots=True)
class _Folder:
    """One thread, its files read together, oldest message first."""

    files: tuple[str, ...]
    messages: tuple[Message, ...]
    declared: tuple[str, ...]
    title: str | None
    damaged: bool = False

    @property
    def name(self) -> str:
        return self.files[0].rpartition("/")[0]

    def names(self) -> set[str]:
        return {*self.declared, *(each.author for each in self.messages if each.author)}

    def untitled(self) -> str | None:
        """The owner of a thread of two, which Meta titles after the other one."""
        others = [name for name in self.declared if name != self.title]
        return others[0] if len(self.declared) == 2 and len(others) == 1 else None


def _read_json(archive: Archive, files: tuple[str, ...]) -> _Folder:
    values = [value for value in (_json_or_none(archive, file) for file in files) if value]
    said = [row for value in values for row in rows(field(value, "messages"))]
    people = [row for value in values for row in rows(field(value, "participants"))]
    names = dict.fromkeys(undo_latin1(text(field(row, "name"))) for row in people)
    return _Folder(
        files,
        tuple(map(_message, oldest_first(said, _milliseconds))),
        tuple(filter(None, names)),
        next((undo_latin1(text(field(value, "title"))) for value in values), None),
        damaged=len(values) < len(files),
    )


def _json_or_none(archive: Archive, file: str) -> object:
    try:
        return archive.read_json(file)
    except BadFile:
        return None


def _read_html(archive: Archive, files: tuple[str, ...]) -> _Folder:
    pages = [read_page(archive.read_text(file)) for file in files]
    newest_first = [message for page in pages for message in page.messages]
    return _Folder(files, tuple(newest_first[::-1]), (), pages[0].title)


def _milliseconds(row: Row) -> float:
    time = time_of_ms(field(row, "timestamp_ms"))
    return time.timestamp() if time else 0.0


def _message(row: Row) -> Message:
    content = undo_latin1(text(field(row, "content")))
    share = field(row, "share")
    shared = [undo_latin1(text(field(share, name))) for name in ("share_text", "link")]
    return Message(
        author=undo_latin1(text(field(row, "sender_name"))),
        text="\n".join(dict.fromkeys(part for part in (content, *shared) if part)),
        kind="text" if any(shared) else _kind(row, content),
        sent_at=time_of_ms(field(row, "timestamp_ms")),
        reactions=tuple(
            undo_latin1(text(field(each, "reaction"))) for each in rows(field(row, "reactions"))
        ),
    )


def _kind(row: Row, content: str) -> TurnKind:
    if field(row, "is_unsent") is True:
        return "deleted"
    if field(row, "call_duration") is not None or _CALL.fullmatch(content):
        return "call"
    for name, kind in KINDS.items():
        if field(row, name):
            return kind
    notice = text(field(row, "type")) in ("Subscribe", "Unsubscribe") or _NOTICE.fullmatch(content)
    return "system" if notice else "text"


def _owner(archive: Archive) -> str | None:
    """The profile's display name, and nothing else of the profile."""
    for file in archive.find(PROFILES):
        value = _json_or_none(archive, file)
        held = path(value, ("profile_v2", "profile_information_v2"), "name", "full_name")
        if name := text(held) or next(_instagram_names(value), ""):
            return undo_latin1(name)
    return None


def _instagram_names(value: object) -> Iterator[str]:
    for row in rows(field(value, "profile_user")):
        for label, held in fields(field(row, "string_map_data")):
            if undo_latin1(label).casefold() in NAME_LABELS:
                yield text(field(held, "value"))
