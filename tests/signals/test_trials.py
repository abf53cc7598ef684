"""A rule on trial finds its examples, and says what it would change in the past."""

import pytest

from tests.signals.suite import conversation_of
from vigie.kernel.errors import Misconfigured
from vigie.signals.rulesets import built_in, rules_in
from vigie.signals.screen import screen
from vigie.signals.trials import added, growing_checked, trial

RULE = """
[[rule]]
id = "en.trust.lighthouse"
stage = "trust"
weight = "alone"
parts = ['our lighthouse', 'other: ^(?:ok|fine)', 'just (?:you|us)']
note = { fr = "Se dit un refuge.", en = "Calls itself a refuge." }
source = "childline"
examples = [
    "A: meet me at our lighthouse\\nB: ok\\nA: just us",
    "A: our lighthouse, remember\\nB: fine\\nA: just you and me",
    "B: hello\\nA: our lighthouse tonight?\\nB: ok\\nA: just us two",
]
counter_examples = ["our lighthouse", "A: our lighthouse\\nA: just us", "just us"]
"""
PAST = ("A: our lighthouse?\nB: ok\nA: just us", "A: hi\nB: hello")


def test_rules_of_ones_own_run_beside_those_of_vigie() -> None:
    grown = growing_checked(built_in(), {"ours": RULE})

    assert [rule.id for rule in added(built_in(), grown)] == ["en.trust.lighthouse"]
    assert grown.versions["en"] != built_in().versions["en"]
    assert grown.versions["fr"] == built_in().versions["fr"]
    spoken = screen(conversation_of("A: envoie une photo de toi nue"), grown)
    assert spoken.severity == screen(conversation_of("A: envoie une photo de toi nue")).severity


def test_a_trial_counts_where_a_rule_speaks_and_what_would_change() -> None:
    grown = growing_checked(built_in(), {"ours": RULE})

    found = trial(built_in(), grown, map(conversation_of, PAST))

    assert found.read == 2
    assert len(found.spoke) == len(found.changed) == 1
    assert (found.spoke[0].before, found.spoke[0].after) == ("none", "P4")


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (RULE.replace("parts", "pattern"), "nothing is called pattern"),
        (RULE.replace('note = { fr = "Se dit un refuge.", en', "note = { en"), "note is"),
        (RULE.replace("our lighthouse', 'other", "our (lighthouse', 'other"), "bracket"),
        ("rule = 3", "each rule is a table"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_reason(broken: str, reason: str) -> None:
    with pytest.raises(Misconfigured, match=reason):
        growing_checked(built_in(), {"ours": broken})


def test_a_folder_without_rules_is_said(tmp_path: object) -> None:
    with pytest.raises(Misconfigured, match="no rules here"):
        rules_in(tmp_path)  # type: ignore[arg-type]
