"""Taking a correction back, and reading again what was corrected."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given

from tests.reading.corrections.test_correcting import PATIENT, TALK, changes, conversations, made
from vigie.kernel.conversations import Conversation
from vigie.kernel.corrections import (
    Add,
    Confirm,
    Correction,
    FixSide,
    FixText,
    Hide,
    Merge,
    Show,
    Split,
    SwapAll,
    Undo,
)
from vigie.reading.corrections.correcting import Revision, revise
from vigie.reading.corrections.undoing import active_places, revertible_places, still_fit


def standing(revision: Revision) -> set[int]:
    """The places of the events that can be seen in some turn."""
    return {place for each in revision.turns for place in each.changes}


@PATIENT
@given(conversations(), changes())
def test_what_can_be_undone_leaves_every_later_change_standing(
    talk: Conversation, said: Sequence[Correction]
) -> None:
    before = revise(talk, made(*said))

    for place in revertible_places(made(*said)):
        then = revise(talk, made(*said, Undo(place)))

        assert {n for n in standing(before) if n > place} <= standing(then)


@pytest.mark.parametrize(
    ("said", "free"),
    [
        ([FixText("1", "a"), FixText("1", "b")], {1}),
        ([FixText("1", "a"), FixText("2", "b")], {0, 1}),
        ([Split("0", 5), FixText("s0", "b")], {1}),
        ([Add("0", "a", "left"), Merge("0", "a0")], {1}),
        ([SwapAll(), FixSide("1", "left")], {1}),
        ([SwapAll(), SwapAll()], {0, 1}),
        ([Hide("1"), Merge("0", "2")], {1}),
        ([FixText("1", "a"), Confirm("1")], {0, 1}),
        ([FixText("1", "a"), Undo(0)], set()),
    ],
)
def test_a_correction_is_undone_while_nothing_rests_on_it(
    said: list[Correction], free: set[int]
) -> None:
    assert revertible_places(made(*said)) == free


def test_an_undo_can_be_undone_and_never_reaches_forward() -> None:
    fixed = FixText("1", "a")

    assert active_places(made(fixed, Undo(0))) == {1}
    assert active_places(made(fixed, Undo(0), Undo(1))) == {0, 2}
    assert active_places(made(Undo(1), fixed)) == {0, 1}


@pytest.mark.parametrize(
    "said",
    [[FixText("1", "a")], [SwapAll()], [Split("0", 5)], [Add("1", "x", "left")], [Show("9")]],
)
def test_corrections_fit_the_same_reading_again(said: list[Correction]) -> None:
    assert still_fit(made(*said), TALK, TALK)


@pytest.mark.parametrize(
    ("said", "fits"),
    [
        ([FixText("0", "a")], True),
        ([Hide("0")], True),
        ([Split("0", 5)], False),
        ([Merge("0", "1")], False),
        ([Confirm("0")], False),
        ([Split("0", 5), Undo(0)], True),
        ([SwapAll()], True),
    ],
)
def test_a_cut_needs_the_same_words_and_new_words_only_the_same_place(
    said: list[Correction], fits: bool
) -> None:
    better = replace(TALK.turns[0], text="salut, ça va", box=(12, 12, 90, 50))
    new = replace(TALK, turns=(better, *TALK.turns[1:]))

    assert still_fit(made(*said), TALK, new) is fits


def test_a_missed_turn_stays_only_between_the_same_neighbours() -> None:
    found = replace(TALK.turns[2], n=2, text="la manquante", box=(10, 82, 80, 88), side="right")
    later = tuple(replace(turn, n=turn.n + 1) for turn in TALK.turns[2:])
    new = replace(TALK, turns=(*TALK.turns[:2], found, *later))

    assert not still_fit(made(Add("1", "la manquante", "right")), TALK, new)
    assert still_fit(made(Add("0", "autre", "right")), TALK, new)
    assert still_fit(made(Add("3", "fin", "right")), TALK, TALK)


def test_another_message_in_its_place_takes_no_correction() -> None:
    other = replace(TALK.turns[0], box=(10, 60, 90, 80))
    gone = replace(TALK, turns=())

    assert not still_fit(made(FixText("0", "a")), TALK, replace(TALK, turns=(other,)))
    assert not still_fit(made(FixText("0", "a")), TALK, gone)
    assert not still_fit(made(SwapAll()), TALK, gone)
