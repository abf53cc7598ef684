"""Messages without waiting for an answer are pressing only when times say so."""

from datetime import UTC, datetime, timedelta

import pytest

from vigie.kernel.conversations import Conversation, Source, Turn
from vigie.signals.screen import screen

START = datetime(2026, 3, 1, 20, tzinfo=UTC)
SAID = ("coucou", "t'es là ?", "réponds", "envoie une photo de toi")


def rules_of(turns: tuple[Turn, ...]) -> set[str]:
    return {each.rule for each in screen(Conversation("tempo", Source("export"), turns)).signals}


@pytest.mark.parametrize(
    ("minutes", "authors", "pressing"),
    [
        ((0, 1, 2, 3), "AAAA", True),
        ((0, 30, 60, 90), "AAAA", False),
        ((0, 1, 2, 3), "AABA", False),
        ((3, 2, 1, 0), "AAAA", False),
        ((None, None, None, None), "AAAA", False),
    ],
)
def test_only_a_quick_run_of_one_person_presses(
    minutes: tuple[int | None, ...], authors: str, *, pressing: bool
) -> None:
    times = [None if each is None else START + timedelta(minutes=each) for each in minutes]
    turns = tuple(
        Turn(n, text, author=author, sent_at=sent_at)
        for n, (text, author, sent_at) in enumerate(zip(SAID, authors, times, strict=True))
    )

    assert ("tempo.pressing" in rules_of(turns)) is pressing
