"""Leaning: words weighed together may ask for a look or leave alone; nothing more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.signals.suite import conversation_of
from vigie.signals.leaning import DOUBT_LOG_ODDS, LOOK_LOG_ODDS, Lean, Said, features, lean
from vigie.signals.screen import screen

INSISTENT = (
    "A: pourquoi tu réponds plus",
    "B: je sais pas",
    "A: je croyais que t'étais différente des autres toi",
    "B: c'est pas ça",
    "A: alors prouve le, juste une fois, juste pour moi",
    "B: j'ai pas envie",
)
HOMEWORK = (
    "A: t'as fini le DM de maths ?",
    "B: oui mdr il était long",
    "A: ok tu peux m'aider demain à la bibliothèque ?",
    "B: ok à 14h, ramène ta calculatrice !",
    "A: merci t'es le meilleur !",
)


def said(*lines: str) -> list[Said]:
    return [Said(line[3:], line.startswith("B")) for line in lines]


def test_words_of_pressure_lean_further_than_words_of_homework() -> None:
    pressed, homework = lean(said(*INSISTENT)), lean(said(*HOMEWORK))

    assert pressed is not None
    assert homework is not None
    assert pressed.log_odds > homework.log_odds
    assert homework.is_ordinary


def test_what_asks_to_look_quotes_the_turns_it_rests_on() -> None:
    found = screen(conversation_of("\n".join(INSISTENT)))

    assert found.severity != "none"
    for why in found.why:
        assert why.signals or any(line[3:] in why.sentence.fr for line in INSISTENT)


def test_a_short_talk_does_not_lean() -> None:
    assert lean(said("A: salut", "B: coucou", "A: ça va ?")) is None


def test_a_threat_stays_grave_among_ordinary_words() -> None:
    threat = (*HOMEWORK, "A: paye 50 euros ou je publie ta photo ce soir", "A: t'as 2 heures")

    assert screen(conversation_of("\n".join(threat))).severity == "P1"


@pytest.mark.parametrize(("odds", "look", "ordinary"), [(1.0, True, False), (-1.0, False, True)])
def test_between_doubt_and_look_nothing_changes(odds: float, look: bool, ordinary: bool) -> None:
    told, between = Lean(odds, ()), Lean((LOOK_LOG_ODDS + DOUBT_LOG_ODDS) / 2, ())

    assert (told.asks_to_look, told.is_ordinary) == (look, ordinary)
    assert not between.asks_to_look
    assert not between.is_ordinary


@given(st.lists(st.builds(Said, st.text(), st.sampled_from((True, False, None))), min_size=4))
def test_any_lines_lean_somewhere_and_rest_on_lines_that_are_there(lines: list[Said]) -> None:
    found = lean(lines)

    assert found is not None
    assert all(0 <= place < len(lines) for place in found.lines)


def test_numbers_are_listed_by_what_age_they_could_be() -> None:
    assert features([Said("13 ans, 35, 2026", None)]) == {"#child", "ans", "#adult", "#number"}
