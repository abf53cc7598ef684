"""A narrative is read as reported words, and an answer counts as much as a screenshot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.kernel.answers import URGENT_KINDS, Answers, UrgentKind
from vigie.kernel.findings import Severity
from vigie.signals.testimony import answer_rules, grade, screen_narrative


def test_a_narrative_attributes_inner_words_to_the_reported_person() -> None:
    text = "J'avais 13 ans. Il m'a dit : envoie une photo de toi nue, dis rien à ta mère."

    found = screen_narrative(text)

    assert found.severity == "P2"
    assert found.speaker_of_concern == "reported"
    for signal in found.signals:
        assert signal.reported == (signal.speaker == "reported")
        for quote in signal.quotes:
            assert (quote.turn, text[quote.start : quote.end]) == (0, quote.text)


def test_what_the_witness_did_is_the_witness_s() -> None:
    found = screen_narrative("je lui ai envoyé des nudes et j'ai peur qu'il les montre")

    assert {each.speaker for each in found.signals if each.stage == "image_sent"} == {"witness"}


@given(st.text())
def test_any_narrative_is_screened(text: str) -> None:
    found = screen_narrative(text)

    assert all(quote.text in text for each in found.signals for quote in each.quotes)


def test_nothing_answered_is_still_read_by_a_person() -> None:
    given_back = grade(Answers(), ())

    assert given_back.severity == "P4"
    assert len(given_back.why) == 1


@pytest.mark.parametrize("kind", URGENT_KINDS)
def test_each_urgent_way_is_p1_with_its_own_reason(kind: UrgentKind) -> None:
    given_back = grade(Answers(urgent=kind), ())

    assert given_back.severity == "P1"
    assert given_back.why[0].sentence.fr


def test_urgent_reasons_differ() -> None:
    reasons = {grade(Answers(urgent=kind), ()).why[0].sentence for kind in URGENT_KINDS}

    assert len(reasons) == len(URGENT_KINDS)


@pytest.mark.parametrize(
    ("answers", "severity"),
    [
        (Answers(published="yes"), "P1"),
        (Answers(happenings=("threat",), sent="yes"), "P1"),
        (Answers(age_then=13, sent="yes"), "P2"),
        (Answers(age_then=13, asked="yes"), "P2"),
        (Answers(age_then=13, happenings=("meeting",)), "P2"),
        (Answers(happenings=("touched",)), "P2"),
        (Answers(age_then=25, asked="yes"), "P3"),
        (Answers(attacked="yes"), "P3"),
        (Answers(teller="under_13_account"), "P4"),
    ],
)
def test_an_answer_counts_as_much_as_a_screenshot(answers: Answers, severity: Severity) -> None:
    assert grade(answers, ()).severity == severity


def test_the_gravest_of_answers_and_findings_is_kept_with_its_reason() -> None:
    found = screen_narrative("il a posté mes nudes")

    given_back = grade(Answers(asked="yes"), (found,))

    assert given_back.severity == "P1"
    assert given_back.why[0].sentence == found.why[0].sentence
    assert len(given_back.why) == 1


def test_reasons_are_those_of_the_grade_and_do_not_overlap() -> None:
    answers = Answers(
        age_then=13, sent="yes", asked="yes", happenings=("photo_request", "secrecy", "money")
    )

    given_back = grade(answers, ())

    assert given_back.severity == "P2"
    assert len(given_back.why) == 1


def test_what_implies_a_reason_is_an_answer_rule() -> None:
    names = {rule.id for rule in answer_rules()}

    assert all(rule.implied_by <= names for rule in answer_rules())


@pytest.mark.parametrize(
    "text",
    [
        "J'ai gardé mes messages.",
        "J'ai fait une capture d'écran.",
        "I kept my messages and took a screenshot.",
    ],
)
def test_what_a_witness_keeps_is_no_threat_and_no_image_sent(text: str) -> None:
    stages = {each.stage for each in screen_narrative(text).signals}

    assert stages.isdisjoint({"threat_exposure", "image_sent"})


def test_every_answer_rule_names_a_field_of_the_answers() -> None:
    for rule in answer_rules():
        rule.holds(Answers())
        assert rule.sentence.fr
        assert rule.sentence.en


def test_wanting_it_to_stop_for_others_is_no_farewell() -> None:
    found = screen_narrative("J'ai 21 ans maintenant et je veux que ça s'arrête pour les autres.")

    assert found.severity != "P1"


def test_an_agency_that_wants_a_photo_has_published_none() -> None:
    found = screen_narrative("Une agence m'a écrit, ils veulent une photo avant le contrat.")

    assert all(signal.stage != "image_published" for signal in found.signals)
