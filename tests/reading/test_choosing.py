"""A person is found under the several ways in which platforms write one name."""

import pytest

from vigie.kernel.conversations import Conversation, Participant, Source
from vigie.reading.choosing import is_with

TALK = Conversation(
    "c",
    Source("export"),
    (),
    (
        Participant("p1", "Théo Cœur", "theo.coeur_2010", owner=False),
        Participant("p2", "Léa Exemple", "lea", owner=True),
    ),
    title="Les copains",
)


@pytest.mark.parametrize(
    "wanted", ["theo coeur", "THÉO CŒUR", "@theo.coeur_2010", "les copains", "Les-Copains !"]
)
def test_case_accents_and_punctuation_do_not_count(wanted: str) -> None:
    assert is_with(TALK, wanted)


@pytest.mark.parametrize("wanted", ["Léa Exemple", "lea", "theo", "", "!!", "co"])
def test_the_owner_a_part_of_a_name_and_nothing_choose_nothing(wanted: str) -> None:
    assert not is_with(TALK, wanted)
