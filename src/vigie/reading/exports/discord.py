"""Discord, "Request all of my data": one folder per channel, the requester's own messages only."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime

from vigie.evidence.archives import Archive
from vigie.kernel.errors import BadFile
from vigie.kernel.registry import Sample
from vigie.reading.exports import exports
from vigie.reading.threads import Message, Thread, oldest_first, thread
from vigie.reading.values import Row, field, rows, text

OWN_MESSAGES_ONLY = "Discord hands out one's own messages only; the others' words are missing."
OWNER_WITHOUT_NAME = "account owner"
MESSAGES = r"c?\d+/messages\.(?:json|csv)"

csv.field_size_limit(10_000_000)


@exports.register
class DiscordPackage:
    """Reads a Discord package, which holds the requester's own messages and nobody else's."""

    name = "discord"
    samples = (
        Sample("exports/discord-2024", {"conversations": 2, "turns": 5, "owner": "lea_exemple"}),
    )

    def recognises(self, archive: Archive) -> bool:
        """By its folders of channels."""
        return bool(archive.find(MESSAGES))

    def threads(self, archive: Archive) -> Iterator[Thread]:
        """One thread per channel; a time without an offset is kept as written."""
        owner = _owner(archive)
        for file in archive.find(MESSAGES):
            folder = file.rpartition("/")[0]
            ordered = oldest_first(_rows(archive, file), _seconds)
            yield thread(
                folder,
                [_message(row, owner) for row in ordered],
                platform="discord",
                owner=owner,
                title=_title(archive, folder),
                warnings=(OWN_MESSAGES_ONLY,),
                files=(file,),
            )


def _owner(archive: Archive) -> str:
    for file in archive.find(r"[Aa]ccount/user\.json"):
        if name := text(field(archive.read_json(file), "username")):
            return name
    return OWNER_WITHOUT_NAME


def _rows(archive: Archive, file: str) -> list[Row]:
    if file.endswith(".json"):
        return list(rows(archive.read_json(file)))
    try:
        return [dict(row) for row in csv.DictReader(io.StringIO(archive.read_text(file)))]
    except csv.Error as error:
        raise BadFile("damaged_export", file) from error


def _title(archive: Archive, folder: str) -> str | None:
    file = f"{folder}/channel.json"
    if file not in archive.members:
        return None
    return text(field(archive.read_json(file), "name")) or None


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
