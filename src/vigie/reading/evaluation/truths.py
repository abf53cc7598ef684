"""Truth files: what a picture says, turn by turn, written by people to measure a reading."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from vigie.kernel.conversations import Box, Platform, Side, TurnKind
from vigie.kernel.errors import BadInput

TRUTH = "vigie.truth/1"
UNNAMED = "–"
FAR_PIXELS = 1_000_000


@dataclass(frozen=True, slots=True)
class TrueTurn:
    """One message as a person reads it; None where the picture does not say."""

    text: str
    kind: TurnKind = "text"
    side: Side | None = None
    author: str | None = None
    sent_at_raw: str | None = None
    partial: bool = False
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Truth:
    """What some pictures of one conversation say; `title` and `platform` are None if unseen."""

    images: tuple[str, ...]
    turns: tuple[TrueTurn, ...]
    family: str = UNNAMED
    variant: str = UNNAMED
    platform: Platform | None = None
    title: str | None = None


def read_truth(path: Path) -> Truth:
    """The truth in a file; raises BadInput with one sentence that says what is wrong."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(f"{error.strerror or error}.") from None
    except (ValueError, RecursionError):
        raise BadInput("This is not JSON in UTF-8.") from None
    return truth_from_json(value)


def truth_from_json(value: object) -> Truth:
    """Reads `vigie.truth/1`; raises BadInput with one sentence that says what is wrong."""
    if not isinstance(value, Mapping):
        raise BadInput("A truth is a JSON object.")
    if value.get("schema", TRUTH) != TRUTH:
        raise BadInput(f'"schema" must be "{TRUTH}".')
    turns = value.get("turns")
    if not isinstance(turns, list):
        raise BadInput('"turns" must be a list.')
    notices = [{"text": each, "kind": "system"} for each in _texts(value, "centre")]
    return Truth(
        _images(value),
        tuple(_turn(n, each) for n, each in enumerate([*turns, *notices])),
        _text(value, "family") or _text(value, "app") or UNNAMED,
        _text(value, "variant") or UNNAMED,
        _one_of(value, "platform", get_args(Platform)),
        _text(value, "title"),
    )


def _images(value: Mapping[str, Any]) -> tuple[str, ...]:
    one = _text(value, "image")
    names = (one,) if one else tuple(_texts(value, "images"))
    if not names:
        raise BadInput('"image" must name the picture, or "images" list several.')
    for name in names:
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise BadInput(f"{name!r} must be beside the truth, not elsewhere.")
    return names


def _turn(number: int, value: object) -> TrueTurn:
    if not isinstance(value, Mapping):
        raise BadInput(f"Turn {number} must be a JSON object.")
    try:
        return TrueTurn(
            _text(value, "text") or "",
            _one_of(value, "kind", get_args(TurnKind)) or "text",
            _one_of(value, "side", get_args(Side)),
            _text(value, "author"),
            _text(value, "sent_at_raw"),
            value.get("partial") is True,
            _box(value.get("box")),
        )
    except BadInput as error:
        raise BadInput(f"Turn {number}: {error}") from None


def _box(value: object) -> Box | None:
    if value is None:
        return None
    numbers = value if isinstance(value, list) else []
    known = [each for each in numbers if isinstance(each, int | float) and abs(each) < FAR_PIXELS]
    if len(known) != len(("left", "top", "right", "bottom")) or len(numbers) != len(known):
        raise BadInput('"box" must be left, top, right and bottom, in pixels.')
    left, top, right, bottom = (round(each) for each in known)
    return left, top, right, bottom


def _text(value: Mapping[str, Any], name: str) -> str | None:
    given = value.get(name)
    if given is not None and not isinstance(given, str):
        raise BadInput(f'"{name}" must be a text.')
    return given


def _texts(value: Mapping[str, Any], name: str) -> list[str]:
    given = value.get(name) or []
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        raise BadInput(f'"{name}" must be a list of texts.')
    return given


def _one_of(value: Mapping[str, Any], name: str, known: tuple[Any, ...]) -> Any:  # noqa: ANN401 (one of `known`)
    given = _text(value, name)
    if given is not None and given not in known:
        raise BadInput(f'"{name}" must be one of {", ".join(known)}; it is {given!r}.')
    return given
