"""Screening: patterns quote, conjunctions grade, people decide."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from vigie.kernel.conversations import Conversation
from vigie.kernel.findings import Findings, Signal, Why
from vigie.signals.contexts import lower
from vigie.signals.detectors import Detector, Seen, detectors
from vigie.signals.frames import covers, denied, warns
from vigie.signals.language import language_of, languages_of, may_be
from vigie.signals.matching import Hit
from vigie.signals.packs import Rule, Weight
from vigie.signals.rulesets import Ruleset
from vigie.signals.severity import Reason, grade_of, reasons
from vigie.signals.state import PROTECTIVE, State, speaker_states, state_of
from vigie.signals.talk import REPORTED, Found, Line, Talk, talk_of

_FIRST_PERSON = re.compile(r"(?:j|je|moi|nous|mes|mon|ma|i|we|my)\b")
_REASONS_MAX = 5


def screen(conversation: Conversation, ruleset: Ruleset | None = None) -> Findings:
    """The quoted findings of a conversation and its severity with reasons; in linear time.

    Offsets are Unicode code points of each turn's text; `turn` is the turn's own number `n`. The
    rules are those that come with Vigie, unless others are given.
    """
    return screen_talk(conversation, talk_of(conversation, ruleset=ruleset))


def screen_talk(conversation: Conversation, talk: Talk) -> Findings:
    """The findings of a conversation already made ready for rules."""
    nothing = Findings(
        conversation=conversation.id,
        severity="none",
        language=conversation.language or language_of(talk),
        packs=talk.ruleset.versions,
        languages=languages_of(talk),
    )
    found = signs(talk)
    if not found:
        return nothing
    state = state_of(tuple(lower(found, talk, languages_of(talk))))
    signals = _signals(state.found)
    states = speaker_states(state, talk)
    why = reasons(state, tuple(dict.fromkeys((*states, *talk.speakers))))
    return replace(
        nothing,
        severity=grade_of(why),
        signals=signals,
        why=_sentences(why, state, signals),
        speakers=states,
        speaker_of_concern=_of_concern(why, state, talk),
    )


def signs(talk: Talk) -> Sequence[Found]:
    """What rules and detectors find, before contexts explain any of it."""
    languages = languages_of(talk)
    found = [each for line in talk.lines for each in _found_by_rules(line, talk, languages)]
    for detector in _detectors():
        found += detector.find(Seen(talk, tuple(found)))
    return found


@cache
def _detectors() -> tuple[Detector, ...]:
    return tuple(detectors.all().values())


def _found_by_rules(line: Line, talk: Talk, languages: tuple[str, ...]) -> Iterator[Found]:
    if line.scan.entries:
        for each in heard(line, talk, languages):
            if isinstance(each, Hit):
                yield _found_by_rule(each, line, talk)


@dataclass(frozen=True, slots=True)
class Silenced:
    """A hit that gives no sign, and why."""

    hit: Hit
    because: str


def heard(
    line: Line, talk: Talk, languages: tuple[str, ...] | None = None
) -> Iterator[Hit | Silenced]:
    """Every rule whose words are in a line, with the reason of those that give no sign."""
    spoken = languages_of(talk) if languages is None else languages
    for hit in talk.ruleset.matcher.hits(line.normal.text, line.scan):
        because = _silenced_by(hit, line, talk, spoken)
        yield hit if because is None else Silenced(hit, because)


def _silenced_by(hit: Hit, line: Line, talk: Talk, languages: tuple[str, ...]) -> str | None:
    rule = hit.rule
    if rule.language not in languages and not may_be(rule.language, line, talk):
        return f"the conversation is plainly {' or '.join(languages)}"
    guard = next(talk.ruleset.matcher.guarding(rule, line.normal.text, talk.whole), None)
    if guard is not None:
        return f"its guard {guard} is there"
    if talk.narrative and _own_act(hit, line):
        return "the witness tells what they did themselves"
    if _denies(hit, line):
        return "what is told is that it was not done"
    if rule.who != "self" and warns(line.around):
        return "the message is advice or a warning"
    return None


def _own_act(hit: Hit, line: Line) -> bool:
    """Whether a witness tells what they did themselves, which is nobody's threat or request."""
    said = hit.rule.voice == "said" and hit.rule.who == "other"
    own = _FIRST_PERSON.match(line.normal.text, hit.start) is not None
    return said and own and not line.is_reported(hit.start, hit.end)


def _found_by_rule(hit: Hit, line: Line, talk: Talk) -> Found:
    rule = hit.rule
    elsewhere = _said_elsewhere(hit, line, talk)
    return Found(
        rule=rule.id,
        stage=rule.stage,
        speaker=REPORTED if elsewhere else line.speaker,
        quote=line.quote(hit.start, hit.end),
        note=rule.note,
        weight=_weight(rule, talk, elsewhere),
        tags=rule.tags,
        reported=elsewhere,
        pattern=hit.pattern,
    )


def _weight(rule: Rule, talk: Talk, elsewhere: bool) -> Weight:
    """A rule's weight; what a witness tells a helpline about is told to be read."""
    purposely = talk.narrative and elsewhere and rule.weight != "zero"
    return "alone" if purposely else rule.weight


def _said_elsewhere(hit: Hit, line: Line, talk: Talk) -> bool:
    """Whether the words are laid to the person told about; telling is the teller's own."""
    if hit.rule.stage == "report_frame":
        return False
    if hit.rule.who == "self":
        return covers(line.quoted, hit.start, hit.end)
    told = hit.rule.voice == "told" or talk.narrative
    return told or line.is_reported(hit.start, hit.end)


def _denies(hit: Hit, line: Line) -> bool:
    """Whether what is told is that something was not done."""
    return hit.rule.voice == "told" and denied(line.around, hit.start, hit.end)


def _did_something(state: State, speaker: str) -> bool:
    """Whether someone did more than say how they are, or tell of another."""
    return any(not each.lowered and each.stage not in PROTECTIVE for each in state.by(speaker))


def _signals(found: Sequence[Found]) -> tuple[Signal, ...]:
    grouped: dict[tuple[str, str, bool], list[Found]] = {}
    for each in found:
        grouped.setdefault((each.rule, each.speaker, each.reported), []).append(each)
    return tuple(
        Signal(
            stage=group[0].stage,
            rule=rule,
            speaker=speaker,
            quotes=tuple(dict.fromkeys(each.quote for each in group)),
            note=group[0].note,
            reported=reported,
            lowered=all(each.lowered for each in group),
        )
        for (rule, speaker, reported), group in grouped.items()
    )


def _sentences(why: Sequence[Reason], state: State, signals: Sequence[Signal]) -> tuple[Why, ...]:
    gravest_first: dict[str, Why] = {}
    severity = grade_of(why)
    for reason in why:
        if reason.conjunction.severity != severity or len(gravest_first) == _REASONS_MAX:
            break
        if reason.conjunction.id not in gravest_first:
            gravest_first[reason.conjunction.id] = Why(
                reason.conjunction.sentence, _resting_on(reason, state, signals)
            )
    return tuple(gravest_first.values())


def _resting_on(reason: Reason, state: State, signals: Sequence[Signal]) -> tuple[int, ...]:
    named = reason.conjunction.named
    rules = {(each.rule, each.speaker) for each in state.found if _named(each, reason, named)}
    return tuple(n for n, each in enumerate(signals) if (each.rule, each.speaker) in rules)


def _named(found: Found, reason: Reason, named: frozenset[str]) -> bool:
    if found.lowered:
        return False
    own = found.speaker == reason.speaker
    prefix = "" if own else "other."
    names = {prefix + found.stage, *(f"{prefix}{found.stage}:{tag}" for tag in found.tags)}
    if not names.isdisjoint(named):
        return True
    if found.age_years is not None:
        return any(each.startswith("fact:") for each in named)
    if "sign" in named:
        return own and found.weight in ("alone", "seconded")
    return own and found.weight != "zero" and any(each.startswith("stages:") for each in named)


def _of_concern(why: Sequence[Reason], state: State, talk: Talk) -> str | None:
    for reason in why:
        if reason.conjunction.of_concern and _did_something(state, reason.speaker):
            return reason.speaker
    if why and _did_something(state, REPORTED):
        return REPORTED
    if why and len(talk.speakers) == 2:
        return talk.others(why[0].speaker)[0] if talk.others(why[0].speaker) else None
    return None
