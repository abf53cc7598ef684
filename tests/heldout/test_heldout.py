"""The held-out files are the ones whose hashes were committed before anything was tuned."""

import hashlib
import zipfile
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SUITE = HERE.parents[1] / "src/vigie/signals/functions"
LISTS = {"screenshots.sha256": HERE / "screenshots", "conversations.sha256": HERE}


@pytest.mark.parametrize("name", LISTS)
def test_every_file_is_the_one_that_was_promised(name: str) -> None:
    promised = [line.split() for line in (HERE / name).read_text().splitlines()]

    found = {
        file: hashlib.sha256((LISTS[name] / file).read_bytes()).hexdigest() for _, file in promised
    }

    assert found == {file: digest for digest, file in promised}


def test_the_suite_and_the_blind_conversations_are_those_that_were_promised() -> None:
    promised = {name: digest for digest, name in map(str.split, _lines("signals.sha256"))}

    found = {
        name: hashlib.sha256((place / name).read_bytes()).hexdigest()
        for name, place in (
            ("open.jsonl", SUITE),
            ("shut.jsonl", SUITE),
            ("blind_talks.jsonl", HERE),
        )
    }

    assert found == promised


def _lines(name: str) -> list[str]:
    return (HERE / name).read_text().splitlines()


def test_what_draws_the_blind_screenshots_is_what_was_promised() -> None:
    lines = (HERE / "blind.sha256").read_text().splitlines()
    promised = {file: digest for digest, file in map(str.split, lines) if file.endswith(".py")}

    with zipfile.ZipFile(HERE / "blind_themes.zip") as made:
        found = {each: hashlib.sha256(made.read(each)).hexdigest() for each in made.namelist()}

    assert found == promised
