"""docs/signals.md says every stage, rule, detector and conjunction."""

from scripts.signals_page import PAGE, STAGES, page
from vigie.kernel.findings import Stage
from vigie.signals.rulesets import built_in


def test_the_page_is_as_the_packs_are() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_the_page_has_one_line_per_stage_and_per_rule() -> None:
    written = page()

    assert set(STAGES) == set(Stage.__args__)  # type: ignore[attr-defined]
    assert all(written.count(f"| `{rule.id}` |") == 1 for rule in built_in().rules)
