"""What the demonstration remembers beside its data: logins, a code to try, how far it got."""

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from vigie.evidence.installation import write_private

NAME = "demonstration.json"


@dataclass(frozen=True, slots=True)
class Login:
    """An invented responder."""

    name: str
    role: str
    passphrase: str = field(repr=False)
    totp: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Notes:
    """The whole of it; `sent` counts the testimonies already sent."""

    logins: tuple[Login, ...] = ()
    code: str = ""
    sent: int = 0

    def next(self, code: str) -> "Notes":
        """One more testimony was sent; the first one's code is the one to try."""
        return replace(self, sent=self.sent + 1, code=self.code or code)


def load(folder: Path) -> Notes | None:
    """The notes of a folder, or None before there are any."""
    try:
        value = json.loads((folder / NAME).read_text())
    except FileNotFoundError:
        return None
    logins = tuple(Login(**each) for each in value["logins"])
    return Notes(logins, value["code"], value["sent"])


def save(folder: Path, notes: Notes) -> None:
    """Writes the notes."""
    write_private(folder / NAME, json.dumps(asdict(notes), ensure_ascii=False).encode())
