"""The worker notes its last head beside its vault, outside the database.

A log whose entries and heads were both cut off, or a database put back to an earlier day, does not
pass for whole.
"""

import json
from pathlib import Path

from vigie.evidence.installation import write_private
from vigie.flows.place import folder
from vigie.store.custody import LogHead


def note_head() -> None:
    """Notes the newest head in the worker's folder."""
    head = LogHead.objects.order_by("-size").first()
    if head is not None:
        note_published(head.size, bytes(head.root))


def noted_size_that_is_gone() -> int | None:
    """The size of the noted head when the log has it no more; None when all is well."""
    noted = noted_head()
    if noted is None or LogHead.objects.filter(size=noted[0], root=noted[1]).exists():
        return None
    return noted[0]


def noted_head() -> tuple[int, bytes] | None:
    """The size and the root that were noted; None before there is a note."""
    try:
        noted = json.loads(_note().read_text())
        return int(noted["size"]), bytes.fromhex(noted["root"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def note_published(size: int, root: bytes) -> None:
    """Notes a head that is known from elsewhere: no other is signed for its size, or below."""
    write_private(_note(), json.dumps({"size": size, "root": root.hex()}).encode())


def _note() -> Path:
    return folder() / "worker" / "head.json"
