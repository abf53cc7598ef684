"""X (Twitter), "Download an archive of your data": direct messages, alone and in groups.

The archive names people by number only; the owner's name is in `account.js`.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from vigie.evidence.archives import Archive
from vigie.kernel.errors import BadFile
from vigie.kernel.registry import Sample
from vigie.reading.exports import exports
from vigie.reading.threads import Message, Thread, oldest_first, thread
from vigie.reading.values import Row, field, rows, text

NUMBERS_ONLY = "X names people by number only; who they are is to be asked."

_MARK = re.compile(rb"\s*window\.YTD\.direct_messages?(?:_group)?\.part\d+\s*=")


@exports.register
class XArchive:
    """Reads X direct messages from its JavaScript files, where people are numbers."""

    name = "x"
    samples = (Sample("exports/x-2024", {"conversations": 1, "turns": 4, "owner": "1000000001"}),)

    def recognises(self, archive: Archive) -> bool:
        """By the assignment at the head of its files."""
        return bool(_files(archive))

    def threads(self, archive: Archive) -> Iterator[Thread]:
        """One thread per conversation over all parts; times are UTC."""
        owner = _owner(archive)
        said: dict[str, list[Row]] = {}
        sources: dict[str, list[str]] = {}
        for file in _files(archive):
            for name, messages in _conversations(_value(archive, file)):
                said.setdefault(name, []).extend(messages)
                sources.setdefault(name, []).append(file)
        for name, messages in said.items():
            yield thread(
                name,
                [_message(each) for each in oldest_first(messages, _seconds)],
                platform="x",
                owner=owner,
                warnings=(NUMBERS_ONLY,),
                files=tuple(dict.fromkeys(sources[name])),
            )


def _files(archive: Archive) -> tuple[str, ...]:
    found = archive.names() if len(archive.members) == 1 else archive.find(r"direct-messages.*\.js")
    return tuple(name for name in found if _MARK.match(archive.read(name)[:200]))


def _value(archive: Archive, file: str) -> object:
    """The JSON value after the assignment's sign."""
    _, _, written = archive.read_text(file).partition("=")
    try:
        value: object = json.loads(written.strip().rstrip(";"))
    except (ValueError, RecursionError) as error:
        raise BadFile("damaged_export", file) from error
    return value


def _owner(archive: Archive) -> str | None:
    for file in archive.find(r"account\.js"):
        for row in rows(_value(archive, file)):
            if number := text(field(field(row, "account"), "accountId")):
                return number
    return None


def _conversations(value: object) -> Iterator[tuple[str, list[Row]]]:
    for row in rows(value):
        held = field(row, "dmConversation")
        yield text(field(held, "conversationId")), list(rows(field(held, "messages")))


def _message(row: Row) -> Message:
    said = field(row, "messageCreate")
    if said is None:
        return Message(None, next(iter(row), ""), kind="system", sent_at=_time(row))
    return Message(
        author=text(field(said, "senderId")),
        text=text(field(said, "text")),
        kind="image" if field(said, "mediaUrls") else "text",
        sent_at=_time(row),
        reactions=tuple(
            text(field(each, "reactionKey")) for each in rows(field(said, "reactions"))
        ),
    )


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
