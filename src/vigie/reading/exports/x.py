"""X (Twitter), "Download an archive of your data": direct messages, alone and in groups.

The archive names people by number only; the owner's name is in `account.js`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as field_of
from datetime import UTC, datetime

from vigie.evidence.archives import Archive
from vigie.evidence.json_streams import ELEMENT, Path, Want
from vigie.kernel.registry import Sample
from vigie.reading.cautions import NUMBERS_ONLY
from vigie.reading.exports import exports
from vigie.reading.marks import MAX_LOOKED_THROUGH
from vigie.reading.threads import Known, Message, Thread, said_once_in_order, thread
from vigie.reading.values import Row, field, rows, text

_MARK = re.compile(rb"\s*window\.YTD\.direct_messages?(?:_group)?\.part\d+\s*=")
_ACCOUNT = re.compile(rb"\s*window\.YTD\.account\.part\d+\s*=")


@exports.register
class XArchive:
    """Reads X direct messages from its JavaScript files, where people are numbers."""

    name = "x"
    samples = (Sample("exports/x-2024", {"conversations": 1, "turns": 4, "owner": "lea_exemple"}),)

    def recognises(self, archive: Archive) -> bool:
        """By the assignment at the head of its files."""
        return bool(_files(archive))

    def threads(self, archive: Archive) -> Iterator[Thread]:
        """One thread per conversation over all parts; times are UTC."""
        owner, known = _owner(archive)
        talks: dict[str, _Talk] = {}
        for file in _files(archive):
            for _, row in archive.skim(file, _each):
                _add(talks, row, file)
        for name, talk in talks.items():
            yield thread(
                name,
                said_once_in_order(list(talk.by_file.values())),
                platform="x",
                owner=owner,
                known=known,
                title=talk.title,
                warnings=(NUMBERS_ONLY,),
                files=tuple(talk.by_file),
            )


def _files(archive: Archive) -> tuple[str, ...]:
    return _headed(archive, _MARK)


def _headed(archive: Archive, mark: re.Pattern[bytes]) -> tuple[str, ...]:
    """The JavaScript files that assign to this variable, whatever they are called."""
    found = archive.names() if len(archive.members) == 1 else archive.find(r"[^/]*\.js")
    return tuple(name for name in found[:MAX_LOOKED_THROUGH] if mark.match(archive.head(name, 200)))


def _each(where: Path) -> Want:
    return "keep" if where == (ELEMENT,) else "skip"


def _owner(archive: Archive) -> tuple[str | None, Mapping[str, Known]]:
    """The owner's number and account name, and nothing else of the account."""
    for file in _headed(archive, _ACCOUNT):
        for _, row in archive.skim(file, _each):
            account = field(row, "account")
            if number := text(field(account, "accountId")):
                name = text(field(account, "username"))
                return number, {number: Known(name, name)} if name else {}
    return None, {}


@dataclass(slots=True)
class _Talk:
    """One conversation, gathered from its parts; the last name that its group had."""

    title: str | None = None
    by_file: dict[str, list[tuple[float, Message]]] = field_of(default_factory=dict)


def _add(talks: dict[str, _Talk], row: object, file: str) -> None:
    held = field(row, "dmConversation")
    talk = talks.setdefault(text(field(held, "conversationId")), _Talk())
    listed = list(rows(field(held, "messages")))
    for each in listed:
        talk.by_file.setdefault(file, []).append((_seconds(each), _message(each)))
    names = (text(field(field(each, "conversationNameUpdate"), "name")) for each in listed)
    talk.title = next(filter(None, names), talk.title)


def _message(row: Row) -> Message:
    said = field(row, "messageCreate")
    if said is None:
        return Message(None, _event(row), kind="system", sent_at=_time(row))
    return Message(
        author=text(field(said, "senderId")),
        text=_words(said),
        kind="image" if field(said, "mediaUrls") else "text",
        sent_at=_time(row),
        reactions=tuple(
            text(field(each, "reactionKey")) for each in rows(field(said, "reactions"))
        ),
        id=text(field(said, "id")),
    )


def _words(said: object) -> str:
    """The text, with addresses as they were and not as X shortens them."""
    words = text(field(said, "text"))
    for each in rows(field(said, "urls")):
        short, whole = text(field(each, "url")), text(field(each, "expanded"))
        if short and whole:
            words = words.replace(short, whole)
    return words


def _event(row: Row) -> str:
    """What happened in a group and to whom: "participantsJoin 2000000002"."""
    name, held = next(iter(row.items()), ("", None))
    whom = field(held, "userIds", "participantsSnapshot")
    listed = [text(each) for each in whom] if isinstance(whom, list) else []
    by = text(field(held, "initiatingUserId"))
    return " ".join(filter(None, (str(name), by, text(field(held, "name")), *listed)))


def _time(row: Row) -> datetime | None:
    written = next((text(field(each, "createdAt")) for each in row.values()), "")
    try:
        time = datetime.fromisoformat(written)
    except ValueError:
        return None
    return time.astimezone(UTC) if time.tzinfo else None


def _seconds(row: Row) -> float:
    time = _time(row)
    return time.timestamp() if time else 0.0
