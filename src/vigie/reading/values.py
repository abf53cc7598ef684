"""Looking into JSON that others wrote: what is missing or of another type is simply not there."""

import functools
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

Row = Mapping[str, object]


def field(value: object, *names: str) -> object:
    """The first of these fields that an object has, whatever the case; None when it has none."""
    if not isinstance(value, dict):
        return None
    held: dict[str, object] = value
    for name in names:
        if name in held:
            return held[name]
    folded = _folded(tuple(held))
    found = (folded.get(name.casefold()) for name in names)
    return next((held[key] for key in found if key is not None), None)


@functools.lru_cache(maxsize=4096)
def _folded(keys: tuple[str, ...]) -> Mapping[str, str]:
    """The names of an object's fields by their small letters: a list's objects share theirs."""
    return {str(key).casefold(): key for key in keys}


def path(value: object, *steps: str | tuple[str, ...]) -> object:
    """What is found by following fields, each step being a name or a tuple of alternative names."""
    for step in steps:
        value = field(value, *((step,) if isinstance(step, str) else step))
    return value


def text(value: object) -> str:
    """A string or a number as text; anything else is empty."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def rows(value: object) -> Iterator[Row]:
    """The objects of a list; nothing when it is no list."""
    if isinstance(value, list):
        yield from (each for each in value if isinstance(each, dict))


def fields(value: object) -> Iterator[tuple[str, object]]:
    """The names and values of an object; nothing when it is none."""
    if isinstance(value, dict):
        yield from ((str(name), each) for name, each in value.items())


def time_of_ms(value: object) -> datetime | None:
    """UTC time from milliseconds since 1970, or None when the number says no possible time."""
    try:
        return datetime.fromtimestamp(float(text(value)) / 1000, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def utc_time(written: str) -> datetime | None:
    """UTC time from "2024-04-19 23:56:02 UTC"; None when the text does not say that it is UTC."""
    stamp, _, zone = written.strip().rpartition(" ")
    if zone != "UTC":
        return None
    try:
        return datetime.fromisoformat(stamp).replace(tzinfo=UTC)
    except ValueError:
        return None
