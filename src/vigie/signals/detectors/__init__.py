"""Detectors: what a pattern cannot say because it takes several turns or a comparison."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

from vigie.kernel.findings import Bilingual
from vigie.kernel.registry import Registry, Sample
from vigie.signals.talk import Found, Talk


class Detector(Protocol):
    """Finds signs in a whole conversation, knowing what the rules have found in it."""

    name: str
    samples: Sequence[Sample]

    def find(self, talk: Talk, found: Sequence[Found]) -> Iterable[Found]:
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
