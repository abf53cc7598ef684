"""What a notice of a case may cite: the turns that rules marked, each whole, with its time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import get_language

from vigie.flows.casework.views import CaseView, ConversationView, TestimonyView
from vigie.kernel.findings import Bilingual, Findings, Stage


@dataclass(frozen=True, slots=True)
class CitedQuote:
    """A turn that can be cited. `key` is "conversation:key of the turn", which stays while turns
    are numbered anew, or "testimony:0" for a free text; `corrected`, that people changed it."""

    key: str
    source: str
    turn: int
    speaker: str
    text: str
    note: str
    sent_at_raw: str
    testimony: str
    stages: tuple[Stage, ...]
    corrected: bool = False


def citable(case: CaseView) -> tuple[CitedQuote, ...]:
    """Every marked turn of the other person, then what the witnesses wrote themselves."""
    return tuple(quote for testimony in case.testimonies for quote in _of(testimony))


def _of(testimony: TestimonyView) -> Iterator[CitedQuote]:
    for number, talk in enumerate(testimony.conversations, 1):
        yield from _of_talk(talk, testimony, f"{testimony.reference}/{number}")
    if testimony.narrative is not None and testimony.narrative.signals:
        yield CitedQuote(
            key=f"{testimony.reference}:0",
            source=testimony.reference,
            turn=0,
            speaker="",
            text=testimony.answers.narrative,
            note=_notes(testimony.narrative, 0),
            sent_at_raw="",
            testimony=testimony.reference,
            stages=_stages(testimony.narrative, 0),
        )


def _of_talk(talk: ConversationView, testimony: TestimonyView, source: str) -> Iterator[CitedQuote]:
    names = {each.id: each.name for each in talk.conversation.participants}
    owners = {each.id for each in talk.conversation.participants if each.owner}
    shown = [each for each in talk.turns if each.hidden is None]
    for revised in shown:
        turn = revised.turn
        stages = _stages(talk.findings, turn.n)
        if not stages or turn.side == "right" or turn.author in owners:
            continue
        yield CitedQuote(
            key=f"{talk.id}:{revised.key}",
            source=source,
            turn=turn.n,
            speaker=names.get(turn.author or "", talk.conversation.title or ""),
            text=turn.text,
            note=_notes(talk.findings, turn.n),
            sent_at_raw=turn.sent_at_raw or "",
            testimony=testimony.reference,
            stages=stages,
            corrected=bool(revised.changes),
        )


def _stages(findings: Findings, turn: int) -> tuple[Stage, ...]:
    found = [
        signal.stage
        for signal in findings.signals
        if any(quote.turn == turn for quote in signal.quotes)
    ]
    return tuple(dict.fromkeys(found))


def _notes(findings: Findings, turn: int) -> str:
    notes: Iterable[Bilingual] = (
        signal.note
        for signal in findings.signals
        if any(quote.turn == turn for quote in signal.quotes)
    )
    english = (get_language() or "fr").startswith("en")
    return " ".join(dict.fromkeys(note.en if english else note.fr for note in notes))
