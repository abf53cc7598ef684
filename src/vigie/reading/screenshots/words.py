"""What the apps themselves write on the screen: text fields, receipts, dates, notices."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any, Literal

Name = Literal[
    "placeholder",
    "pinned",
    "presence",
    "receipt",
    "caption",
    "deleted",
    "date",
    "sent",
    "floating",
    "me",
    "key",
    "call",
    "request",
    "choice",
    "profile",
    "notice",
]
TIME = re.compile(r"\d{1,2} ?[:hH.] ?\d{2}(?: ?[AaPp]\.?[Mm]\.?)?")
Colour = tuple[int, int, int]


def says(name: Name, text: str) -> bool:
    """Whether the whole line is one of the wordings called `name` in words.toml."""
    return _patterns()[name].fullmatch(text.strip().lower()) is not None


def is_time(text: str) -> bool:
    """Whether the line is a time of day and nothing else, ticks of delivery aside."""
    return TIME.fullmatch(re.sub(r"[^\w:.]+$|^[^\w]+", "", text.strip())) is not None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {each["name"]: _any(each["patterns"]) for each in _read()["words"]}


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in patterns))


@cache
def _read() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
