"""Telegram Desktop, "Export chat history", JSON and HTML: one chat, or all of them."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import PurePosixPath

from vigie.evidence.archives import Archive
from vigie.evidence.json_streams import ELEMENT, Path, Want
from vigie.kernel.conversations import TurnKind
from vigie.kernel.registry import Sample
from vigie.reading.exports import exports
from vigie.reading.marks import KIND_OF_ENDING, json_files, page_files
from vigie.reading.pages.telegram import PAGE_MARKS, PAGES, read_telegram_page
from vigie.reading.threads import Message, Thread, the_other_of_two, thread
from vigie.reading.values import Row, field, rows, text, time_of_ms

KINDS: dict[str, TurnKind] = {
    "sticker": "sticker",
    "voice_message": "audio",
    "audio_file": "audio",
    "video_message": "video",
    "video_file": "video",
    "animation": "video",
}
CHAT = ("name", "type", "id")
MARKS = ((b'"from_id"', b'"date"'), (b'"from_id"', b'"date_unixtime"'))
TWO = ("personal_chat", "bot_chat")


@exports.register
class Telegram:
    """Reads Telegram Desktop's JSON and HTML, one chat or a whole account, with its notices."""

    name = "telegram"
    samples = (
        Sample("exports/telegram-2024", {"conversations": 1, "turns": 5, "owner": "Léa Exemple"}),
    )

    def recognises(self, archive: Archive) -> bool:
        """By the names of the fields inside `result.json`, whatever it is called."""
        return bool(_json_files(archive) or _page_files(archive))

    def threads(self, archive: Archive) -> Iterator[Thread]:
        """One thread per chat, in the order of the file, which is that of time."""
        for file in _json_files(archive):
            yield from _json_threads(archive, file)
        folders: dict[str, list[str]] = {}
        for file in _page_files(archive):
            folders.setdefault(file.rpartition("/")[0], []).append(file)
        for folder, files in folders.items():
            yield _page_thread(archive, folder, files)


def _json_files(archive: Archive) -> tuple[str, ...]:
    return json_files(archive, r"result[^/]*\.json", *MARKS)


def _page_files(archive: Archive) -> tuple[str, ...]:
    return page_files(archive, PAGES, PAGE_MARKS)


def _json_threads(archive: Archive, file: str) -> Iterator[Thread]:
    """The one chat of a file, or each chat of an account, read one after the other."""
    owner: dict[str, str] = {}
    chat: dict[str, object] = {}
    said: list[Row] = []
    for where, value in archive.skim(file, _wanted):
        if where[0] == "personal_information":
            owner[where[-1]] = text(value)
        elif where == ("messages", ELEMENT) and isinstance(value, dict):
            said.append(value)
        elif len(where) == 1:
            chat[where[0]] = value
        elif isinstance(value, dict):
            yield _thread(value, list(rows(field(value, "messages"))), owner, file)
    if said:
        yield _thread(chat, said, owner, file)


def _wanted(where: Path) -> Want:
    """The messages, and of the profile no more than the names that its owner writes under."""
    if where[0] == "personal_information":
        known = len(where) == 1 or where[1] in ("first_name", "last_name", "user_id")
        return ("enter" if len(where) == 1 else "keep") if known else "skip"
    if where[0] in ("chats", "left_chats"):
        return "enter" if len(where) == 1 else "each" if where[1:] == ("list",) else "skip"
    if where == ("messages",):
        return "each"
    return "keep" if len(where) == 1 and where[0] in CHAT else "skip"


def _thread(chat: Row, said: Sequence[Row], owner: dict[str, str], file: str) -> Thread:
    title, two = text(field(chat, "name")), text(field(chat, "type")) in TWO
    mine = f"user{owner.get('user_id', '')}"
    own_name = next((_author(row) for row in said if text(field(row, "from_id")) == mine), "")
    name = own_name or " ".join(filter(None, map(owner.get, ("first_name", "last_name")))) or None
    names = [_author(row) for row in said if text(field(row, "type")) != "service"]
    if name is None and two and title in names:
        name = the_other_of_two(names, title)
    return thread(
        text(field(chat, "id")) or title,
        [_message(row) for row in said],
        platform="telegram",
        owner=name,
        declared=[title] if two and title else [],
        title=title,
        files=(file,),
    )


def _author(row: Row) -> str:
    """A name; an account that was deleted has a number only."""
    return text(field(row, "from")) or text(field(row, "from_id"))


def _message(row: Row) -> Message:
    if text(field(row, "type")) == "service":
        return _notice(row)
    return Message(
        author=_author(row),
        text="\n".join(filter(None, (_words(field(row, "text")), _asked(row)))),
        kind=_kind(row),
        sent_at=_time(row),
        sent_at_raw=text(field(row, "date")) or None,
        reactions=tuple(text(field(each, "emoji")) for each in rows(field(row, "reactions"))),
        edited=field(row, "edited_unixtime", "edited") is not None,
        forwarded=field(row, "forwarded_from") is not None,
        id=text(field(row, "id")),
        replies_to=text(field(row, "reply_to_message_id")),
    )


def _notice(row: Row) -> Message:
    """What the application says; a call is somebody's."""
    actor, action = text(field(row, "actor")), text(field(row, "action"))
    call = "call" in action and bool(actor)
    return Message(
        actor if call else None,
        action if call else " ".join(filter(None, (actor, action))),
        "call" if call else "system",
        _time(row),
        text(field(row, "date")) or None,
        id=text(field(row, "id")),
    )


def _asked(row: Row) -> str:
    """The question and the answers of a poll."""
    poll = field(row, "poll")
    answers = [text(field(each, "text")) for each in rows(field(poll, "answers"))]
    return "\n".join(filter(None, (text(field(poll, "question")), *answers)))


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
    known = KINDS.get(text(field(row, "media_type")))
    ending = PurePosixPath(text(field(row, "file_name", "file"))).suffix.lower()
    return known or KIND_OF_ENDING.get(ending, "text")


def _time(row: Row) -> datetime | None:
    seconds = text(field(row, "date_unixtime"))
    return time_of_ms(f"{seconds}000") if seconds.isdecimal() else None


def _page_thread(archive: Archive, folder: str, files: Sequence[str]) -> Thread:
    """The pages of one chat in order; only its title says which of two is the other."""
    pages = [read_telegram_page(archive.read_text(file)) for file in files]
    messages = [message for page in pages for message in page.messages]
    title = next((page.title for page in pages if page.title), None)
    names = [each.author for each in messages if each.author]
    owner = the_other_of_two(names, title) if title in names else None
    return thread(
        folder or title or "",
        messages,
        platform="telegram",
        owner=owner,
        title=title,
        files=tuple(files),
    )
