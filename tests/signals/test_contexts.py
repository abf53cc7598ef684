"""What a conversation is plainly about takes weight off the signs it explains, and no others."""

import pytest

from tests.signals.suite import conversation_of
from vigie.kernel.conversations import Conversation, Source, Turn
from vigie.kernel.findings import Severity
from vigie.signals.contexts import contexts_of
from vigie.signals.packs import LANGUAGES, Context
from vigie.signals.rulesets import built_in, sources
from vigie.signals.screen import screen
from vigie.signals.talk import talk_of

CONTEXTS = {each.id: each for language in LANGUAGES for each in built_in().packs[language].contexts}


def held_by(text: str, context: Context) -> set[str]:
    talk = talk_of(Conversation("one", Source("text"), (Turn(0, text),)))
    return {each.id for each in contexts_of(talk, (context.language,))}


def severity_of(*lines: str) -> Severity:
    return screen(conversation_of("\n".join(lines))).severity


@pytest.mark.parametrize("name", CONTEXTS)
def test_a_context_holds_for_its_examples_only(name: str) -> None:
    context = CONTEXTS[name]

    assert len(context.examples) >= 3
    assert len(context.counter_examples) >= 3
    assert [each for each in context.examples if name not in held_by(each, context)] == []
    assert [each for each in context.counter_examples if name in held_by(each, context)] == []


@pytest.mark.parametrize("name", CONTEXTS)
def test_a_context_is_named_sourced_and_explains_something(name: str) -> None:
    context = CONTEXTS[name]

    assert name.startswith(f"{context.language}.")
    assert context.source in sources()
    assert context.lowers
    assert context.unless


@pytest.mark.parametrize(
    ("ordinary", "concern"),
    [
        (
            ("A: pay by midnight or i relist it", "B: ok paying now"),
            ("A: pay by midnight or i post it", "B: please no"),
        ),
        (
            ("A: allume la caméra je te vois pas", "B: oui mamie attends"),
            ("A: allume ta caméra je veux te voir", "B: non ma mère est à côté"),
        ),
        (
            ("A: pas un mot à ta mère", "B: promis", "A: le gâteau arrive à 15h"),
            ("A: pas un mot à ta mère", "B: promis", "A: t'es seule ?"),
        ),
    ],
)
def test_the_same_words_weigh_by_what_the_talk_is_about(
    ordinary: tuple[str, ...], concern: tuple[str, ...]
) -> None:
    assert severity_of(*ordinary) == "none"
    assert severity_of(*concern) != "none"


@pytest.mark.parametrize(
    "everyday",
    [
        ("A: pay up or i tell everyone u cried at the film", "B: lol", "A: u owe me a fiver"),
        ("A: im telling dad", "B: snitch", "A: u ate my yoghurt"),
        ("A: je partage ton lien partout", "B: merci pour le soutien", "A: super le live"),
        ("A: ne partage pas ça stp", "B: ok", "A: j'ai une gastro"),
        ("A: envoie-moi une photo de lui", "B: ok", "A: tu peux récupérer Lou ce soir"),
    ],
)
def test_everyday_matters_are_left_alone(everyday: tuple[str, ...]) -> None:
    assert severity_of(*everyday) == "none"


@pytest.mark.parametrize("secret", ["t'es seule ?", "envoie une photo de toi nue"])
def test_everyday_matters_give_way_to_strong_signs(secret: str) -> None:
    assert severity_of("A: tu me dois un kebab", "B: ok", f"A: {secret}", "B: non") != "none"


def test_an_intimate_request_is_never_explained_away() -> None:
    found = severity_of("A: le gâteau est prêt, mamie arrive", "A: envoie une photo de toi nue")

    assert found != "none"


def test_lowered_signs_are_still_quoted() -> None:
    found = screen(
        conversation_of("A: pas un mot à ta mère\nB: promis\nA: la cagnotte avance pour ses 40 ans")
    )

    assert found.severity == "none"
    assert "secrecy" in {each.stage for each in found.signals}


def test_one_word_explains_no_sign_that_is_enough_alone() -> None:
    one = screen(conversation_of("A: dis rien à tes parents\nB: j'ai la grippe"))
    two = screen(conversation_of("A: dis rien à tes parents\nB: j'ai la grippe, fièvre et tout"))

    assert (one.severity, two.severity) == ("P4", "none")


def test_an_english_rule_does_not_fire_on_a_french_word() -> None:
    found = screen(conversation_of("A: je suis en retard\nB: t'inquiète on est pas pressés"))

    assert [each.rule for each in found.signals if each.rule.startswith("en.")] == []


def test_what_both_sides_ask_of_each_other_weighs_nothing() -> None:
    asked = "A: envoie une photo de toi"

    assert severity_of(asked, "B: toi aussi envoie une photo de toi") == "none"
    assert severity_of(asked, "A: allez envoie une photo de toi", "B: non") != "none"


def test_what_both_sides_do_still_weighs_beside_secrecy() -> None:
    both = ("A: envoie une photo de toi", "B: envoie une photo de toi toi")

    assert severity_of(*both, "A: ça reste entre nous") != "none"
