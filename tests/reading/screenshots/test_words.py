"""The apps' own words are known; people's words are not taken for them."""

import pytest

from vigie.reading.screenshots.words import Name, is_time, says


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("placeholder", "Envoyer un message..."),
        ("placeholder", "Aa"),
        ("receipt", "Vu"),
        ("receipt", "Lu 20:31"),
        ("receipt", "Delivered"),
        ("deleted", "Ce message a été supprimé"),
        ("deleted", "You deleted this message"),
        ("deleted", "Vous avez annulé l’envoi d’un message"),
        ("date", "Aujourd'hui 20:14"),
        ("date", "lundi 12 mai"),
        ("date", "12/03/2026"),
        ("caption", "Camille a répondu à votre message"),
        ("me", "Moi"),
    ],
)
def test_the_words_of_the_apps_are_known(name: Name, line: str) -> None:
    assert says(name, line)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("receipt", "Vu ce que tu as fait hier, je ne viens pas"),
        ("date", "Demain je viens te chercher au collège"),
        ("date", "Mardi on va à la piscine avec toute la classe et le prof de sport"),
        ("caption", "Tu as oublié ton écharpe"),
        ("deleted", "Supprime nos messages"),
    ],
)
def test_the_words_of_people_are_not_taken_for_them(name: Name, line: str) -> None:
    assert not says(name, line)


def test_a_time_with_its_ticks_is_a_time() -> None:
    assert is_time("14:02 ✓✓")
    assert not is_time("rendez-vous 14:02")
