"""Detectors: what a pattern cannot say because it takes several turns or a comparison."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

from vigie.kernel.findings import Bilingual, Stage
from vigie.kernel.registry import Registry, Sample
from vigie.signals.talk import Found, Talk


@dataclass(frozen=True, slots=True)
class Seen:
    """A conversation and what the rules have found in it."""

    talk: Talk
    found: Sequence[Found]

    def of(self, *stages: Stage) -> tuple[Found, ...]:
        """What was found of these stages, in the order of the turns."""
        return tuple(each for each in self.found if each.stage in stages)


class Detector(Protocol):
    """Finds signs in a whole conversation, knowing what the rules have found in it."""

    name: str

    @property
    def samples(self) -> Sequence[Sample]:
        """Conversations under tests/samples/ and what must be found in them."""
        ...

    def find(self, seen: Seen) -> Iterable[Found]:
        """The signs to add to those already found."""
        ...


detectors: Registry[Detector] = Registry("vigie.signals.detectors")


@cache
def _texts() -> Mapping[str, Any]:
    text = files("vigie.signals").joinpath("detectors.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def note_of(name: str) -> Bilingual:
    """The sentence that detectors.toml gives for a finding."""
    return Bilingual(**_texts()[name]["note"])
