"""A reading equal to its truth is perfect, and each kind of error moves its own figures only."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.kernel.conversations import Conversation, Participant, Source, Turn
from vigie.reading.evaluation.figures import (
    FIGURES,
    Verdict,
    bars,
    figure,
    figures,
    variant_of,
    verdicts,
)
from vigie.reading.evaluation.measuring import Counts, cer, measure, plain
from vigie.reading.evaluation.truths import TrueTurn, Truth

PERFECT = {
    name: 0.0 if name in ("cer", "invented_per_image", "misnamed", "flagged") else 1.0
    for name in FIGURES
}
NOT_MEASURED = {"wrong_flagged": None, "poor_said": None}
TRUTH = Truth(
    ("a.png",),
    (
        TrueTurn("Hier 18:42", "system", "centre", box=(200, 90, 340, 110)),
        TrueTurn("tu fais quoi ce soir", "text", "left", "Léa", "18:42", box=(20, 120, 300, 160)),
        TrueTurn("Devoirs de maths, l’horreur 😭", "text", "right", box=(200, 170, 520, 210)),
        TrueTurn("", "image", "left", box=(20, 220, 220, 420)),
        TrueTurn("Message supprimé", "deleted", "right", box=(300, 430, 520, 470)),
        TrueTurn("on en parle", "text", "left", partial=True, box=(20, 480, 200, 500)),
    ),
    "invented",
    "clean",
    "instagram",
    "Léa 🔥",
)


def read_turn(number: int, true: TrueTurn) -> Turn:
    """The turn that a perfect reader gives."""
    return Turn(
        number,
        true.text,
        "p1" if true.author else None,
        true.side,
        true.kind,
        sent_at_raw=true.sent_at_raw,
        partial=true.partial,
        image=0,
        box=true.box,
    )


EQUAL = Conversation(
    "c",
    Source("screenshot"),
    tuple(read_turn(n, true) for n, true in enumerate(TRUTH.turns)),
    (Participant("p1", "Léa"),),
    "instagram",
    "Léa",
)


def but(number: int, **changes: object) -> Conversation:
    """The perfect reading with one turn changed."""
    turns = list(EQUAL.turns)
    turns[number] = replace(turns[number], **changes)  # type: ignore[arg-type]
    return replace(EQUAL, turns=tuple(turns))


def without(number: int) -> Conversation:
    """The perfect reading without one turn."""
    return replace(EQUAL, turns=EQUAL.turns[:number] + EQUAL.turns[number + 1 :])


def measured(read: Conversation, truth: Truth = TRUTH) -> dict[str, float | None]:
    """The figures of a reading, its cost left out."""
    return {**figures(measure(truth, [read], 1.0).counts), "cpu_seconds": 1.0}


def test_a_reading_equal_to_its_truth_is_perfect_and_without_a_slip() -> None:
    found = measure(TRUTH, [EQUAL], 1.0)

    assert figures(found.counts) == PERFECT | NOT_MEASURED
    assert found.slips == ()


def test_a_date_that_a_style_sheet_writes_in_capitals_is_the_same_date() -> None:
    found = measure(TRUTH, [but(0, text=EQUAL.turns[0].text.upper())], 1.0)

    assert found.slips == ()


INVENTED = replace(EQUAL, turns=(*EQUAL.turns, Turn(6, "Vu", side="right", box=(1, 600, 50, 620))))


@pytest.mark.parametrize(
    ("read", "moved"),
    [
        (but(2, side="left"), {"side_accuracy", "wrong_flagged"}),
        (but(1, text="tu fais quoi ce soi"), {"cer", "exact", "wrong_flagged"}),
        (but(1, text="tufais quoi ce soir"), {"cer", "exact"}),
        (INVENTED, {"invented_per_image", "wrong_flagged"}),
        (without(0), {"notices"}),
        (but(0, kind="text", side="left"), {"notices"}),
        (without(3), {"typed"}),
        (but(3, kind="sticker"), {"typed"}),
        (but(4, kind="text"), {"typed"}),
        (but(5, partial=False), {"cut"}),
        (but(1, sent_at_raw=None), {"times"}),
        (but(1, sent_at_raw="18:43"), {"times"}),
        (but(1, author="p2"), {"authors"}),
        (replace(EQUAL, title="Lea"), {"titles"}),
        (replace(EQUAL, platform="unknown"), {"platforms"}),
        (replace(EQUAL, platform="tiktok"), {"platforms", "misnamed"}),
        (but(1, check=True), {"flagged"}),
    ],
)
def test_an_error_moves_its_own_figures_only(read: Conversation, moved: set[str]) -> None:
    found = measured(read)

    before = PERFECT | NOT_MEASURED
    assert {name for name in FIGURES if found[name] != before[name]} == moved


def test_a_turn_that_is_missed_is_poor_and_has_no_time_author_side_or_text() -> None:
    found = measure(TRUTH, [without(1)], 1.0)

    assert figure(found.counts, "turn_recall") == 0.5
    assert (found.counts.poor, found.counts.poor_said) == (1, 0)
    assert (found.counts.sides, found.counts.times, found.counts.authors) == (1, 0, 0)
    assert [(slip.what, slip.true) for slip in found.slips] == [("missed", "tu fais quoi ce soir")]


@pytest.mark.parametrize(
    "said",
    [
        replace(without(1), warnings=("This may be a photo of a screen.",)),
        replace(without(1), turns=tuple(replace(each, check=True) for each in without(1).turns)),
    ],
)
def test_a_poor_reading_may_say_that_it_is(said: Conversation) -> None:
    assert measured(said)["poor_said"] == 1.0


def test_a_picture_that_is_refused_is_poor_and_says_so() -> None:
    counts = measure(TRUTH, [], 1.0, refused=True).counts

    assert (counts.turns, counts.found, counts.poor, counts.poor_said) == (2, 0, 1, 1)


def test_a_wrong_turn_that_is_marked_is_counted_as_marked() -> None:
    found = measured(but(1, text="tu fait quoi ce soir", check=True))

    assert found["wrong_flagged"] == 1.0


def test_a_wordless_piece_at_an_edge_is_not_invented() -> None:
    piece = Turn(6, "", side="left", partial=True, box=(1, 600, 50, 620))

    assert measured(replace(EQUAL, turns=(*EQUAL.turns, piece))) == PERFECT | NOT_MEASURED


def test_a_typed_turn_that_is_read_as_words_is_the_wrong_kind_and_not_invented() -> None:
    assert measured(but(4, kind="text", text="G")) == PERFECT | NOT_MEASURED | {"typed": 0.5}


def test_a_cut_turn_is_the_one_that_covers_it_best_and_a_scrap_beside_it_is_invented() -> None:
    scrap = Turn(6, "on en", side="left", box=(20, 495, 60, 510))

    found = measure(TRUTH, [replace(EQUAL, turns=(scrap, *EQUAL.turns))], 1.0)

    assert (found.counts.cut_right, found.counts.invented) == (1, 1)


def test_what_hardly_touches_a_picture_does_not_stand_for_it() -> None:
    away = but(3, box=(219, 419, 420, 620))

    found = measure(TRUTH, [away], 1.0)

    assert (found.counts.typed_right, found.counts.invented) == (1, 1)


def test_the_same_words_twice_are_two_turns_told_apart_by_their_place() -> None:
    boxes = ((20, 100, 90, 140), (300, 200, 370, 240))
    true = [TrueTurn("ok", "text", side, box=box) for side, box in zip(("left", "right"), boxes)]  # type: ignore[arg-type]  # noqa: B905
    truth = replace(TRUTH, turns=tuple(true))
    read = [replace(read_turn(n, each), text="ok") for n, each in enumerate(true)]

    found = measured(replace(EQUAL, turns=tuple(reversed(read))), truth)

    assert (found["turn_recall"], found["side_accuracy"]) == (1.0, 1.0)


def test_a_bubble_that_is_read_as_two_is_found_at_most_once_and_the_rest_is_invented() -> None:
    halves = [replace(EQUAL.turns[2], text=each) for each in ("Devoirs de", "maths, l'horreur")]

    found = measure(TRUTH, [replace(EQUAL, turns=(*without(2).turns, *halves))], 1.0)

    assert (found.counts.found, found.counts.invented) == (1, 2)


def test_turns_of_several_pictures_are_compared_by_their_words_wherever_they_are() -> None:
    truth = replace(TRUTH, images=("1.png", "2.png"))
    moved = [replace(each, box=(0, 0, 1, 1), image=1) for each in EQUAL.turns]

    found = figures(measure(truth, [replace(EQUAL, turns=tuple(moved))], 1.0).counts)

    assert (found["turn_recall"], found["typed"], found["invented_per_image"]) == (1.0, 1.0, 0.0)


def test_a_side_that_the_picture_does_not_tell_is_not_measured() -> None:
    turns = tuple(replace(each, side=None) for each in TRUTH.turns)

    assert measured(EQUAL, replace(TRUTH, turns=turns))["side_accuracy"] is None


@pytest.mark.parametrize("picture", ["😭", "👍🏽", "🇫🇷", "❤️", "🏃‍♀️", "\ufffc", "‼️"])
def test_emoji_do_not_count_in_the_words(picture: str) -> None:
    assert plain(f"oui {picture} non{picture}") == "oui non"


@given(st.text(), st.text())
def test_the_error_rate_is_zero_for_equals_only(one: str, other: str) -> None:
    assert cer(one, one) == 0.0
    assert (cer(one, other) == 0.0) == (one == other)


@given(st.lists(st.builds(Counts, turns=st.integers(0, 9), found=st.integers(0, 9)), max_size=4))
def test_counts_add_up(given_counts: list[Counts]) -> None:
    total = sum(given_counts, Counts())

    assert total.turns == sum(each.turns for each in given_counts)
    assert total.cpu_seconds == 0.0


def verdict(says: str, by_variant: dict[str, Counts]) -> Verdict:
    """The verdict on the bar that begins like this."""
    (found,) = [each for each in verdicts(by_variant) if each.bar.says.startswith(says)]
    return found


def test_a_bar_is_met_missed_or_not_measured_over_its_own_variants() -> None:
    by_variant = {"clean": Counts(turns=100, found=98), "photo": Counts(turns=100, found=10)}

    found = verdict("turns found, clean", by_variant)

    assert (found.met, found.value) == (True, 0.98)
    assert verdict("turns found, clean", {"small_554": Counts(turns=100, found=97)}).met is False
    assert verdict("turns found, clean", {"photo": Counts(turns=9)}).met is None


def test_a_poor_photo_that_says_so_is_enough() -> None:
    poor = Counts(turns=10, found=2, poor=1)

    assert verdict("turns found, photo", {"photo": poor}).met is False
    assert verdict("turns found, photo", {"photo": replace(poor, poor_said=1)}).met is True


def test_every_bar_names_a_figure_and_one_limit() -> None:
    for bar in bars():
        assert bar.limit.figure in FIGURES
        assert (bar.limit.at_least is None) != (bar.limit.at_most is None)


def test_a_variant_has_one_name() -> None:
    assert [variant_of(each) for each in ("jpeg_q40", "q40", "odd")] == ["q40", "q40", "odd"]
