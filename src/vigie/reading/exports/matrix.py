"""Matrix, "Export chat" of Element and its kin, JSON: the events of one room."""

from collections.abc import Iterator, Mapping

from vigie.evidence.archives import Archive
from vigie.evidence.json_streams import ELEMENT, Path, Want
from vigie.kernel.conversations import TurnKind
from vigie.kernel.registry import Sample
from vigie.reading.exports import exports
from vigie.reading.marks import json_files
from vigie.reading.threads import Message, Thread, oldest_first, thread
from vigie.reading.values import Row, field, path, text, time_of_ms

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
            room: dict[str, str] = {}
            events: list[Row] = []
            for where, value in archive.skim(file, _wanted):
                if where[-1] != ELEMENT:
                    room[where[-1]] = text(value)
                elif isinstance(value, dict):
                    events.append(value)
            edits = dict(filter(None, map(_edit, oldest_first(events, _milliseconds))))
            shown = [row for row in events if _is_shown(row)]
            yield thread(
                room.get("room_id") or room.get("room_name") or "",
                [_message(row, edits) for row in oldest_first(shown, _milliseconds)],
                platform="matrix",
                handles=True,
                title=room.get("room_name"),
                files=(file,),
            )


def _files(archive: Archive) -> tuple[str, ...]:
    return json_files(archive, r"export\.json", MARKS)


def _wanted(where: Path) -> Want:
    if where[0] in ("messages", "chunk"):
        return "each" if len(where) == 1 else "skip"
    return "keep" if where[0] in ("room_id", "room_name") else "skip"


def _is_shown(row: Row) -> bool:
    return text(field(row, "type")) in SHOWN and _replaced(row) is None


def _replaced(row: Row) -> str | None:
    """The id of the message that this event is the new text of, if it is one."""
    relation = path(row, "content", "m.relates_to")
    if text(field(relation, "rel_type")) != "m.replace":
        return None
    return text(field(relation, "event_id"))


def _edit(row: Row) -> tuple[str, str] | None:
    whose = _replaced(row)
    return (whose, text(path(row, "content", "m.new_content", "body"))) if whose else None


def _message(row: Row, edits: Mapping[str, str]) -> Message:
    redacted = path(row, "unsigned", "redacted_because") is not None
    kind = "m.sticker" if text(field(row, "type")) == "m.sticker" else None
    event = text(field(row, "event_id"))
    said = edits.get(event) or text(path(row, "content", "body"))
    return Message(
        author=text(field(row, "sender")),
        text="" if redacted else said,
        kind="deleted"
        if redacted
        else KINDS.get(kind or text(path(row, "content", "msgtype")), "text"),
        sent_at=time_of_ms(field(row, "origin_server_ts")),
        edited=event in edits,
        id=event,
        replies_to=text(path(row, "content", "m.relates_to", "m.in_reply_to", "event_id")),
    )


def _milliseconds(row: Row) -> float:
    time = time_of_ms(field(row, "origin_server_ts"))
    return time.timestamp() if time else 0.0
