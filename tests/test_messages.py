"""The catalogues: every text has its French, none is doubtful, and what runs is what is written."""

from pathlib import Path

import pytest

from scripts.messages import CATALOGUES, catalogue_in, problems_of


@pytest.mark.parametrize("folder", CATALOGUES, ids=lambda folder: folder.parent.name)
def test_every_text_has_its_french_and_the_compiled_catalogue_is_in_step(folder: Path) -> None:
    assert list(problems_of(folder)) == []


@pytest.mark.parametrize("folder", CATALOGUES, ids=lambda folder: folder.parent.name)
def test_the_witness_is_addressed_as_a_friend_and_nobody_is_called_a_predator(
    folder: Path,
) -> None:
    texts = [entry.msgstr.lower() for entry in catalogue_in(folder)]

    assert texts
    assert [each for each in texts if "prédateur" in each or "predator" in each] == []
