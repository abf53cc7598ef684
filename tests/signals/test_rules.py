"""Every rule finds its examples and leaves its counter-examples; packs are complete and sourced."""

import re
from collections import Counter

import pytest

from vigie.kernel.findings import Stage
from vigie.signals.packs import LANGUAGES, Rule
from vigie.signals.rulesets import built_in, sources
from vigie.signals.screen import signs
from vigie.signals.talk import talk_of
from vigie.signals.trials import conversation_of

STAGES: tuple[Stage, ...] = Stage.__args__  # type: ignore[attr-defined]
RULES = {rule.id: rule for rule in built_in().rules}
rules = built_in().rules
LONGEST_PATTERN_CHARS = 600
MOST_PATTERNS = 24


def found_in(text: str) -> set[str]:
    return {found.rule for found in signs(talk_of(conversation_of(text)))}


def of_stage(stage: Stage) -> list[Rule]:
    return [rule for rule in rules if rule.stage == stage]


@pytest.mark.parametrize("stage", STAGES)
def test_the_rules_of_a_stage_find_their_examples(stage: Stage) -> None:
    told = [(rule, each) for rule in of_stage(stage) for each in rule.examples]

    assert [(rule.id, each) for rule, each in told if rule.id not in found_in(each)] == []
    assert [rule.id for rule in of_stage(stage) if len(rule.examples) < 3] == []


@pytest.mark.parametrize("stage", STAGES)
def test_the_rules_of_a_stage_leave_their_counter_examples_alone(stage: Stage) -> None:
    told = [(rule, each) for rule in of_stage(stage) for each in rule.counter_examples]

    assert [(rule.id, each) for rule, each in told if rule.id in found_in(each)] == []
    assert [rule.id for rule in of_stage(stage) if len(rule.counter_examples) < 3] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_stage_has_twelve_patterns_or_more_in_each_language(language: str) -> None:
    counts: Counter[Stage] = Counter()
    for rule in built_in().packs[language].rules:
        counts[rule.stage] += len(rule.patterns) + len(rule.parts)

    assert [stage for stage in STAGES if counts[stage] < 12] == []


def test_a_rule_is_one_idea_in_a_few_lines() -> None:
    sizes = {rule.id: len(rule.patterns) + len(rule.parts) for rule in rules}
    long = [
        (rule.id, each)
        for rule in rules
        for each in (*rule.patterns, *rule.parts)
        if len(each) > LONGEST_PATTERN_CHARS
    ]

    assert [name for name, size in sizes.items() if size > MOST_PATTERNS] == []
    assert long == []


def test_rules_have_names_of_their_own_and_a_known_source() -> None:
    assert len(RULES) == len(rules)
    for rule in rules:
        assert rule.id.startswith(f"{rule.language}.{rule.stage}.")
        assert rule.source in sources()
        assert rule.note.fr.endswith(".")
        assert rule.note.en.endswith(".")


def test_a_pack_is_named_by_its_date_and_a_hash() -> None:
    versions = built_in().versions

    assert set(versions) == set(LANGUAGES)
    assert all(re.fullmatch(r"\d{4}\.\d{2}\+[0-9a-f]{8}", each) for each in versions.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_short_forms_are_as_they_are_met_in_a_normal_text(language: str) -> None:
    forms = built_in().packs[language].short_forms

    assert all(re.fullmatch(r"[a-z0-9]+", short) for short in forms)
    assert all(re.fullmatch(r"[a-z ]+", long) for long in forms.values())
