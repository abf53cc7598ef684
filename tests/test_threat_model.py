"""Each test that the threat model names exists, and each mitigation names one."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
BENCHMARK = re.compile(r"`(benchmarks/\w+\.py)`")


def threat_model() -> str:
    return (ROOT / "THREAT_MODEL.md").read_text(encoding="utf-8")


def test_every_test_that_is_named_exists() -> None:
    named = TEST.findall(threat_model())

    missing = [f"{path}::{name}" for path, name in named if not defines(ROOT / path, name)]

    assert len(named) > 50
    assert missing == []


def test_every_benchmark_that_is_named_exists() -> None:
    named = BENCHMARK.findall(threat_model())

    assert len(named) >= 3
    assert [each for each in named if not (ROOT / each).is_file()] == []


def test_every_mitigation_names_what_shows_it() -> None:
    _, after = threat_model().split("\n## What stands in the way\n")
    mitigations, _ = after.split("\n## Accepted risks\n")

    rows = [line for line in mitigations.splitlines() if line.startswith("| ")]
    said = [row for row in rows if not row.startswith("| Mitigation ")]

    assert len(said) > 40
    assert [row for row in said if not (TEST.search(row) or BENCHMARK.search(row))] == []


def defines(path: Path, name: str) -> bool:
    return path.is_file() and f"def {name}(" in path.read_text(encoding="utf-8")
