"""Screenshots of one conversation become one, by the turns they share."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from vigie.kernel.conversations import Side, Turn
from vigie.reading.screenshots import ScreenReading
from vigie.reading.stitch import stitch

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
