"""Discord, "Request all of my data": one folder per channel, the requester's own messages only."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from vigie.evidence.archives import Archive
from vigie.evidence.json_streams import ELEMENT, Path, Want
from vigie.kernel.errors import BadFile
from vigie.kernel.registry import Sample
from vigie.reading.cautions import OWN_MESSAGES_ONLY
from vigie.reading.exports import exports
from vigie.reading.marks import json_files, own_path
from vigie.reading.threads import Message, Thread, oldest_first, thread
from vigie.reading.values import Row, field, text

OWNER_WITHOUT_NAME = "account owner"
MESSAGES = r"c?\d+/messages\.(?:json|csv)"

_ROW = ("ID", "Timestamp", "Contents", "Attachments")
_MARKS = (b'"contents"', b'"timestamp"', b'"attachments"')
_DIRECT = re.compile(r"direct message with (.{1,100}?)(?:#\d+)?", re.IGNORECASE)

csv.field_size_limit(10_000_000)


@exports.register
class DiscordPackage:
    """Reads a Discord package, which holds the requester's own messages and nobody else's."""

    name = "discord"
    samples = (
        Sample("exports/discord-2024", {"conversations": 2, "turns": 5, "owner": "lea_exemple"}),
    )

    def recognises(self, archive: Archive) -> bool:
        """By its folders of channels, or by the fields inside a single file."""
        return bool(_files(archive))

    def threads(self, archive: Archive) -> Iterator[Thread]:
        """One thread per channel; a time without an offset is kept as written."""
        owner = _owner(archive)
        for file in _files(archive):
            folder = file.rpartition("/")[0]
            ordered = oldest_first(_rows(archive, file), _seconds)
            title = _title(archive, folder)
            yield thread(
                own_path(folder),
                [_message(row, owner) for row in ordered],
                platform="discord",
                owner=owner,
                declared=[whom[1]] if title and (whom := _DIRECT.fullmatch(title)) else [],
                title=title,
                warnings=(OWN_MESSAGES_ONLY,),
                files=(file,),
            )


def _files(archive: Archive) -> tuple[str, ...]:
    """By their folders; a file on its own, by what is in it."""
    if len(archive.members) == 1:
        return json_files(archive, "", _MARKS)
    return archive.find(MESSAGES) or json_files(archive, r"messages\.json", _MARKS)


def _owner(archive: Archive) -> str:
    """The account's name, and nothing else of the account."""
    for file in archive.find(r"[Uu]ser\.json"):
        for _, name in archive.skim(file, _wanted):
            if text(name):
                return text(name)
    return OWNER_WITHOUT_NAME


def _wanted(where: Path) -> Want:
    return "keep" if where == ("username",) else "skip"


def _rows(archive: Archive, file: str) -> list[Row]:
    if file.endswith(".csv"):
        return _csv_rows(archive, file)
    found = (each for _, each in archive.skim(file, _each))
    return [{name: each.get(name) for name in _ROW} for each in found if isinstance(each, dict)]


def _each(where: Path) -> Want:
    return "keep" if where == (ELEMENT,) else "skip"


def _csv_rows(archive: Archive, file: str) -> list[Row]:
    try:
        return [dict(row) for row in csv.DictReader(io.StringIO(archive.read_text(file)))]
    except csv.Error as error:
        raise BadFile("damaged_export", file) from error


def _title(archive: Archive, folder: str) -> str | None:
    """As the channel says, or else the list of all channels."""
    place, _, channel = folder.rpartition("/")
    file = f"{folder}/channel.json"
    if file in archive.members and (name := text(field(archive.read_json(file), "name"))):
        return name
    index = f"{place}/index.json" if place else "index.json"
    if index not in archive.members:
        return None
    return text(field(archive.read_json(index), channel.removeprefix("c"))) or None


def _message(row: Row, owner: str) -> Message:
    attached = text(field(row, "Attachments"))
    return Message(
        author=owner,
        text="\n".join(part for part in (text(field(row, "Contents")), attached) if part),
        kind="image" if attached else "text",
        sent_at=_time(row),
        sent_at_raw=text(field(row, "Timestamp")) or None,
    )


def _time(row: Row) -> datetime | None:
    """UTC where the package writes the offset, as its older generation does."""
    try:
        time = datetime.fromisoformat(text(field(row, "Timestamp")))
    except ValueError:
        return None
    return time.astimezone(UTC) if time.tzinfo else None


def _seconds(row: Row) -> float:
    """For order alone, a time without an offset serves as well."""
    try:
        time = datetime.fromisoformat(text(field(row, "Timestamp")))
    except ValueError:
        return 0.0
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()
