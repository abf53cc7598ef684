"""Lines become text: emoji leave no letters, common slips are undone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.reading.engines import Line
from vigie.reading.screenshots.text import cleaned, joined, repaired, without_edited


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("3places pour toi", "3 places pour toi"),
        ("le week- end prochain", "le week-end prochain"),
        ("à l' heure qu' il est", "à l'heure qu'il est"),
        ("my parents' house", "my parents' house"),
        ("c koi t' as vu", "c koi t'as vu"),
        ("II a dit non", "Il a dit non"),
        ("lls sont partis", "Ils sont partis"),
        ("oui,mais non", "oui, mais non"),
        ("Arrête.Je ne veux pas", "Arrête. Je ne veux pas"),
        ("à 17h30, salle B12", "à 17h30, salle B12"),
        ("la 4eB et le 2ème", "la 4eB et le 2ème"),
        ("va sur example.org", "va sur example.org"),
        ("7,50 € chacun", "7,50 € chacun"),
    ],
)
def test_spacing_slips_are_undone_and_nothing_else(read: str, meant: str) -> None:
    assert repaired(read) == meant


def test_a_word_cut_at_its_hyphen_is_whole_again() -> None:
    lines = [Line("à Saint-", (0, 0, 90, 30), 1.0), Line("Malo", (0, 34, 50, 64), 1.0)]

    assert joined(lines) == "à Saint-Malo"


def test_what_an_engine_sees_in_emoji_is_taken_out() -> None:
    kept = cleaned(Line("Merci 日❤", (0, 0, 90, 30), 1.0))

    assert kept is not None
    assert kept.text == "Merci"
    assert cleaned(Line("©", (0, 0, 30, 30), 1.0)) is None


@given(st.text())
def test_repairing_never_fails_and_is_stable(text: str) -> None:
    once = repaired(text)

    assert isinstance(repaired(once), str)


def test_the_mark_of_an_edited_message_is_no_word_of_it() -> None:
    assert without_edited("on verra bien (modifié)") == ("on verra bien", True)
    assert without_edited("the edited photo") == ("the edited photo", False)
