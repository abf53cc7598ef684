"""What can go wrong, and the one result that is not an error.

    VigieError              every error of ours; its text is one clear sentence
    ├── BadInput            the sender can put it right
    │   └── BadFile         a file gave way while it was read; `reason` says why
    ├── NotFound            no such testimony, case or key; also a code that opens nothing
    ├── NotAllowed          this person may not do this
    ├── Conflict            somebody else was first: an expired claim, an older version
    ├── Incomplete          a paper lacks what the law asks for; `missing` lists it
    ├── WrongKey            a sealed thing does not open with this key
    └── Misconfigured       the installation cannot start like this

`Unreadable` is a result: a file that cannot be read is kept, sealed, and said to be unreadable.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args


class VigieError(Exception):
    """Every error of ours; its text is one clear sentence."""


class BadInput(VigieError):
    """The sender can put it right."""


class NotFound(VigieError):
    """No such testimony, case or key."""


class NotAllowed(VigieError):
    """This person may not do this."""


class Conflict(VigieError):
    """Somebody else was first."""


class Incomplete(VigieError):
    """A paper lacks what the law asks for."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__("; ".join(missing))
        self.missing = tuple(missing)


class WrongKey(VigieError):
    """A sealed thing does not open with this key."""


class Misconfigured(VigieError):
    """The installation cannot start like this."""


Reason = Literal[
    "empty",
    "too_large",
    "executable",
    "unknown_kind",
    "too_many_pixels",
    "damaged_image",
    "damaged_archive",
    "archive_too_large",
    "archive_unsafe",
    "archive_encrypted",
    "unknown_export",
    "damaged_export",
    "no_conversation",
    "took_too_long",
    "not_stored",
    "damaged_here",
]
REASONS: tuple[Reason, ...] = get_args(Reason)

SENTENCES: dict[Reason, str] = {
    "empty": "The file is empty (0 bytes); send it again from where it was saved.",
    "too_large": "The file is larger than the limit; split it or send only the conversation.",
    "executable": "The file is a program, not an image, a text or an export.",
    "unknown_kind": "This kind of file is not known; send an image, a video, a PDF, ZIP or text.",
    "too_many_pixels": "The image or video has too many pixels; send a smaller copy.",
    "damaged_image": "The image, PDF or video is damaged or cut short; send it again.",
    "damaged_archive": "The archive is damaged or cut short; send it again.",
    "archive_too_large": "The archive unpacks to too much; send only the conversation.",
    "archive_unsafe": "The archive holds names that point outside it; send only the conversation.",
    "archive_encrypted": "The file asks for a password; send it without one.",
    "unknown_export": "The archive or file is no data export that is known yet.",
    "damaged_export": "The data export is damaged or not as its platform writes it.",
    "no_conversation": "No conversation was found in the file.",
    "took_too_long": "Reading the file took too long and was stopped.",
    "not_stored": "The file could not be stored on our side; keep it and send it again later.",
    "damaged_here": "The file was damaged or lost on our side; send it again.",
}


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why nothing could be read from a file; the file itself is kept."""

    reason: Reason
    name: str = ""

    def __str__(self) -> str:
        """One clear sentence: what is wrong and what to do."""
        return f"{self.name}: {SENTENCES[self.reason]}" if self.name else SENTENCES[self.reason]


class BadFile(BadInput):
    """A file gave way while it was read; whoever reads it turns this into an `Unreadable`."""

    def __init__(self, reason: Reason, name: str = "") -> None:
        super().__init__(str(Unreadable(reason, name)))
        self.reason = reason
