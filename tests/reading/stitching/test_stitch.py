"""Screenshots of one conversation become one, by the turns they share."""

import random
import time
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.stitching import compared, conversation, shuffled, windows
from vigie.kernel.conversations import Side, Turn
from vigie.reading.cautions import GAP
from vigie.reading.screenshots import ScreenReading
from vigie.reading.stitching.stitch import Placed, stitch

NUMBERS = [f"{chr(97 + n % 26) * 3}{chr(97 + n * 7 % 26) * 3}" for n in range(50)]
TALK = (
    "Salut, tu fais quoi ?",
    "Je révise mon contrôle",
    "ok",
    "Tu viens à l'entraînement ?",
    "Oui, à 17h30 devant le gymnase",
    "ok",
    "Super, à tout à l'heure",
)


def shot(
    words: tuple[str, ...], image: int = 0, title: str | None = "Inès", first: int = 0
) -> ScreenReading:
    """A screenshot of these words, sides taking turns from the first."""
    sides: tuple[Side, Side] = ("left", "right")
    turns = tuple(
        Turn(n, text, side=sides[(first + n) % 2], image=image) for n, text in enumerate(words)
    )
    return ScreenReading(turns, title)


def test_turns_seen_twice_are_kept_once() -> None:
    (one,) = stitch([shot(TALK[:5]), shot(TALK[3:], 1, first=3)])

    assert [turn.text for turn in one.turns] == list(TALK)
    assert [turn.n for turn in one.turns] == list(range(7))
    assert [turn.image for turn in one.turns] == [0] * 5 + [1] * 2


def test_the_same_screenshot_twice_adds_nothing() -> None:
    (one,) = stitch([shot(TALK), shot(TALK, 1)])

    assert len(one.turns) == len(TALK)
    assert one.images == (0, 1)


def test_small_slips_of_the_engine_do_not_hide_an_overlap() -> None:
    slipped = ("Tu viens a l'entrainement?", *TALK[4:])

    (one,) = stitch([shot(TALK[:5]), shot(slipped, 1, first=3)])

    assert len(one.turns) == len(TALK)


def test_without_overlap_the_title_keeps_them_together_in_order() -> None:
    (one,) = stitch([shot(TALK[:2]), shot(TALK[4:], 1)])

    assert [turn.text for turn in one.turns] == [*TALK[:2], *TALK[4:]]


def test_other_titles_are_other_conversations() -> None:
    found = stitch([shot(TALK[:2]), shot(TALK[:2], 1, title="Théo"), shot(TALK[3:], 2)])

    assert [(each.title, each.images) for each in found] == [("Inès", (0, 2)), ("Théo", (1,))]


def test_repeated_words_say_more_than_what_an_app_was_taken_for() -> None:
    one, other = shot(TALK[:5]), shot(TALK[3:], 1, first=3)

    (both,) = stitch([replace(one, platform="sms"), replace(other, platform="x")])
    apart = stitch([replace(shot(("a",)), platform="sms"), replace(shot(("b",)), platform="x")])

    assert (len(both.turns), both.platform) == (7, "unknown")
    assert len(apart) == 2


def test_one_short_turn_in_common_is_no_overlap() -> None:
    (one,) = stitch([shot(TALK[:3]), shot(TALK[2:], 1, first=2)])

    assert [turn.text for turn in one.turns].count("ok") == 3


def test_a_turn_cut_by_the_edge_gives_way_to_the_whole_one() -> None:
    cut = Turn(3, "Tu viens à", side="right", partial=True, image=0)
    first = ScreenReading((*shot(TALK[1:3], first=1).turns, Turn(2, TALK[0], side="left"), cut))
    after = ScreenReading(
        (
            Turn(0, TALK[0], side="left", image=1),
            Turn(1, TALK[3], side="right", image=1),
            Turn(2, TALK[4], side="left", image=1, reply_to=1),
        )
    )

    (one,) = stitch([first, after])

    assert [turn.text for turn in one.turns] == [*TALK[1:3], TALK[0], TALK[3], TALK[4]]
    assert one.turns[4].reply_to == 3


@given(st.lists(st.lists(st.text(max_size=12), max_size=4), max_size=4))
def test_no_series_of_screenshots_fails_and_none_is_lost(series: list[list[str]]) -> None:
    found = stitch([shot(tuple(words), n, title=None) for n, words in enumerate(series)])

    assert sorted(place for each in found for place in each.images) == list(range(len(series)))


def test_screenshots_given_in_any_order_come_back_in_the_order_of_their_words() -> None:
    parts = [shot(TALK[3:6], 0, first=3), shot(TALK[:4], 1), shot(TALK[4:], 2, first=4)]

    (one,) = stitch(parts)

    assert [turn.text for turn in one.turns] == list(TALK)
    assert one.images == (1, 0, 2)
    assert one.warnings == ()


def test_where_nothing_overlaps_numbered_names_give_the_order_and_the_gap_is_said() -> None:
    first, last = shot(TALK[:2]), shot(TALK[5:], 1)

    (one,) = stitch([Placed(last, "x.zip/IMG_10.png"), Placed(first, "x.zip/IMG_2.png")])

    assert [turn.text for turn in one.turns] == [*TALK[:2], *TALK[5:]]
    assert one.warnings == (GAP,)


def test_a_scroll_that_goes_up_turns_the_order_of_the_rest_round() -> None:
    parts = [shot(TALK[5:], first=5), shot(TALK[1:4], 1, first=1), shot(TALK[:3], 2)]

    (one,) = stitch([Placed(each, "film.mp4", n) for n, each in enumerate(parts)])

    assert [turn.text for turn in one.turns][:4] == list(TALK[:4])
    assert [turn.text for turn in one.turns][4:] == list(TALK[5:])


def test_screens_of_one_recording_stay_together_without_a_title() -> None:
    screens = [shot(TALK[:2], title=None), shot(TALK[5:], 1, title=None)]

    filmed = stitch([Placed(each, "film.mp4", n) for n, each in enumerate(screens)])
    apart = stitch([Placed(each, f"{n}.png") for n, each in enumerate(screens)])

    assert (len(filmed), len(apart)) == (1, 2)


def test_the_same_words_sent_to_two_people_do_not_put_two_conversations_together() -> None:
    found = stitch([shot(TALK, title="Inès"), shot(TALK, 1, title="Théo")])

    assert [each.images for each in found] == [(0,), (1,)]


def test_a_slip_in_a_title_or_what_an_app_adds_to_it_does_not_part_a_conversation() -> None:
    titles = ("Inès", "Ines", "Inès en ligne")

    (one,) = stitch([shot(TALK, n, title=title) for n, title in enumerate(titles)])

    assert len(one.turns) == len(TALK)


def test_the_side_that_most_screenshots_show_is_kept_and_is_to_be_checked() -> None:
    wrong = shot(TALK[2:], 2, first=2)
    turned = replace(wrong.turns[2], side="right" if wrong.turns[2].side == "left" else "left")
    wrong = replace(wrong, turns=(*wrong.turns[:2], turned, *wrong.turns[3:]))

    (one,) = stitch([shot(TALK), shot(TALK[1:], 1, first=1), wrong])

    assert [turn.side for turn in one.turns] == [turn.side for turn in shot(TALK).turns]
    assert [turn.n for turn in one.turns if turn.check] == [4]


def test_what_one_screenshot_hides_is_taken_from_another() -> None:
    bare, named = shot(TALK), shot(TALK, 1)
    first = replace(named.turns[0], author="Inès", sent_at_raw="18:02")
    named = replace(named, turns=(first, *named.turns[1:]))

    (one,) = stitch([bare, named])

    assert (one.turns[0].author, one.turns[0].sent_at_raw) == ("Inès", "18:02")


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, 10**9), st.integers(6, 60))
def test_a_long_conversation_cut_misread_and_shuffled_comes_back_whole(
    seed: int, length: int
) -> None:
    chance = random.Random(seed)
    said = [
        replace(
            turn, text=f"{turn.text} {NUMBERS[turn.n % 50]}" if len(turn.text) > 5 else turn.text
        )
        for turn in conversation(chance, length)
    ]

    found = stitch(shuffled(chance, windows(chance, said)))

    assert len(found) == 1
    assert compared(said, found[0].turns) == (0, 0)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(0, 10**9))
def test_different_conversations_stay_apart_in_any_order(seed: int) -> None:
    chance = random.Random(seed)
    one, other = conversation(chance, 20), conversation(chance, 20)
    shots = [
        *[replace(each, title="Inès") for each in windows(chance, one)],
        *[replace(each, title="Théo") for each in windows(chance, other)],
    ]

    found = stitch(shuffled(chance, shots))

    assert sorted(each.title or "" for each in found) == ["Inès", "Théo"]


def test_two_hundred_screenshots_of_one_conversation_take_seconds() -> None:
    chance = random.Random(7)
    shots = windows(chance, conversation(chance, 1200), least=8)[:200]
    started = time.process_time()

    found = stitch(shuffled(chance, shots))

    assert len(found) == 1
    assert time.process_time() - started < 10
