"""A text cut where its quotes begin and end, so that each stretch knows which notes speak of it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import get_language

from vigie.kernel.findings import Bilingual, Findings, Quote, Signal, Stage
from vigie.web.desk.words import STAGES, word

UNNAMED, SHOWN = "\ufffc", "▢"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words; `notes` are the numbers of the notes that quote them, `ends` those that end.

    An emoji that nobody named is shown as a square. `reported` and `weak` are true where every
    note is.
    """

    text: str
    notes: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    reported: bool = False
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A margin note: what was recognised, and why it counts in the words of the rule.

    A `reported` one is laid to the person spoken of; a `weak` one weighs nothing, since what the
    conversation is about explains it. `speaker` is as findings name them.
    """

    number: int
    code: Stage
    stage: str
    speaker: str
    sentence: str
    reported: bool
    weak: bool


@dataclass(frozen=True, slots=True)
class Noted:
    """A quote with the note that it carries."""

    quote: Quote
    note: Note


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text in stretches, with its notes in the order of their words."""

    stretches: tuple[Stretch, ...]
    notes: tuple[Note, ...]


def here(sentence: Bilingual) -> str:
    """The sentence in the language of the page."""
    return sentence.en if (get_language() or "fr").startswith("en") else sentence.fr


def noted_quotes(findings: Findings, stages: Collection[str] = ()) -> tuple[Noted, ...]:
    """Every quote of the findings in reading order; signals are numbered from 1 as they appear.

    Where `stages` are named, only theirs, under the same numbers.
    """
    ordered = sorted(findings.signals, key=lambda signal: min(map(_place, signal.quotes)))
    noted = (
        Noted(quote, _note(number, signal))
        for number, signal in enumerate(ordered, start=1)
        if not stages or signal.stage in stages
        for quote in signal.quotes
    )
    return tuple(sorted(noted, key=lambda each: _place(each.quote)))


def mark_text(text: str, noted: Sequence[Noted]) -> MarkedText:
    """Cuts at the quotes' edges; a quote that no longer matches keeps its note, not its line."""
    matching = [each for each in noted if is_exact(each.quote, text)]
    edges = {0, len(text)}
    for each in matching:
        edges |= {each.quote.start, each.quote.end}
    places = sorted(edges)
    stretches = (_stretch(text, a, b, matching) for a, b in pairwise(places))
    return MarkedText(tuple(stretches), tuple(dict.fromkeys(each.note for each in noted)))


def is_exact(quote: Quote, text: str) -> bool:
    """Whether a text says the quoted words at their place."""
    return text[quote.start : quote.end] == quote.text


def is_within(quote: Quote, others: Iterable[Quote]) -> bool:
    """Whether another quote of the same turn holds all of its words, and more."""
    return any(
        each != quote
        and each.turn == quote.turn
        and each.start <= quote.start
        and quote.end <= each.end
        for each in others
    )


def _place(quote: Quote) -> tuple[int, int, int]:
    return quote.turn, quote.start, quote.end


def _note(number: int, signal: Signal) -> Note:
    return Note(
        number=number,
        code=signal.stage,
        stage=word(STAGES, signal.stage),
        speaker=signal.speaker or "unknown",
        sentence=here(signal.note),
        reported=signal.reported,
        weak=signal.lowered,
    )


def _stretch(text: str, start: int, end: int, matching: Sequence[Noted]) -> Stretch:
    over = [e for e in matching if e.quote.start <= start and end <= e.quote.end]
    return Stretch(
        text[start:end].replace(UNNAMED, SHOWN),
        tuple(each.note.number for each in over),
        tuple(each.note.number for each in over if each.quote.end == end),
        bool(over) and all(each.note.reported for each in over),
        bool(over) and all(each.note.weak for each in over),
    )
