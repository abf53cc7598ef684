"""Turns that several screenshots show become one each, in the order that all agree on."""

from vigie.kernel.conversations import Turn
from vigie.reading.stitching.merged import Sightings, merged, starts
from vigie.reading.stitching.overlaps import Overlap


def turns(*texts: str) -> tuple[Turn, ...]:
    return tuple(Turn(n, text, side="left") for n, text in enumerate(texts))


def test_two_turns_of_one_screenshot_never_become_one() -> None:
    seen = Sightings()
    seen.unite((0, 1), (1, 0))

    seen.unite((0, 2), (1, 0))

    assert seen.of((0, 1)) == seen.of((1, 0))
    assert seen.of((0, 2)) != seen.of((1, 0))


def test_the_reading_that_most_screenshots_give_is_kept_and_a_difference_is_to_be_checked() -> None:
    shots = {0: turns("je suis la"), 1: turns("je suis là bas"), 2: turns("je suis là bas")}
    pairs = [Overlap(0, 1, ((0, 0),), 9, 9), Overlap(1, 2, ((0, 0),), 9, 9)]

    (one,) = merged(shots, pairs)

    assert (one.text, one.check) == ("je suis là bas", True)


def test_overlaps_that_contradict_each_other_lose_no_turn() -> None:
    shots = {0: turns("a", "b"), 1: turns("b", "a")}
    crossing = [Overlap(0, 1, ((0, 1),), 9, 9), Overlap(0, 1, ((1, 0),), 9, 9)]

    found = merged(shots, crossing)

    assert sorted(turn.text for turn in found) == ["a", "b"]


def test_each_screenshot_begins_where_its_strongest_overlap_puts_it() -> None:
    shots = {n: turns("a", "b", "c") for n in range(3)}
    found = [Overlap(0, 1, ((2, 0),), 9, 9), Overlap(2, 0, ((2, 1),), 9, 9)]

    assert starts(shots, found) == {0: 0, 1: 2, 2: -1}
