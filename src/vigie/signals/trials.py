"""Trying rules before they count: their own examples first, then conversations of the past."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vigie.kernel.conversations import Conversation, Source, Turn
from vigie.kernel.findings import Quote, Severity
from vigie.signals.packs import Place, Rule
from vigie.signals.rulesets import Ruleset
from vigie.signals.screen import screen, signs
from vigie.signals.talk import talk_of

_SPOKEN = re.compile(r"[A-Z]: ")


@dataclass(frozen=True, slots=True)
class Spoke:
    """A past conversation in which a rule on trial speaks, and what the severity would become."""

    conversation: Conversation
    rule: str
    quotes: tuple[Quote, ...]
    before: Severity
    after: Severity


@dataclass(frozen=True, slots=True)
class Trial:
    """How many past conversations were read, and those in which the rules on trial speak."""

    read: int
    spoke: tuple[Spoke, ...]

    @property
    def changed(self) -> tuple[Spoke, ...]:
        """Those whose severity would be another."""
        return tuple(each for each in self.spoke if each.before != each.after)


def growing_checked(ruleset: Ruleset, texts: Mapping[str, str]) -> Ruleset:
    """The packs with more rules, each of which finds its examples and no counter-example.

    Misconfigured names the file, the line and the reason.
    """
    grown = ruleset.growing(texts)
    for rule in added(ruleset, grown):
        name, text = next(each for each in texts.items() if rule.id in each[1])
        where = Place(name, text)
        for example in rule.examples:
            if not speaks(rule, example, grown):
                where.refuse(example, f"{rule.id} does not find its example {example!r}")
        for example in rule.counter_examples:
            if speaks(rule, example, grown):
                where.refuse(example, f"{rule.id} finds its counter-example {example!r}")
    return grown


def added(before: Ruleset, after: Ruleset) -> tuple[Rule, ...]:
    """The rules of one that the other has not."""
    known = {rule.id for rule in before.rules}
    return tuple(rule for rule in after.rules if rule.id not in known)


def speaks(rule: Rule, example: str, ruleset: Ruleset) -> bool:
    """Whether a rule finds something in an example: one message, or lines "A: …"."""
    talk = talk_of(conversation_of(example), ruleset=ruleset)
    return any(found.rule == rule.id for found in signs(talk))


def conversation_of(example: str) -> Conversation:
    """An example as a conversation: lines "A: …", "B: …", or one message of nobody's."""
    if _SPOKEN.match(example) is None:
        return Conversation("example", Source("text"), (Turn(0, example),))
    lines = [line.partition(": ") for line in example.splitlines()]
    turns = tuple(Turn(n, text, author=who) for n, (who, _, text) in enumerate(lines))
    return Conversation("example", Source("text"), turns)


def trial(before: Ruleset, after: Ruleset, past: Iterable[Conversation]) -> Trial:
    """What the rules that `after` has more would have found in past conversations."""
    names = {rule.id for rule in added(before, after)}
    read, spoke = 0, list[Spoke]()
    for conversation in past:
        read += 1
        spoke += _spoken(conversation, names, before, after)
    return Trial(read, tuple(spoke))


def _spoken(
    conversation: Conversation, names: set[str], before: Ruleset, after: Ruleset
) -> Sequence[Spoke]:
    found = screen(conversation, after)
    new = [signal for signal in found.signals if signal.rule in names]
    if not new:
        return ()
    severity = screen(conversation, before).severity
    return [Spoke(conversation, each.rule, each.quotes, severity, found.severity) for each in new]
