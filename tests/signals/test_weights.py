"""A sign that ordinary talk has too is not enough by itself: another turn must second it."""

import pytest

from tests.signals.suite import conversation_of
from vigie.kernel.findings import Severity
from vigie.signals.screen import screen


def severity_of(*lines: str) -> Severity:
    return screen(conversation_of("\n".join(lines))).severity


@pytest.mark.parametrize(
    "alone",
    [
        "A: je serai là à 19h",
        "A: le ballon il est crevé",
        "A: tu rougis dès qu'elle parle",
        "A: i know where you live",
    ],
)
def test_one_doubtful_sign_in_one_turn_is_left_alone(alone: str) -> None:
    assert severity_of(alone, "B: ok") == "none"


@pytest.mark.parametrize(
    "seconded",
    [
        ("A: i know where you live", "B: ok", "A: are you home alone?"),
        ("A: je t'attends derrière le parking", "B: ok", "A: viens seule"),
    ],
)
def test_a_doubtful_sign_is_read_when_another_turn_seconds_it(seconded: tuple[str, ...]) -> None:
    assert severity_of(*seconded) != "none"


@pytest.mark.parametrize(
    "strong", ["A: il m'a touchée", "A: personne t'aime", "A: envoie une photo de toi nue"]
)
def test_a_sure_sign_is_enough_alone(strong: str) -> None:
    assert severity_of(strong) != "none"


def test_a_reported_sign_is_read_when_somebody_tells_it() -> None:
    told = ("A: je peux te dire un truc", 'A: il a écrit "si tu le dis à tes parents je me fâche"')

    assert severity_of(*told) != "none"


def test_one_phrase_alone_is_never_of_the_gravest_degree() -> None:
    assert severity_of("A: j'ai une photo de toi") == "P2"
    assert severity_of("A: j'ai une photo de toi", "A: tu payes ou je publie") == "P1"


@pytest.mark.parametrize(
    "harmless", ["A: il menace tous les trimestres", "A: moi jusqu'à 14h après foot"]
)
def test_a_threat_needs_an_object_or_a_demand(harmless: str) -> None:
    assert severity_of(harmless, "B: ok") == "none"
