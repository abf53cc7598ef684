"""Screening quotes exactly, names who spoke, and grades by conjunctions only."""

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.signals.suite import conversation_of, talks
from vigie.kernel.conversations import Conversation, Source, Turn
from vigie.kernel.findings import SEVERITIES, Findings, Severity
from vigie.kernel.formats import findings_from_json, findings_to_json
from vigie.signals.screen import screen

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs/formats/findings.schema.json").read_text(encoding="utf-8")
)
ALL_TALKS = [(name, conversation) for name, _, conversation in talks()]
WORDS = st.sampled_from(
    (
        *("envoie", "une photo", "de toi", "nue", "j'ai 13 ans", "24", "«", "»", "il m'a dit"),
        *("dis rien", "à ta mère", "sinon", "je balance", "ph0t0", "s e c r e t", "\u200b", "📷"),
    )
)


def speak(*lines: str) -> Findings:
    return screen(conversation_of("\n".join(lines)))


def severities(*lines: str) -> Severity:
    return speak(*lines).severity


@given(st.lists(st.one_of(st.text(max_size=60), st.lists(WORDS).map(" ".join)), max_size=6))
@settings(max_examples=150, deadline=None)
def test_every_quote_is_the_exact_original_span(texts: list[str]) -> None:
    turns = tuple(Turn(n, text, author=f"p{n % 2}") for n, text in enumerate(texts))

    found = screen(Conversation("any", Source("text"), turns))

    for signal in found.signals:
        for quote in signal.quotes:
            assert turns[quote.turn].text[quote.start : quote.end] == quote.text


@pytest.mark.parametrize("file", sorted({name.split("/")[0] for name, _ in ALL_TALKS}))
def test_findings_keep_the_public_format(file: str) -> None:
    valid = jsonschema.Draft202012Validator(SCHEMA)

    for conversation in (each for name, each in ALL_TALKS if name.startswith(f"{file}/")):
        found = screen(conversation)
        written = findings_to_json(found)
        valid.validate(json.loads(json.dumps(written)))
        assert findings_from_json(written) == found
        assert (found.severity == "none") == (found.why == ())
        for why in found.why:
            said = any(turn.text in why.sentence.fr for turn in conversation.turns if turn.text)
            assert why.signals or said, "a reason rests on quoted signals, or quotes turns itself"
            assert all(0 <= position < len(found.signals) for position in why.signals)


def test_an_age_question_or_a_move_alone_weighs_nothing() -> None:
    assert severities("A: t'as quel âge ?", "B: 15") == "none"
    assert severities("A: c'est quoi ton snap ?", "B: lina.exemple") == "none"
    assert severities("A: how old are you", "B: 14") == "none"


@pytest.mark.parametrize(
    ("lines", "severity"),
    [
        (("A: j'envoie tes photos à tout le monde", "A: t'as 24h", "B: stp non"), "P1"),
        (("A: il a posté mes nudes",), "P1"),
        (("A: j'ai envie de mourir",), "P1"),
        (("A: t'as quel âge", "B: 13 et toi", "A: 25. je passe te prendre ce soir"), "P1"),
        (("A: t'as quel âge ?", "B: 13 ans", "A: envoie une photo de toi en maillot"), "P2"),
        (("A: il m'a touchée",), "P2"),
        (("A: ça reste entre nous", "A: si tu m'aimais", "B: j'ai 14 ans"), "P3"),
        (("A: personne t'aime", "A: t'es la honte de la classe"), "P3"),
        (("A: t'es vraiment mature pour ton âge",), "P4"),
    ],
)
def test_conjunctions_grade(lines: tuple[str, ...], severity: Severity) -> None:
    assert severities(*lines) == severity


def test_order_does_not_matter() -> None:
    lines = ["A: envoie une photo de toi en maillot", "B: j'ai 13 ans", "A: dis rien à ta mère"]

    assert severities(*lines) == severities(*reversed(lines)) == "P2"


def test_the_speaker_of_concern_is_the_one_who_did_it() -> None:
    found = speak("B: j'ai 13 ans", "A: envoie une photo de toi nue", "B: non arrête")

    assert found.speaker_of_concern == "A"
    assert found.speakers["B"].declared_age == 13
    assert found.speakers["A"].stages["solicit_image"].first_turn == 1


def test_reported_words_belong_to_the_one_who_is_reported() -> None:
    found = speak("A: il m'a écrit : « envoie une photo de toi nue »", "B: quoi ??")

    asked = [each for each in found.signals if each.stage == "solicit_image"]
    assert asked
    assert all(each.reported and each.speaker == "reported" for each in asked)
    assert found.speaker_of_concern == "reported"


def test_a_forwarded_turn_is_reported() -> None:
    turn = Turn(0, "envoie une photo de toi nue", author="p1", forwarded=True)

    found = screen(Conversation("forwarded", Source("text"), (turn,)))

    assert {each.reported for each in found.signals} == {True}


def test_quoting_hate_to_refuse_it_is_not_hate() -> None:
    assert severities("A: il a dit « sale arabe » à Yanis, c'est inadmissible") == "none"


def test_prevention_names_the_danger_without_being_it() -> None:
    assert severities("A: Si quelqu'un vous demande une photo nue, ne l'envoyez jamais.") == "none"


@pytest.mark.parametrize("text", ["", " ", "\u200b\u200b", "🙂" * 50, "a" * 5_000, "é\n" * 900])
def test_odd_texts_give_no_findings(text: str) -> None:
    found = screen(Conversation("odd", Source("text"), (Turn(0, text),)))

    assert found.severity == "none"
    assert found.signals == ()


def test_an_unknown_author_is_known_by_the_side() -> None:
    turns = (Turn(0, "j'ai 13 ans", side="right"), Turn(1, "envoie des nudes", side="left"))

    found = screen(Conversation("sides", Source("screenshot"), turns))

    assert found.speaker_of_concern == "left"
    assert found.severity == "P2"


def test_every_severity_can_be_reached() -> None:
    reached = {screen(conversation).severity for _, conversation in ALL_TALKS}

    assert reached == set(SEVERITIES)


def test_weak_signs_far_apart_do_not_add_up() -> None:
    quiet = ["A: il fait beau", "B: oui"] * 40
    near = speak("A: dis rien à personne", "A: t'es seule chez toi ?", *quiet)
    far = speak("A: dis rien à personne", *quiet, "A: t'es seule chez toi ?")

    assert near.severity == "P4"
    assert far.severity == "none"


def test_a_strong_sign_counts_however_far() -> None:
    quiet = ["A: il fait beau", "B: oui"] * 40

    found = speak("B: j'ai 13 ans", *quiet, "A: envoie une photo de toi nue")

    assert found.severity == "P2"
