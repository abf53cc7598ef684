"""Who writes in a screenshot: those named above their turns, else the one the header names."""

from collections.abc import Sequence
from dataclasses import replace

from vigie.kernel.conversations import Participant, Turn


def with_people(
    turns: Sequence[Turn], title: str | None
) -> tuple[tuple[Turn, ...], tuple[Participant, ...]]:
    """The turns with participants as their authors, and these participants.

    Whoever writes on the left is named by a label, else, where nobody is, by the title. The right
    side is the phone's owner, whom no screenshot names: those turns have no author.
    """
    labels = dict.fromkeys(turn.author for turn in turns if turn.author)
    alone = None if labels or not title else title
    names = [name for name in labels if name] or ([alone] if alone and _writes(turns) else [])
    people = {
        name: Participant(f"p{number}", name, owner=False)
        for number, name in enumerate(names, start=1)
    }
    return tuple(_by(turn, people, alone) for turn in turns), tuple(people.values())


def _writes(turns: Sequence[Turn]) -> bool:
    return any(turn.side == "left" for turn in turns)


def _by(turn: Turn, people: dict[str, Participant], alone: str | None) -> Turn:
    name = turn.author or (alone if turn.side == "left" else None)
    return replace(turn, author=people[name].id) if name else turn
