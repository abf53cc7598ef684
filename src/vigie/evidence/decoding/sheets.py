"""What decoders give: sheets, upright and in RGB, or one word that says why there are none."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO


class Refused(Exception):
    """Why this file gives no picture, in one word that the parent knows."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page or frame; `rgb` holds width x height pixels of three bytes, `text` its words."""

    width: int
    height: int
    rgb: bytes
    text: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """How many more sheets the file has, at least, which are not given."""

    count: int


Sheets = Iterator[Sheet | Missing]
Decoder = Callable[[IO[bytes]], Sheets]
