"""The functional suite: conversations of concern are found, ordinary ones are left alone."""

from collections.abc import Sequence

import pytest

from tests.signals.suite import talks
from vigie.kernel.conversations import Conversation
from vigie.signals.screen import screen

Talks = Sequence[tuple[str, bool, Conversation]]
ALL: Talks = tuple(talks())
ASIDE: Talks = [each for each in ALL if each[0].startswith("aside")]
READ: Talks = [each for each in ALL if not each[0].startswith("aside")]


def share(of: Talks, *, concern: bool) -> float:
    """Which part of the talks of one kind is judged rightly."""
    kind = [conversation for _, each, conversation in of if each is concern]
    right = [each for each in kind if (screen(each).severity != "none") is concern]
    return len(right) / len(kind)


@pytest.mark.parametrize(("talked", "least"), [(READ, 0.80), (ASIDE, 0.40)], ids=["read", "aside"])
def test_conversations_of_concern_are_found(talked: Talks, least: float) -> None:
    assert share(talked, concern=True) >= least


@pytest.mark.parametrize(("talked", "least"), [(READ, 0.94), (ASIDE, 0.80)], ids=["read", "aside"])
def test_ordinary_conversations_are_left_alone(talked: Talks, least: float) -> None:
    assert share(talked, concern=False) >= least


def test_the_suite_is_large_and_balanced() -> None:
    concern = sum(each for _, each, _ in ALL)

    assert len(ALL) >= 500
    assert 0.4 <= concern / len(ALL) <= 0.6
    assert len({name for name, _, _ in ALL}) == len(ALL)
