"""A path of likelihoods becomes text; a space that was all but seen is one."""

import numpy as np
import pytest

from vigie.reading.engines.models import Floats
from vigie.reading.engines.recognition import _decoded

ALPHABET = ("", "a", "b", "l", " ")


def path(steps: str, spaces: dict[int, float] | None = None) -> Floats:
    """Likelihoods of a path, `-` for nothing; `spaces` sets that of the space at some steps."""
    likely = np.full((len(steps), len(ALPHABET)), 0.001, np.float32)
    for step, sign in enumerate(steps):
        likely[step, 0 if sign == "-" else ALPHABET.index(sign)] = 0.96
    for step, level in (spaces or {}).items():
        likely[step, -1] = level
    return likely


@pytest.mark.parametrize(
    ("steps", "text"),
    [("-aa-b-", "ab"), ("l-l", "ll"), ("ll", "l"), ("a- -b", "a b"), ("---", ""), ("a", "a")],
)
def test_each_repetition_is_one_character(steps: str, text: str) -> None:
    likely = path(steps)

    assert _decoded(likely, ALPHABET)[0] == text


@pytest.mark.parametrize(("level", "text"), [(0.2, "a b"), (0.01, "ab")])
def test_a_space_that_was_nearly_seen_is_one(level: float, text: str) -> None:
    likely = path("a--b", {1: level})

    assert _decoded(likely, ALPHABET)[0] == text


def test_a_space_is_never_doubled() -> None:
    likely = path("a- -b", {1: 0.4, 3: 0.4})

    assert _decoded(likely, ALPHABET)[0] == "a b"
