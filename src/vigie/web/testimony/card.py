"""The card to keep: a code's words and, for a second screen, the same as a QR drawing."""

from dataclasses import dataclass, field

import qrcode
from qrcode.constants import ERROR_CORRECT_M

QUIET_MODULES = 2


@dataclass(frozen=True, slots=True)
class Card:
    """Six words, the address to come back to, and an SVG path of `side` modules each way."""

    words: tuple[str, ...] = field(repr=False)
    address: str
    side: int
    path: str


def card_of(code: str, address: str) -> Card:
    """The QR holds plain text and not a link, so that no scanner visits or remembers it."""
    drawing = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_MODULES)
    drawing.add_data(f"{code}\n{address}")
    modules = drawing.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(modules) for x, dark in enumerate(row) if dark
    )
    return Card(tuple(code.split()), address, len(modules), path)
