"""Is the custody log whole: every head recomputed from the entries, as an auditor would.

The worker notes its last head beside its vault, so that a log whose entries and heads were both cut
off, or a database put back to an earlier day, does not pass for whole.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from vigie.evidence.custody import GrowingLog, check_signature, head_message
from vigie.evidence.installation import write_private
from vigie.flows.place import folder, installation
from vigie.store.custody import LogEntry, LogHead

UNPLACED = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class LogChecked:
    """How long the log is, how many heads were recomputed, and the first thing that is wrong."""

    entries: int
    heads: int
    wrong: str


def check_log(now: datetime) -> LogChecked:
    """Recomputes the whole log; what is wrong is one sentence, or empty."""
    rows = LogEntry.objects.exclude(position=None).order_by("position")
    placed = [(place or 0, bytes(leaf)) for place, leaf in rows.values_list("position", "leaf")]
    heads = list(LogHead.objects.order_by("size"))
    wrong = next((each for each in _wrongs(placed, heads, now)), "")
    return LogChecked(len(placed), len(heads), wrong)


def note_head() -> None:
    """Notes the newest head in the worker's folder."""
    head = LogHead.objects.order_by("-size").first()
    if head is not None:
        noted = {"size": head.size, "root": bytes(head.root).hex()}
        write_private(_note(), json.dumps(noted).encode())


def _note() -> Path:
    return folder() / "worker" / "head.json"


def _wrongs(
    placed: Sequence[tuple[int, bytes]], heads: Sequence[LogHead], now: datetime
) -> Iterator[str]:
    yield from _gaps(placed)
    yield from _bad_heads([leaf for _, leaf in placed], heads)
    yield from _shorter_than_noted(heads)
    newest = heads[-1].size if heads else 0
    if len(placed) > newest:
        yield f"the log has {len(placed)} entries and its last head says {newest}: a head is gone"
    late = LogEntry.objects.filter(position=None, hour__lt=now - UNPLACED).count()
    if late:
        yield f"{late} entries wait for their place for over a day: is the worker running?"


def _shorter_than_noted(heads: Sequence[LogHead]) -> Iterator[str]:
    try:
        noted = json.loads(_note().read_text())
    except (OSError, ValueError):
        return
    if (noted["size"], noted["root"]) not in {
        (each.size, bytes(each.root).hex()) for each in heads
    }:
        yield (
            f"the worker signed a head of {noted['size']} entries that is no longer here: "
            "the log was cut or the database put back to an earlier day"
        )


def _gaps(placed: Sequence[tuple[int, bytes]]) -> Iterator[str]:
    for expected, (place, _) in enumerate(placed):
        if place != expected:
            yield f"entry {expected} of the log is gone: restore the database from a backup"
            return


def _bad_heads(leaves: Sequence[bytes], heads: Sequence[LogHead]) -> Iterator[str]:
    """Each head in order of size: signed, not of an earlier hour, and the root of that many."""
    public, hour, grown = bytes.fromhex(installation().log_public), None, GrowingLog()
    for head in heads:
        root = bytes(head.root)
        message = head_message(head.size, root, head.hour)
        if not check_signature(public, message, bytes(head.signature)):
            yield f"the head of size {head.size} is not signed with the log key"
        elif head.size > len(leaves):
            yield (
                f"a head says {head.size} entries and the log has {len(leaves)}: "
                "entries are gone, restore the database from a backup"
            )
        elif hour is not None and head.hour < hour:
            yield f"the head of size {head.size} is of an earlier hour than the one before"
        elif grown.add(leaves[grown.size : head.size]) != root:
            yield f"an entry before {head.size} was changed, put in or put elsewhere"
        hour = head.hour
