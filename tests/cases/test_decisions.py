"""What an organisation must decide: how each is written, and which are still missing."""

import pytest

from vigie.cases.decisions import asked, missing
from vigie.evidence.keys import identity_from_seed, new_identity
from vigie.kernel.errors import BadInput

GOOD = {
    "csam_policy": "refuse",
    "dpia": "AIPD-2026-03 2026-03-12",
    "lawful_basis": "legitimate_interests",
    "retention": "accepted",
    "archive_years": "20",
    "timestamps": "renounced",
    "on_call": "Camille, puis le 3018",
    "backups": "coffre de la banque, Noor",
}


def names_missing(decided: dict[str, str]) -> set[str]:
    return {each.name for each in missing(decided)}


def test_everything_is_missing_at_first_and_nothing_at_the_end() -> None:
    assert names_missing({}) == set(GOOD)
    assert names_missing(GOOD) == set()


def test_handing_to_justice_asks_for_its_key() -> None:
    sealed = GOOD | {"csam_policy": "seal"}

    assert names_missing(sealed) == {"judicial_recipient"}
    assert names_missing(sealed | {"judicial_recipient": new_identity()[1]}) == set()


@pytest.mark.parametrize("name", list(asked()))
def test_a_decision_says_what_it_is_about_and_where_that_comes_from(name: str) -> None:
    one = asked()[name]

    assert one.sentence.fr.endswith(".")
    assert one.sentence.en.endswith(".")
    assert len(one.source) >= 20
    assert len(name) <= 20
    assert one.command().startswith(f"vigie decide {name}=")


def test_each_value_is_taken_as_it_is_asked_for() -> None:
    assert {name: asked()[name].check(f" {value} ") for name, value in GOOD.items()} == GOOD


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("csam_policy", "keep"),
        ("csam_policy", ""),
        ("judicial_recipient", "age1notakey"),
        ("judicial_recipient", identity_from_seed(bytes(32))[0]),
        ("dpia", "AIPD-2026-03"),
        ("dpia", "AIPD 2026-02-31"),
        ("dpia", "2026-03-12"),
        ("archive_years", "0"),
        ("archive_years", "61"),
        ("archive_years", "vingt"),
        ("archive_years", "²"),
        ("on_call", " "),
        ("on_call", "x" * 201),
        ("backups", "deux\nlignes"),
    ],
)
def test_another_value_is_refused_with_how_to_write_it(name: str, value: str) -> None:
    with pytest.raises(BadInput, match=name):
        asked()[name].check(value)
