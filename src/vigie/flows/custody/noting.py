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
        noted = {"size": head.size, "root": bytes(head.root).hex()}
        write_private(_note(), json.dumps(noted).encode())


def noted_size_that_is_gone() -> int | None:
    """The size of the noted head when the log has it no more; None when all is well."""
    try:
        noted = json.loads(_note().read_text())
        size, root = int(noted["size"]), bytes.fromhex(noted["root"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return None if LogHead.objects.filter(size=size, root=root).exists() else size


def _note() -> Path:
    return folder() / "worker" / "head.json"
