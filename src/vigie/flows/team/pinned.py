"""The team key that the worker obeys, noted beside its vault: a database put back does not fit."""

from vigie.evidence.installation import write_private
from vigie.flows.place import folder
from vigie.flows.recipients import present_team_key

NAME = "team.public"


def note_pinned(team_public: str) -> None:
    """Notes what checks the pinned key's signatures; it is no secret."""
    note = folder() / "worker" / NAME
    if not note.exists() or note.read_text() != team_public:
        write_private(note, team_public.encode())


def is_present() -> bool:
    """Whether the present team key is the one that was noted, where there is a note."""
    note = folder() / "worker" / NAME
    present = bytes(present_team_key().signing_public).hex()
    return not note.exists() or note.read_text() == present
