"""Why a testimony or a conversation is as grave as it is: sentences, and the words they rest on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from vigie.flows.casework import ConversationView, TestimonyView
from vigie.kernel.findings import Bilingual, Findings, Quote, Severity, Why
from vigie.signals.testimony import answer_rules
from vigie.web.desk.marked_text import here, is_within
from vigie.web.desk.turn_places import anchors_of
from vigie.web.desk.words import SEVERITIES, word

CITED_MAX: Final = 5
STORY: Final = "story"


@dataclass(frozen=True, slots=True)
class Cited:
    """Words that a reason rests on, where they are, and whether people put them right."""

    anchor: str
    text: str
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for the severity, with the words it rests on."""

    sentence: str
    quotes: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Because:
    """The first reason in one sentence, with some of its words; `more` is whether there are others.

    It may rest on what the witness `answered`.
    """

    severity: Severity
    answer: str
    sentence: str
    cited: tuple[Cited, ...]
    more: bool
    answered: bool = False


def because_of_testimony(testimony: TestimonyView | None) -> Because | None:
    """Why the testimony is as grave as it is; None where no reason was found."""
    if testimony is None or not testimony.grade.why:
        return None
    sentence = testimony.grade.why[0].sentence
    cited = list(_cited_for(testimony, sentence))
    answered = any(rule.sentence == sentence for rule in answer_rules())
    return _because(testimony.grade.severity, sentence, cited, answered=answered)


def because_of_conversation(view: ConversationView) -> Because | None:
    """Why the conversation is as grave as it is; None where it has no reason."""
    if not view.findings.why:
        return None
    why = view.findings.why[0]
    return _because(view.findings.severity, why.sentence, list(_cited_in(view, why)))


def reasons_of(testimony: TestimonyView) -> Iterator[Reason]:
    """The grade's sentences; the words come from the findings that gave the same sentence."""
    quoted: dict[str, list[Cited]] = {here(why.sentence): [] for why in testimony.grade.why}
    for view in testimony.conversations:
        for why in view.findings.why:
            cited = _cited(view, _quotes(view.findings, why))
            quoted.setdefault(here(why.sentence), []).extend(cited)
    for sentence, quote in _told(testimony.narrative):
        quoted.setdefault(here(sentence), []).append(Cited(STORY, quote.text))
    return (Reason(said, tuple(dict.fromkeys(quotes))) for said, quotes in quoted.items())


def _told(narrative: Findings | None) -> Iterator[tuple[Bilingual, Quote]]:
    if narrative is not None:
        for why in narrative.why:
            yield from ((why.sentence, quote) for quote in _quotes(narrative, why))


def _because(
    severity: Severity, sentence: Bilingual, cited: Sequence[Cited], *, answered: bool = False
) -> Because:
    places = {each.text.casefold(): n for n, each in reversed(list(enumerate(cited)))}
    cited = tuple(cited[n] for n in sorted(places.values()))
    return Because(
        severity=severity,
        answer=word(SEVERITIES, severity),
        sentence=here(sentence).rstrip("."),
        cited=cited[:CITED_MAX],
        more=len(cited) > CITED_MAX,
        answered=answered,
    )


def _cited_for(testimony: TestimonyView, sentence: Bilingual) -> Iterator[Cited]:
    """The words under this very sentence: the witness's own first, then each conversation's."""
    if testimony.narrative is not None:
        for why in _saying(sentence, testimony.narrative):
            yield from (Cited(STORY, each.text) for each in _telling(testimony.narrative, why))
    for view in testimony.conversations:
        for why in _saying(sentence, view.findings):
            yield from _cited_in(view, why)


def _saying(sentence: Bilingual, findings: Findings) -> Iterator[Why]:
    return (why for why in findings.why if why.sentence == sentence)


def _cited_in(view: ConversationView, why: Why) -> Iterator[Cited]:
    return _cited(view, _telling(view.findings, why))


def _cited(view: ConversationView, quotes: Iterable[Quote]) -> Iterator[Cited]:
    anchors, corrected = anchors_of(view), view.corrected
    for each in quotes:
        yield Cited(anchors.get(each.turn, f"c{view.id}"), each.text, each.turn in corrected)


def _quotes(findings: Findings, why: Why) -> Iterator[Quote]:
    return (quote for n in why.signals for quote in findings.signals[n].quotes)


def _telling(findings: Findings, why: Why) -> list[Quote]:
    """The quotes that say most: one a stage, in order, then others; none within another."""
    by_turn: dict[int, list[Quote]] = {}
    for each in dict.fromkeys(_quotes(findings, why)):
        by_turn.setdefault(each.turn, []).append(each)
    wide = [each for one in by_turn.values() for each in one if not is_within(each, one)]
    stages = {q: findings.signals[n].stage for n in why.signals for q in findings.signals[n].quotes}
    firsts = set({stages[each]: each for each in reversed(wide)}.values())
    wide.sort(key=lambda each: each not in firsts)
    return sorted(wide[:CITED_MAX], key=_place) + wide[CITED_MAX:]


def _place(quote: Quote) -> tuple[int, int, int]:
    return quote.turn, quote.start, quote.end
