"""The card to keep: a code's words and, for a second screen, the same as a QR drawing."""

from dataclasses import dataclass, field

from vigie.web.qr import qr_of


@dataclass(frozen=True, slots=True)
class Card:
    """Six words, the address to come back to, and an SVG path of `side` modules each way."""

    words: tuple[str, ...] = field(repr=False)
    address: str
    side: int
    path: str = field(repr=False)


def card_of(code: str, address: str) -> Card:
    """The QR holds plain text and not a link, so that no scanner visits or remembers it."""
    drawing = qr_of(f"{code}\n{address}")
    return Card(tuple(code.split()), address, drawing.side, drawing.path)
