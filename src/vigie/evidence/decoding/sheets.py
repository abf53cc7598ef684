"""What decoders give: sheets, upright and in RGB, or one word that says why there are none.

Named tuples, and no dataclasses: loading those would cost each file a tenth of its processor time.
"""

from collections.abc import Callable, Iterator
from typing import IO, NamedTuple


class Refused(Exception):
    """Why this file gives no picture, in one word that the parent knows."""


class Sheet(NamedTuple):
    """One page or frame; `rgb` holds width x height pixels of three bytes, `text` its words."""

    width: int
    height: int
    rgb: bytes
    text: str = ""


class Missing(NamedTuple):
    """How many sheets more the file has, at least, which are not given."""

    number: int


Sheets = Iterator[Sheet | Missing]
Decoder = Callable[[IO[bytes]], Sheets]
