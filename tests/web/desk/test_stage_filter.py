"""Which stages are looked at, and which rules ran."""

import pytest
from django.http import QueryDict

from tests.web.desk.found import GRAVE, talk_of, view_of
from vigie.kernel.findings import Findings
from vigie.web.desk.reading_room import Reading, lay_out
from vigie.web.desk.stage_filter import findings_in, read_stages, rules_run


def noted(reading: Reading) -> list[tuple[int, str]]:
    """The message and the stage of each note on the page."""
    bubbles = [bubble for sheet in reading.sheets for bubble in sheet.bubbles]
    return [(bubble.turn.n, note.code) for bubble in bubbles for note in bubble.marked.notes]


def test_stages_are_read_from_the_address_and_what_is_none_is_left_out() -> None:
    asked = QueryDict("stage=hate&stage=<b>&stage=secrecy&stage=hate")

    assert read_stages(asked) == {"hate", "secrecy"}
    assert read_stages(QueryDict("")) == frozenset()


def test_only_the_notes_of_the_stages_asked_for_stay_and_every_turn_does() -> None:
    view = view_of(talk_of(GRAVE))
    whole = lay_out(view, frozenset())

    kept = lay_out(view, frozenset(), frozenset({"threat_exposure", "profile_age"}))

    assert {turn for turn, _ in noted(kept)} == {0, 1, 4}
    assert noted(kept) == [
        each for each in noted(whole) if each[1] in ("threat_exposure", "profile_age")
    ]
    assert sum(len(sheet.bubbles) for sheet in kept.sheets) == len(GRAVE)
    assert kept.because == whole.because


@pytest.mark.parametrize(
    ("found", "beginning"),
    [
        (None, ""),
        (Findings("c", "none", language="fr", languages=("fr",)), ""),
        (Findings("c", "none", language="fr"), ""),
        (Findings("c", "none", language="fr", languages=("fr", "en")), "Aucune langue"),
        (Findings("c", "none", languages=("fr", "en")), "La langue n’a pas été reconnue"),
    ],
)
def test_rules_of_several_languages_are_said(found: Findings | None, beginning: str) -> None:
    said = rules_run(found)

    assert said.startswith(beginning)
    assert bool(said) == bool(beginning)
    assert said == "" or "(français, anglais)" in said


def test_an_empty_case_holds_no_findings() -> None:
    assert findings_in(None) == ()
