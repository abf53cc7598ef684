"""A screenshot's participants: those named above turns, else the one the header names."""

from vigie.kernel.conversations import Participant, Side, Turn
from vigie.reading.people import with_people


def turn(n: int, side: Side, author: str | None = None) -> Turn:
    """A turn of a few words."""
    return Turn(n, "Bonjour", author=author, side=side)


def test_the_one_whom_the_header_names_writes_on_the_left() -> None:
    turns, people = with_people([turn(0, "left"), turn(1, "right"), turn(2, "centre")], "Inès")

    assert people == (Participant("p1", "Inès", owner=False),)
    assert [each.author for each in turns] == ["p1", None, None]


def test_those_named_above_their_turns_come_before_the_title() -> None:
    shown = [turn(0, "left", "Zoé"), turn(1, "left"), turn(2, "left", "Tom"), turn(3, "right")]

    turns, people = with_people(shown, "Les 4eB")

    assert [each.name for each in people] == ["Zoé", "Tom"]
    assert [each.author for each in turns] == ["p1", None, "p2", None]


def test_nobody_is_named_without_a_label_or_a_title() -> None:
    shown = [turn(0, "left"), turn(1, "right")]

    turns, people = with_people(shown, None)

    assert people == ()
    assert turns == tuple(shown)
