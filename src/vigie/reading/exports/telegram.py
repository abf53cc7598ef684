"""Telegram Desktop, "Export chat history", JSON: one chat or all of them in `result.json`."""

from collections.abc import Iterator
from datetime import datetime

from vigie.evidence.archives import Archive
from vigie.kernel.conversations import TurnKind
from vigie.kernel.registry import Sample
from vigie.reading.exports import exports
from vigie.reading.threads import Message, Thread, the_other_of_two, thread
from vigie.reading.values import Row, field, path, rows, text, time_of_ms

KINDS: dict[str, TurnKind] = {
    "sticker": "sticker",
    "voice_message": "audio",
    "audio_file": "audio",
    "video_message": "video",
    "video_file": "video",
    "animation": "video",
}
MARKS = (b'"date_unixtime"', b'"from_id"')


@exports.register
class Telegram:
    """Reads Telegram Desktop's JSON, one chat or a whole account, with its service notices."""

    name = "telegram"
    samples = (
        Sample("exports/telegram-2024", {"conversations": 1, "turns": 5, "owner": "Léa Exemple"}),
    )

    def recognises(self, archive: Archive) -> bool:
        """By the names of the fields inside `result.json`, whatever it is called."""
        return bool(_files(archive))

    def threads(self, archive: Archive) -> Iterator[Thread]:
        """One thread per chat, in the order of the file, which is that of time."""
        for file in _files(archive):
            value = archive.read_json(file)
            owner = text(path(value, "personal_information", "first_name"))
            family = text(path(value, "personal_information", "last_name"))
            chats = list(rows(path(value, "chats", "list")))
            for chat in chats or rows([value]):
                yield _thread(chat, f"{owner} {family}".strip() or None, file)


def _files(archive: Archive) -> tuple[str, ...]:
    found = archive.names() if len(archive.members) == 1 else archive.find(r"result\.json")
    return tuple(name for name in found if all(mark in archive.read(name) for mark in MARKS))


def _thread(chat: Row, owner: str | None, file: str) -> Thread:
    said = list(rows(field(chat, "messages")))
    title = text(field(chat, "name"))
    names = [text(field(row, "from")) for row in said if field(row, "from")]
    if owner is None and text(field(chat, "type")) == "personal_chat" and title in names:
        owner = the_other_of_two(names, title)
    return thread(
        text(field(chat, "id")) or title,
        [_message(row) for row in said],
        platform="telegram",
        owner=owner,
        declared=[title] if text(field(chat, "type")) == "personal_chat" and title else [],
        title=title,
        files=(file,),
    )


def _message(row: Row) -> Message:
    if text(field(row, "type")) == "service":
        words = (text(field(row, "actor")), text(field(row, "action")))
        return Message(None, " ".join(filter(None, words)), "system", _time(row))
    return Message(
        author=text(field(row, "from")),
        text=_words(field(row, "text")),
        kind=_kind(row),
        sent_at=_time(row),
        sent_at_raw=text(field(row, "date")) or None,
        reactions=tuple(text(field(each, "emoji")) for each in rows(field(row, "reactions"))),
        edited=field(row, "edited_unixtime") is not None,
        forwarded=field(row, "forwarded_from") is not None,
    )


def _words(value: object) -> str:
    """A string, or a list of strings and of objects that hold one."""
    if isinstance(value, list):
        return "".join(
            each if isinstance(each, str) else text(field(each, "text")) for each in value
        )
    return text(value)


def _kind(row: Row) -> TurnKind:
    if field(row, "photo") is not None:
        return "image"
    return KINDS.get(text(field(row, "media_type")), "text")


def _time(row: Row) -> datetime | None:
    seconds = text(field(row, "date_unixtime"))
    return time_of_ms(f"{seconds}000") if seconds.isdecimal() else None
