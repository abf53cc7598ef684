"""A conversation made ready for rules: each line's normal text, speaker and reported words."""

from dataclasses import dataclass

from vigie.kernel.conversations import Conversation, Turn
from vigie.kernel.findings import Bilingual, Quote, Stage
from vigie.signals.frames import reported_spans
from vigie.signals.matching import NOTHING, Scan, matcher
from vigie.signals.normalise import Normal, normalise
from vigie.signals.packs import Weight, spelling

REPORTED = "reported"
_SILENT = ("system", "deleted", "masked", "call")


@dataclass(frozen=True, slots=True)
class Line:
    """One turn as rules read it; `reported` spans of the normal text were said by another."""

    turn: Turn
    speaker: str
    normal: Normal
    scan: Scan = NOTHING
    reported: tuple[tuple[int, int], ...] = ()

    def quote(self, start: int, end: int) -> Quote:
        """The original words that a span of the normal text stands for."""
        first, last = self.normal.span(start, end)
        return Quote(self.turn.n, first, last, self.turn.text[first:last])

    def is_reported(self, start: int, end: int) -> bool:
        """Whether the span lies in words attributed to somebody else."""
        return any(first <= start and end <= last for first, last in self.reported)


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation's readable lines; in a `narrative` the one speaker tells what others did."""

    lines: tuple[Line, ...]
    speakers: tuple[str, ...]
    narrative: bool = False

    def others(self, speaker: str) -> tuple[str, ...]:
        """Everyone who speaks but this one."""
        return tuple(each for each in self.speakers if each != speaker)


@dataclass(frozen=True, slots=True)
class Found:
    """One sign found by a rule or a detector, before signs of one rule are put together.

    `age_years` and `age_of` are the age that was told and whose it is; a `lowered` sign is kept
    but weighs nothing, since what the conversation is about explains it.
    """

    rule: str
    stage: Stage
    speaker: str
    quote: Quote
    note: Bilingual
    weight: Weight = "with"
    tags: tuple[str, ...] = ()
    reported: bool = False
    age_years: int | None = None
    age_of: str | None = None
    lowered: bool = False


def talk_of(conversation: Conversation, *, narrative: bool = False) -> Talk:
    """The conversation's lines; turns without words are left out, an unknown author is its side."""
    lines = tuple(
        _line(turn)
        for turn in conversation.turns
        if turn.kind not in _SILENT and (turn.text or turn.kind != "text")
    )
    speakers = tuple(dict.fromkeys(line.speaker for line in lines))
    return Talk(lines, speakers, narrative)


def _line(turn: Turn) -> Line:
    normal = normalise(turn.text, spelling())
    scan = matcher().scan(normal.text)
    told = ((0, len(normal.text)),) if turn.forwarded else reported_spans(normal.text, scan)
    return Line(turn, turn.author or turn.side or "unknown", normal, scan, told)
