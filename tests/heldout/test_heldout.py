"""The held-out files are the ones whose hashes were committed before anything was tuned."""

import hashlib
from pathlib import Path

import pytest

HERE = Path(__file__).parent
LISTS = {"screenshots.sha256": HERE / "screenshots", "conversations.sha256": HERE}


@pytest.mark.parametrize("name", LISTS)
def test_every_file_is_the_one_that_was_promised(name: str) -> None:
    promised = [line.split() for line in (HERE / name).read_text().splitlines()]

    found = {
        file: hashlib.sha256((LISTS[name] / file).read_bytes()).hexdigest() for _, file in promised
    }

    assert found == {file: digest for digest, file in promised}
