"""The state of accessibility: 106 criteria, each with a state, counted right, its tests there."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CRITERIA_OF_THEMES = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)
STATES = ("conform", "not applicable", "not conform", "to be checked")
ROW = re.compile(r"^\| (\d+\.\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
COUNT = re.compile(r"^\| \*\*([\w ]+)\*\* \| (\d+) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def page() -> str:
    return (ROOT / "ACCESSIBILITY.md").read_text(encoding="utf-8")


def test_all_106_criteria_are_there_in_order() -> None:
    numbers = [row[0] for row in ROW.findall(page())]

    expected = [
        f"{theme}.{n}"
        for theme, count in enumerate(CRITERIA_OF_THEMES, start=1)
        for n in range(1, count + 1)
    ]
    assert len(expected) == 106
    assert numbers == expected


def test_the_counts_are_those_of_the_rows() -> None:
    counted = Counter(row[2] for row in ROW.findall(page()))

    told = {state: int(n) for state, n in COUNT.findall(page())}

    assert set(counted) <= set(STATES)
    assert told == counted


def test_every_test_that_is_named_exists() -> None:
    named = TEST.findall(page())

    assert len(named) > 15
    for path, name in named:
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), name
