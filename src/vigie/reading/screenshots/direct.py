"""Flat chats of two people: who the header names is on the left, the other on the right."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from vigie.kernel.conversations import Side
from vigie.reading.screenshots.bars import Said

SAME_NAME = 80
MOST_VOICES = 2
ADDRESSED = re.compile(
    r"^(?:message|envoyer un message|send a message)\b.{0,4}@(.+)$", re.IGNORECASE
)


def with_sides(said: Sequence[Said], title: str | None, prompt: str | None) -> list[Said]:
    """The turns of a chat of two with their sides; those of any other chat as they are.

    Words above the first name are more likely of the one who does not speak next.
    """
    named = [each.author for each in said if each.author]
    other = _other_person(named, title, prompt)
    if other is None:
        return list(said)
    first: Side = "left" if named[0] == other else "right"
    before: Side = "right" if first == "left" else "left"
    return [_sided(each, other) if each.author else _unnamed(each, before) for each in said]


def _other_person(named: Sequence[str], title: str | None, prompt: str | None) -> str | None:
    """Whom the owner writes to, as their name stands above their words."""
    addressed = ADDRESSED.match(prompt or "")
    known = [each for each in (addressed and addressed[1], title) if each]
    voices = list(dict.fromkeys(named))
    if not voices or (len(voices) > MOST_VOICES and addressed is None):
        return None
    found = next((each for each in voices for name in known if _same(each, name)), None)
    return found or (addressed[1] if addressed and len(voices) == 1 else None)


def _sided(said: Said, other: str) -> Said:
    if said.author == other:
        return replace(said, side="left")
    return replace(said, side="right", author=None)


def _unnamed(said: Said, before: Side) -> Said:
    """Words without a name above them; those that are the owner's by their name stay so."""
    return said if said.side == "right" else replace(said, side=before, sure=False)


def _same(one: str, other: str) -> bool:
    return fuzz.ratio(one.lower(), other.lower()) >= SAME_NAME
