"""Writes docs/signals.md from the packs, so that the page says every stage and every rule.

Usage: python -m scripts.signals_page
"""

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from vigie.kernel.findings import Stage
from vigie.kernel.registry import explain
from vigie.signals.detectors import detectors
from vigie.signals.packs import LANGUAGES, Rule
from vigie.signals.rulesets import built_in, sources
from vigie.signals.severity import conjunctions
from vigie.signals.testimony import answer_rules

PAGE = Path(__file__).parents[1] / "docs/signals.md"
STAGES: dict[Stage, str] = {
    "access_fame": "Fame used as a lever.",
    "profile_age": "An age asked or told; weighs nothing alone.",
    "profile_place": "Place, being alone, knowledge of the person's life.",
    "trust": "Flattery, being the only one, drawing away from others.",
    "secrecy": "Hide, delete, tell nobody.",
    "platform_move": "Moving to another application; weighs nothing alone.",
    "boundary_test": "Dares and questions that test limits.",
    "solicit_image": "Asks for an image.",
    "incentive": "Gifts, money, favours.",
    "guilt": "Emotional blackmail.",
    "threat_exposure": "Threatens to publish or tell.",
    "payment_demand": "Demands money.",
    "meet": "Proposes to meet.",
    "bullying": "Insult, pile-on, exclusion.",
    "hate": "Racist, sexist, homophobic and other hate.",
    "poses_as_peer": "A false age or a false closeness.",
    "image_sent": "The person tells of an image sent.",
    "image_published": "An image was published or shown.",
    "contact_abuse": "Physical or sexual violence told.",
    "child_distress": "Refusal, fear, call for help, self-harm; raises, never blames.",
    "report_frame": "Telling what somebody else said or did.",
}
HEAD = """# Signals

Patterns quote, conjunctions grade, people decide. This page is written by
`python -m scripts.signals_page`; a test keeps it true.

In a pattern, a space is any separator inside a sentence, `~` a gap of six words at most, `{name}` a
word list of `words.toml`. *alone* means that one sign is P4 by itself, *with* that it counts only
together with others, *zero* that it is only kept.
"""


def lines() -> Iterator[str]:
    """The page, line by line."""
    yield HEAD
    for stage in get_args(Stage):
        yield f"## `{stage}`\n\n{STAGES[stage]}\n"
        yield "| rule | weight | what | source |\n|---|---|---|---|"
        yield from (row(rule) for name in LANGUAGES for rule in rules_of(name, stage))
        yield ""
    yield "## Detectors\n"
    yield from (f"- `{name}`: {explain(each)}" for name, each in detectors.all().items())
    yield "\n## Contexts\n\n| context | what | lowers |\n|---|---|---|"
    for context in (each for name in LANGUAGES for each in built_in().packs[name].contexts):
        yield f"| `{context.id}` | {context.note.en} | {', '.join(sorted(context.lowers))} |"
    yield "\n## Severity\n\n| conjunction | severity | sentence |\n|---|---|---|"
    for each in conjunctions():
        yield f"| `{each.id}` | {each.severity} | {each.sentence.en} |"
    yield "\n## What the witness answers\n\n| answer | severity | sentence |\n|---|---|---|"
    for answer in answer_rules():
        yield f"| `{answer.id}` | {answer.severity} | {answer.sentence.en} |"
    yield "\n## Sources\n"
    yield from (f"- `{name}`: {text}" for name, text in sources().items())


def rules_of(language: str, stage: Stage) -> Iterator[Rule]:
    """The rules of a stage in one language."""
    return (rule for rule in built_in().packs[language].rules if rule.stage == stage)


def row(rule: Rule) -> str:
    """One rule's line."""
    return f"| `{rule.id}` | {rule.weight} | {rule.note.en} | {rule.source} |"


def page() -> str:
    """The whole page."""
    return "\n".join(lines()) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
