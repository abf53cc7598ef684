"""What a witness tells and answers counts as much as a screenshot."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from vigie.kernel.answers import Answers
from vigie.kernel.conversations import Conversation, Participant, Source, Turn
from vigie.kernel.findings import Bilingual, Findings, Grade, Severity, Why, gravest
from vigie.signals.rulesets import Ruleset
from vigie.signals.screen import screen_talk
from vigie.signals.severity import severity_text
from vigie.signals.state import ADULT_AGE_YEARS
from vigie.signals.talk import talk_of

WITNESS = "witness"
_REASONS_MAX = 5


@dataclass(frozen=True, slots=True)
class AnswerRule:
    """Answers that make a severity by themselves; `when` maps a field to what it may hold."""

    id: str
    severity: Severity
    when: Mapping[str, tuple[str, ...]]
    sentence: Bilingual
    implied_by: frozenset[str] = frozenset()

    def holds(self, answers: Answers) -> bool:
        """Whether every field named holds what is asked."""
        return all(_holds(getattr(answers, name), wanted) for name, wanted in self.when.items())


def screen_narrative(text: str, ruleset: Ruleset | None = None) -> Findings:
    """Findings of a witness's own words: what others did is `reported`, by speaker "reported".

    The text is turn 0 of a conversation with one speaker, "witness".
    """
    conversation = Conversation(
        id=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        source=Source("text"),
        turns=(Turn(0, text, author=WITNESS),),
        participants=(Participant(WITNESS, WITNESS),),
    )
    return screen_talk(conversation, talk_of(conversation, narrative=True, ruleset=ruleset))


def grade(answers: Answers, findings: Sequence[Findings]) -> Grade:
    """The gravest of what was answered and of what was found, with the most telling reasons.

    Only reasons of that grade are given, without those that another one implies, five at most. A
    testimony is never "none": a person always reads it, so the lowest grade is P4. Reasons from
    conversations keep their sentence, but no signal positions: those belong to each `Findings`.
    """
    told = _without_implied([each for each in answer_rules() if each.holds(answers)])
    pairs = [(each.severity, each.sentence) for each in told]
    pairs += [(each.severity, why.sentence) for each in findings for why in each.why[:1]]
    if not pairs:
        pairs = [_floor()]
    severity = gravest(tuple(severity for severity, _ in pairs))
    sentences = dict.fromkeys(sentence for each, sentence in pairs if each == severity)
    return Grade(severity, tuple(map(Why, islice(sentences, _REASONS_MAX))))


def _without_implied(told: Sequence[AnswerRule]) -> list[AnswerRule]:
    names = {each.id for each in told}
    return [each for each in told if names.isdisjoint(each.implied_by)]


@cache
def answer_rules() -> tuple[AnswerRule, ...]:
    """The rules of severity.toml about answers, gravest first."""
    return tuple(_read_answer_rules())


def _read_answer_rules() -> Iterator[AnswerRule]:
    for each in severity_text()["testimony"]["answer"]:
        when = {name: tuple(values) for name, values in each["when"].items()}
        sentence, implied_by = Bilingual(**each["sentence"]), frozenset(each.get("implied_by", ()))
        yield AnswerRule(each["id"], each["severity"], when, sentence, implied_by)


def _floor() -> tuple[Severity, Bilingual]:
    floor = severity_text()["testimony"]["floor"]
    return floor["severity"], Bilingual(**floor["sentence"])


def _holds(value: object, wanted: Sequence[str]) -> bool:
    if wanted == ("minor",):
        return isinstance(value, int) and value < ADULT_AGE_YEARS
    if isinstance(value, tuple):
        return all(each in value for each in wanted)
    return value in wanted
