"""Two copies of one conversation are told from two conversations; where they differ is said."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tests.linking.talks import STORY, but, turns
from vigie.kernel.conversations import Turn
from vigie.linking.copies import Comparison, Difference, backward_times, compare, swapped
from vigie.linking.prints import letters_of

SAID = st.lists(st.text("aeimnorstu 0123é!", min_size=1, max_size=30), max_size=8)


def pairs(found: Comparison) -> list[tuple[int | None, int | None]]:
    return [(each.one, each.other) for each in found.differences]


def test_the_same_messages_are_copies_without_a_difference() -> None:
    found = compare(turns(*STORY), turns(*STORY))

    assert found == Comparison(7, 7, 7, (), copies=True)


def test_slips_of_reading_are_no_difference() -> None:
    read = [each.replace("é", "e").replace("tout", "t0ut").replace(", ", ",") for each in STORY]

    found = compare(turns(*STORY), turns(*read))

    assert (found.copies, found.differences) == (True, ())


def test_a_crop_is_a_copy() -> None:
    found = compare(turns(*STORY), turns(*STORY[2:5]))

    assert (found.shared, found.out_of, found.copies) == (3, 3, True)


def test_a_message_that_says_something_else_is_pointed_out() -> None:
    changed = [*STORY[:4], "viens sur l'autre appli", *STORY[5:]]

    found = compare(turns(*STORY), turns(*changed))

    assert pairs(found) == [(4, 4)]
    assert (found.copies, found.shared) == (True, 6)


def test_another_age_is_pointed_out_however_small_the_change() -> None:
    changed = [each.replace("13", "18") for each in STORY]

    found = compare(turns(*STORY), turns(*changed))

    assert pairs(found) == [(3, 3)]


def test_a_short_answer_turned_round_is_pointed_out() -> None:
    one, other = (
        ["tu veux venir chez moi ce soir", each, "d'accord on fait ça"] for each in ("oui", "non")
    )

    found = compare(turns(*one), turns(*other))

    assert pairs(found) == [(1, 1)]
    assert (found.shared, found.out_of, found.telling) == (2, 3, 2)


def test_a_message_that_one_copy_lacks_is_pointed_out_on_one_image() -> None:
    shorter = turns(*STORY[:4], *STORY[5:])

    assert pairs(compare(turns(*STORY), shorter)) == [(4, None)]
    assert pairs(compare(shorter, turns(*STORY))) == [(None, 4)]


def test_where_two_screenshots_meet_a_message_may_be_missing() -> None:
    first, second = turns(*STORY[:4]), turns(*STORY[5:])
    met = [*first, *(Turn(n + 4, each.text, image=1) for n, each in enumerate(second))]

    found = compare(turns(*STORY), met)

    assert (found.copies, found.differences) == (True, ())


def test_what_is_covered_or_cut_off_is_no_difference() -> None:
    covered = but(turns(*STORY), 4, kind="masked", text="")
    cut = but(turns(*STORY), 4, text="envoie une pho", partial=True)

    assert compare(turns(*STORY), covered).differences == ()
    assert compare(turns(*STORY), cut).differences == ()


def test_one_message_read_as_a_part_of_itself_is_no_difference() -> None:
    part = but(turns(*STORY), 4, text="envoie une photo de toi")

    assert compare(turns(*STORY), part).differences == ()


def test_one_phrase_that_everybody_writes_makes_no_copy() -> None:
    other = turns("coucou la classe", "envoie une photo de toi, pas une de ton compte", "d'accord")

    found = compare(turns(*STORY), other)

    assert (found.shared, found.copies) == (1, False)


def test_the_same_script_with_other_answers_is_no_copy() -> None:
    answers = ("oh trop gentil à toi", "bientôt seize ans", "ok attends je cherche")
    other = [each if n % 2 == 0 else answers[n // 2] for n, each in enumerate(STORY)]

    found = compare(turns(*STORY), turns(*other))

    assert (found.shared, found.copies, found.differences) == (4, False, ())


def test_a_lone_long_message_is_a_copy_and_a_lone_short_one_is_not() -> None:
    assert compare(turns(*STORY), turns(STORY[4])).copies
    assert not compare(turns(*STORY), turns("merci beaucoup")).copies


def test_two_exports_of_thousands_of_messages_are_compared() -> None:
    said = [f"message numero {n} de la classe de sixieme" for n in range(2000)]
    other = [*said[:1000], "rien à voir avec le reste", *said[1001:]]

    found = compare(turns(*said), turns(*other))

    assert pairs(found) == [(1000, 1000)]
    assert found.copies


def test_a_message_repeated_without_end_keeps_nobody_waiting() -> None:
    again, other = turns(*["ok ok ok ok"] * 20_000), turns("x" * 500_000, *["non non non"] * 700)

    assert not compare(again, again).copies
    assert compare(other, other).shared == 701


@given(SAID, SAID)
def test_it_is_the_same_from_both_sides(one: Sequence[str], other: Sequence[str]) -> None:
    found, turned = compare(turns(*one), turns(*other)), compare(turns(*other), turns(*one))

    assert (found.shared, found.out_of) == (turned.shared, turned.out_of)
    assert swapped(swapped(found)) == found


@given(SAID)
def test_a_conversation_never_differs_from_itself(said: Sequence[str]) -> None:
    found = compare(turns(*said), turns(*said))

    assert found.differences == ()
    assert found.telling == sum(len(letters_of(each)) >= 8 for each in said)
    assert found.shared == (found.out_of if found.telling else 0)


@given(st.lists(st.text("abcdef ", max_size=20)), st.lists(st.text("uvwxyz ", max_size=20)))
def test_nothing_in_common_is_no_copy(one: Sequence[str], other: Sequence[str]) -> None:
    found = compare(turns(*one), turns(*other))

    assert (found.shared, found.copies, found.differences) == (0, False, ())


def test_a_difference_is_turned_round() -> None:
    found = Comparison(1, 2, 2, (Difference(3, None),), copies=True)

    assert swapped(found).differences == (Difference(None, 3),)


def timed(*hours: str | None, **changes: object) -> tuple[Turn, ...]:
    given = turns(*("mot" for _ in hours))
    for n, hour in enumerate(hours):
        given = but(given, n, sent_at_raw=hour)
    return given


def test_an_hour_before_the_one_above_is_noticed() -> None:
    assert backward_times(timed("20:14", None, "20:02", "20:15")) == (2,)


def test_midnight_a_date_another_image_and_a_date_in_words_are_no_way_back() -> None:
    by_date = but(timed("20:14", "12:00", "12:01"), 1, side="centre")
    by_image = but(timed("20:14", "12:00"), 1, image=1)

    assert backward_times(timed("23:58", "00:03")) == ()
    assert backward_times(by_date) == ()
    assert backward_times(by_image) == ()
    assert backward_times(timed("hier", "20:14", "12 mai")) == ()
