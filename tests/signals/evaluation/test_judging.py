"""What is right, how early, and what rates and precisions say."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.kernel.conversations import Conversation, Source, Turn
from vigie.kernel.findings import Bilingual, Findings, Quote, Severity, Signal, Stage
from vigie.signals.evaluation.cases import Case, Expected
from vigie.signals.evaluation.disguises import DISGUISES, disguised
from vigie.signals.evaluation.figures import Rate, precision, precision_interval
from vigie.signals.evaluation.judging import judge, words_until_found
from vigie.signals.evaluation.report import early, losses, precisions, rows, subgroups, sums

NOTE = Bilingual("Note.", "Note.")


def case_of(*texts: str, expected: Expected = "concern", subgroup: str = "") -> Case:
    turns = tuple(Turn(n, text, author="AB"[n % 2]) for n, text in enumerate(texts))
    talk = Conversation("c", Source("text"), turns)
    return Case("c", "f", "fr", expected, talk, subgroup=subgroup)


def signal(stage: Stage, *, reported: bool, speaker: str = "A") -> Signal:
    return Signal(stage, "r", speaker, (Quote(0, 0, 1, "x"),), NOTE, reported)


def findings(severity: Severity, *signals: Signal, concern: str | None = None) -> Findings:
    return Findings("c", severity, signals, speaker_of_concern=concern)


@pytest.mark.parametrize(
    ("expected", "severity", "right"),
    [
        ("concern", "P4", True),
        ("concern", "none", False),
        ("ordinary", "none", True),
        ("ordinary", "P4", False),
    ],
)
def test_concern_is_found_and_ordinary_left_alone(
    expected: Expected, severity: Severity, *, right: bool
) -> None:
    assert judge(case_of("x", expected=expected), findings(severity)).right is right


def test_what_is_told_is_laid_to_others_only() -> None:
    case = case_of("x", expected="reported")
    told = signal("solicit_image", reported=True, speaker="reported")
    own = signal("child_distress", reported=False)
    accused = signal("solicit_image", reported=False)

    assert judge(case, findings("P2", told, own, concern="reported")).right
    assert not judge(case, findings("P2", told, accused)).right
    assert not judge(case, findings("P2", told, concern="A")).right
    assert not judge(case, findings("none", told)).right


def test_words_are_counted_until_something_is_found() -> None:
    case = case_of("un deux", "trois", "quatre cinq six")

    def at_three(one: Case) -> Findings:
        return findings("P4" if len(one.conversation.turns) > 1 else "none")

    assert words_until_found(case, at_three) == 3
    assert words_until_found(case, lambda _: findings("none")) is None


@given(st.integers(0, 50), st.integers(0, 50))
def test_an_interval_holds_its_share(right: int, wrong: int) -> None:
    rate = Rate(right, right + wrong)
    low, high = rate.interval

    assert 0 <= low <= high <= 1
    assert rate.share is None or low - 1e-9 <= rate.share <= high + 1e-9


def test_precision_falls_with_prevalence() -> None:
    found = [precision(0.81, 0.0029, each) for each in (1 / 100, 1 / 1_000, 1 / 10_000)]

    assert [round(each, 2) for each in found if each is not None] == [0.74, 0.22, 0.03]
    assert precision(0.0, 0.0, 0.1) is None
    least, most = precision_interval(Rate(81, 100), Rate(99, 100), 0.01)
    assert least is not None
    assert most is not None
    assert 0 < least < most < 1


def test_a_report_counts_by_function_sum_subgroup_and_words() -> None:
    judged = [
        judge(case_of("x"), findings("P4")),
        judge(case_of("x"), findings("none")),
        judge(case_of("x", expected="ordinary", subgroup="lgbt"), findings("none")),
    ]

    assert {row.expected: row.rate for row in rows(judged)} == {
        "concern": Rate(1, 2),
        "ordinary": Rate(1, 1),
    }
    assert [row.met for row in rows(judged)] == [False, True]
    assert sums(judged)["concern", "fr", ""] == Rate(1, 2)
    assert subgroups(judged) == {"lgbt": Rate(1, 1)}
    assert [each.share for each in precisions(judged)] == [1.0, 1.0, 1.0]
    assert early(judged, lambda _: findings("P4"))[5] == Rate(2, 2)
    assert losses(judged, lambda _: findings("none"))["leet"] == Rate(0, 1)


@pytest.mark.parametrize("name", DISGUISES)
def test_a_disguise_hides_about_three_words_in_ten(name: str) -> None:
    words = ["envoie", "photo", "secret", "personne", "demain"] * 60
    case = case_of(" ".join(words))

    hidden = disguised(case.conversation, name).turns[0].text

    again = disguised(case.conversation, name).turns[0].text
    assert hidden == again
    whole = sum(hidden.count(word) for word in set(words))
    assert math.isclose(whole / len(words), 0.7, abs_tol=0.12)


@pytest.mark.parametrize("name", DISGUISES)
def test_a_disguise_leaves_something_of_a_word(name: str) -> None:
    chance = random.Random(1)

    for word in ("envoie", "aeiou", "photos", "été!"[:3] + "s"):
        assert DISGUISES[name](word, chance).strip()
