"""The glossary points into the code: every place it names is there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = re.compile(r"`((?:[a-z_]+/)+[A-Za-z0-9_.-]*)`")


def test_every_place_that_the_glossary_names_is_there() -> None:
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")

    places = PLACE.findall(text)

    assert len(places) > 50
    here = (ROOT / "src" / "vigie", ROOT)
    assert [each for each in places if not any((root / each).exists() for root in here)] == []


def test_a_term_has_one_row() -> None:
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")

    rows = [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")]
    terms = [each for each in rows if each != "Term"]

    assert len(terms) > 60
    assert len(terms) == len(set(terms))
