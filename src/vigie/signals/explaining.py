"""Why rules spoke or did not, for a conversation: what a person asks of a rule that surprises."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vigie.kernel.conversations import Conversation
from vigie.kernel.findings import SEVERITIES, Findings, Quote, Severity
from vigie.signals.contexts import contexts_of, lower
from vigie.signals.language import languages_of
from vigie.signals.rulesets import Ruleset
from vigie.signals.screen import Silenced, heard, screen_talk, signs
from vigie.signals.severity import Conjunction, conjunctions
from vigie.signals.state import state_of, terms
from vigie.signals.talk import Found, Talk, talk_of


@dataclass(frozen=True, slots=True)
class Word:
    """A rule whose words are there: whether it spoke, else why not."""

    rule: str
    quote: Quote
    pattern: str
    spoke: bool
    because: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """A conjunction that one thing is missing to, for one speaker."""

    conjunction: str
    severity: Severity
    speaker: str
    missing: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Findings, every rule whose words are there, what the talk is about, and what nearly holds."""

    findings: Findings
    languages: tuple[str, ...]
    contexts: tuple[str, ...]
    words: tuple[Word, ...]
    near: tuple[Near, ...]


def explain(conversation: Conversation, ruleset: Ruleset | None = None) -> Explanation:
    """What was found in a conversation and what was not, with the reason of each."""
    talk = talk_of(conversation, ruleset=ruleset)
    languages = languages_of(talk)
    found = lower(signs(talk), talk, languages)
    contexts = tuple(each.id for each in contexts_of(talk, languages))
    findings = screen_talk(conversation, talk)
    return Explanation(
        findings=findings,
        languages=languages,
        contexts=contexts,
        words=tuple(sorted(_words(talk, found, contexts), key=lambda word: word.quote.turn)),
        near=tuple(_near(found, talk, findings.severity)),
    )


def _words(talk: Talk, found: Sequence[Found], contexts: Sequence[str]) -> Iterator[Word]:
    for each in found:
        about = f"lowered: the conversation is about {', '.join(contexts) or 'both sides alike'}"
        yield Word(each.rule, each.quote, each.pattern, not each.lowered, about * each.lowered)
    for line in talk.lines:
        for one in heard(line, talk):
            if isinstance(one, Silenced):
                hit = one.hit
                quote = line.quote(hit.start, hit.end)
                yield Word(hit.rule.id, quote, hit.pattern, spoke=False, because=one.because)


def _near(found: Sequence[Found], talk: Talk, severity: Severity) -> Iterator[Near]:
    """What would have made it graver, had one thing more been there."""
    state = state_of(found)
    speakers = dict.fromkeys((*talk.speakers, *(each.speaker for each in found)))
    known = {speaker: terms(state, speaker) for speaker in speakers}
    graver = SEVERITIES[: SEVERITIES.index(severity)]
    for conjunction in (each for each in conjunctions() if each.severity in graver):
        asked = len(conjunction.all) + len(conjunction.any)
        for speaker, names in known.items():
            missing = tuple(_missing(conjunction, names))
            if len(missing) == 1 and asked > 1:
                yield Near(conjunction.id, conjunction.severity, speaker, missing[0])


def _missing(conjunction: Conjunction, names: frozenset[str]) -> Iterator[str]:
    yield from sorted(set(conjunction.all) - names)
    for group in conjunction.any:
        if names.isdisjoint(group):
            yield " or ".join(group)
    for name in sorted(names.intersection(conjunction.unless)):
        yield f"no {name}"


def explanation_to_json(explanation: Explanation) -> Mapping[str, object]:
    """An explanation as `vigie screen --explain` writes it."""
    return {
        "conversation": explanation.findings.conversation,
        "severity": explanation.findings.severity,
        "why": [each.sentence.en for each in explanation.findings.why],
        "languages": list(explanation.languages),
        "contexts": list(explanation.contexts),
        "rules": [
            {
                "rule": each.rule,
                "spoke": each.spoke,
                "because": each.because or None,
                "turn": each.quote.turn,
                "quote": each.quote.text,
                "pattern": each.pattern,
            }
            for each in explanation.words
        ],
        "near": [
            {
                "conjunction": each.conjunction,
                "severity": each.severity,
                "speaker": each.speaker,
                "missing": each.missing,
            }
            for each in explanation.near
        ],
    }
