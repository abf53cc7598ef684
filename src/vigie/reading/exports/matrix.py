"""Matrix, "Export chat" of Element and its kin, JSON: the events of one room."""

from collections.abc import Iterator

from vigie.evidence.archives import Archive
from vigie.kernel.conversations import TurnKind
from vigie.kernel.registry import Sample
from vigie.reading.exports import exports
from vigie.reading.threads import Message, Thread, oldest_first, thread
from vigie.reading.values import Row, field, path, rows, text, time_of_ms

MARKS = (b'"m.room.message"', b'"origin_server_ts"')
KINDS: dict[str, TurnKind] = {
    "m.image": "image",
    "m.video": "video",
    "m.audio": "audio",
    "m.sticker": "sticker",
}
SHOWN = ("m.room.message", "m.sticker", "m.room.encrypted")


@exports.register
class Matrix:
    """Reads the JSON of one Matrix room; what could not be decrypted stays as an empty turn."""

    name = "matrix"
    samples = (Sample("exports/matrix-2024", {"conversations": 1, "turns": 4, "owner": None}),)

    def recognises(self, archive: Archive) -> bool:
        """By the names of its events."""
        return bool(_files(archive))

    def threads(self, archive: Archive) -> Iterator[Thread]:
        """One thread per file; times are those of the server, UTC."""
        for file in _files(archive):
            value = archive.read_json(file)
            events = [row for row in rows(field(value, "messages", "chunk")) if _is_shown(row)]
            yield thread(
                text(field(value, "room_id", "room_name")),
                [_message(row) for row in oldest_first(events, _milliseconds)],
                platform="matrix",
                handles=True,
                title=text(field(value, "room_name")),
                files=(file,),
            )


def _files(archive: Archive) -> tuple[str, ...]:
    found = archive.names() if len(archive.members) == 1 else archive.find(r"export\.json")
    return tuple(name for name in found if all(mark in archive.read(name) for mark in MARKS))


def _is_shown(row: Row) -> bool:
    replaced = text(path(row, "content", "m.relates_to", "rel_type")) == "m.replace"
    return text(field(row, "type")) in SHOWN and not replaced


def _message(row: Row) -> Message:
    redacted = path(row, "unsigned", "redacted_because") is not None
    kind = "m.sticker" if text(field(row, "type")) == "m.sticker" else None
    return Message(
        author=text(field(row, "sender")),
        text="" if redacted else text(path(row, "content", "body")),
        kind="deleted"
        if redacted
        else KINDS.get(kind or text(path(row, "content", "msgtype")), "text"),
        sent_at=time_of_ms(field(row, "origin_server_ts")),
    )


def _milliseconds(row: Row) -> float:
    time = time_of_ms(field(row, "origin_server_ts"))
    return time.timestamp() if time else 0.0
