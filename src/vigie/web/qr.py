"""A QR drawing as one SVG path, made here so that no page needs a script or another site."""

from dataclasses import dataclass

import qrcode
from qrcode.constants import ERROR_CORRECT_M

QUIET_MODULES = 2


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG path of `side` modules each way."""

    side: int
    path: str


def qr_of(text: str) -> Drawing:
    """The drawing of a text; a scanner shows it and fetches nothing."""
    drawing = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_MODULES)
    drawing.add_data(text)
    modules = drawing.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(modules) for x, dark in enumerate(row) if dark
    )
    return Drawing(len(modules), path)
