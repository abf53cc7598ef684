"""`vigie screen --explain`: which rules spoke, which did not and why, and what was missing."""

import json
import sys

from rich.console import Console
from rich.table import Table
from rich.text import Text

from vigie.kernel.conversations import Conversation
from vigie.signals.explaining import Word, explain, explanation_to_json
from vigie.signals.rulesets import Ruleset


def explained_lines(conversation: Conversation, ruleset: Ruleset) -> None:
    """One JSON line for a conversation."""
    explained = explanation_to_json(explain(conversation, ruleset))
    sys.stdout.write(json.dumps(explained, ensure_ascii=False) + "\n")


def explained_tables(conversation: Conversation, ruleset: Ruleset) -> None:
    """A table of rules, then the severity's reasons and what was missing to others."""
    explained = explain(conversation, ruleset)
    findings = explained.findings
    table = Table(
        title=Text(f"{findings.conversation[:16]}  {findings.severity}", "bold"),
        title_justify="left",
        expand=True,
    )
    for column in ("Turn", "Rule", "Words", "Pattern", "Spoke"):
        table.add_column(column)
    for word in explained.words:
        table.add_row(*_row(word))
    console = Console()
    console.print(table)
    _say(console, "Packs that ran", ", ".join(explained.languages))
    _say(console, "About", ", ".join(explained.contexts) or "nothing in particular")
    for why in findings.why:
        _say(console, findings.severity, why.sentence.en)
    for near in explained.near:
        about = f"{near.severity} {near.conjunction} for {near.speaker}"
        _say(console, "Not", f"{about}: it lacks {near.missing}")


def _row(word: Word) -> tuple[Text, ...]:
    spoke = Text("yes", "green") if word.spoke else Text(f"no: {word.because}", "yellow")
    return (
        Text(str(word.quote.turn)),
        Text(word.rule),
        Text(word.quote.text),
        Text(word.pattern),
        spoke,
    )


def _say(console: Console, name: str, text: str) -> None:
    console.print(Text(f"  {name}: ", "bold") + Text(text, "not bold"))
