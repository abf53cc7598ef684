"""Which app drew a screen, told from several signs that agree, else unknown."""

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal, cast

from vigie.kernel.conversations import Platform
from vigie.reading.screenshots.ink import apart
from vigie.reading.screenshots.words import Colour

SAME_FILL = 3
Where = Literal["prompt", "header", "chat", "right", "left", "centre", "page", "panel"]
Layout = Literal["bars", "names", "ticks", "violets", "quick"]
TICKED = re.compile(r".*\d{1,2}[:.h]\d{2}\s*(?:[✓√]|[vVwW]{1,2}/{0,2}|//).{0,2}")


@dataclass(frozen=True, slots=True)
class Signs:
    """What a screen shows: words by place, fills by place, and how it is laid out."""

    words: tuple[tuple[Where, str], ...]
    fills: tuple[tuple[Where, Colour], ...]
    layouts: tuple[Layout, ...] = ()


def platform_of(signs: Signs) -> Platform:
    """The app that enough signs point to, and no other nearly as much."""
    read = _read()
    points: Counter[str] = Counter()
    for sign in read["words"]:
        if any(where == sign["where"] and _says(sign, text) for where, text in signs.words):
            points.update(sign["points"])
    for sign in read["fills"]:
        if any(where == sign["where"] and _shows(sign, fill) for where, fill in signs.fills):
            points.update(sign["points"])
    for sign in read["layouts"]:
        if sign["name"] in signs.layouts:
            points.update(sign["points"])
    (first, most), (_, next_most) = [*points.most_common(2), ("unknown", 0), ("unknown", 0)][:2]
    told = most >= read["enough"] and most - next_most >= read["lead"]
    return cast("Platform", first) if told else "unknown"


def is_ticked(text: str) -> bool:
    """Whether a time has the ticks of delivery after it."""
    return TICKED.fullmatch(text) is not None


def _says(sign: dict[str, Any], text: str) -> bool:
    words = text.strip().lower()
    return any(_pattern(each).fullmatch(words) for each in cast("Sequence[str]", sign["patterns"]))


def _shows(sign: dict[str, Any], fill: Colour) -> bool:
    return any(apart(_colour(each), fill) <= SAME_FILL for each in sign["colours"])


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def _colour(code: str) -> Colour:
    red, green, blue = bytes.fromhex(code)
    return red, green, blue


@cache
def _read() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("platforms.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
