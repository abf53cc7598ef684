"""An explanation says which rules spoke, which did not and why, and what was missing."""

import json

import pytest

from tests.signals.suite import conversation_of
from vigie.signals.explaining import Explanation, explain, explanation_to_json
from vigie.signals.rulesets import built_in
from vigie.signals.trials import growing_checked

GUARDED = """
[[rule]]
id = "en.trust.lighthouse"
stage = "trust"
patterns = ['our lighthouse']
unless = ['harbour']
note = { fr = "Se dit un refuge.", en = "Calls itself a refuge." }
source = "childline"
examples = ["our lighthouse", "at our lighthouse", "our lighthouse tonight"]
counter_examples = ["the lighthouse", "our lighthouse in the harbour", "our house"]
"""


def explained(*lines: str) -> Explanation:
    return explain(conversation_of("\n".join(lines)))


def because(explanation: Explanation, rule: str) -> list[str]:
    return [each.because for each in explanation.words if each.rule == rule and not each.spoke]


def test_a_rule_that_spoke_says_its_words_and_pattern() -> None:
    found = explained("A: envoie une photo de toi", "B: non")

    spoke = [each for each in found.words if each.spoke and each.pattern]
    assert any(each.quote.text.startswith("envoie une photo") for each in spoke)
    assert found.languages == ("fr",)


def test_a_guard_that_held_is_named() -> None:
    rules = growing_checked(built_in(), {"ours": GUARDED})

    found = explain(conversation_of("A: our lighthouse is in the harbour"), rules)

    assert because(found, "en.trust.lighthouse") == ["its guard harbour is there"]


def test_advice_is_said_to_be_advice() -> None:
    found = explained("A: si quelqu'un te demande une photo nue, ne l'envoie jamais")

    assert any("advice" in each.because for each in found.words)
    assert found.findings.severity == "none"


def test_what_lacks_one_thing_to_a_graver_severity_is_said() -> None:
    found = explained("A: envoie une photo de toi en maillot", "B: non")

    assert {"threat_exposure"} <= {each.missing for each in found.near}
    assert all(each.severity < found.findings.severity for each in found.near)


@pytest.mark.parametrize("lines", [(), ("A: bonjour",), ("A: \ud83d",)])
def test_nothing_to_explain_is_no_error(lines: tuple[str, ...]) -> None:
    found = explain(conversation_of("\n".join(lines) or "A: x"))

    assert json.dumps(explanation_to_json(found))
