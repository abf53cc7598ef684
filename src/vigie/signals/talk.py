"""A conversation made ready for rules: each line's normal text, speaker and reported words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from vigie.kernel.conversations import Conversation, Turn
from vigie.kernel.findings import Bilingual, Quote, Stage
from vigie.signals.frames import (
    announced,
    covers,
    quoted_spans,
    reported_spans,
    speaks_of_oneself,
)
from vigie.signals.matching import Scan
from vigie.signals.normalise import Normal
from vigie.signals.packs import Weight
from vigie.signals.rulesets import Ruleset, built_in

REPORTED = "reported"
_SILENT = ("system", "deleted", "masked", "call")


@dataclass(frozen=True, eq=False)
class Line:
    """One turn as rules read it; `scan` says which rules may be in it."""

    turn: Turn
    speaker: str
    normal: Normal
    scan: Scan
    ruleset: Ruleset = field(repr=False)
    before: "Line | None" = field(default=None, repr=False)

    @cached_property
    def around(self) -> Scan:
        """Frames and contexts that may be in the line."""
        return self.ruleset.surroundings.scan(self.normal.text)

    @cached_property
    def reported(self) -> tuple[tuple[int, int], ...]:
        """Spans of the normal text that were said by another."""
        whole = ((0, len(self.normal.text)),)
        if self.turn.forwarded:
            return whole
        if announced(self) and not speaks_of_oneself(self.around):
            return whole
        return reported_spans(self.normal.text, self.around)

    @cached_property
    def quoted(self) -> tuple[tuple[int, int], ...]:
        """Spans between quotation marks or pasted: another's very words."""
        return tuple(quoted_spans(self.normal.text))

    def quote(self, start: int, end: int) -> Quote:
        """The original words that a span of the normal text stands for."""
        first, last = self.normal.span(start, end)
        return Quote(self.turn.n, first, last, self.turn.text[first:last])

    def is_reported(self, start: int, end: int) -> bool:
        """Whether the span lies in words attributed to somebody else."""
        return covers(self.reported, start, end)


@dataclass(frozen=True, eq=False)
class Talk:
    """A conversation's readable lines; in a `narrative` the one speaker tells what others did."""

    lines: tuple[Line, ...]
    speakers: tuple[str, ...]
    narrative: bool = False
    ruleset: Ruleset = field(default_factory=built_in)

    @cached_property
    def whole(self) -> str:
        """Every line's normal text, one under the other."""
        return "\n".join(line.normal.text for line in self.lines)

    @cached_property
    def common_words(self) -> Mapping[str, int]:
        """How many of each language's most common words are in the talk."""
        words = [word for line in self.lines for word in line.normal.words]
        return {
            name: sum(map(pack.common_words.__contains__, words))
            for name, pack in self.ruleset.packs.items()
        }

    def others(self, speaker: str) -> tuple[str, ...]:
        """Everyone who speaks but this one."""
        return tuple(each for each in self.speakers if each != speaker)


@dataclass(frozen=True, slots=True)
class Found:
    """One sign found by a rule or a detector, before signs of one rule are put together.

    `age_years` and `age_of` are the age that was told and whose it is; a `lowered` sign is kept
    but weighs nothing, since what the conversation is about explains it. `pattern` is the rule's.
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
    pattern: str = ""


def talk_of(
    conversation: Conversation, *, narrative: bool = False, ruleset: Ruleset | None = None
) -> Talk:
    """The conversation's lines; turns without words are left out, an unknown author is its side."""
    used = ruleset or built_in()
    lines: list[Line] = []
    for turn in conversation.turns:
        if turn.kind not in _SILENT and (turn.text or turn.kind != "text"):
            lines.append(_line(turn, used, lines[-1] if lines else None))
    speakers = tuple(dict.fromkeys(line.speaker for line in lines))
    return Talk(tuple(lines), speakers, narrative, used)


def _line(turn: Turn, ruleset: Ruleset, before: Line | None) -> Line:
    normal = ruleset.normaliser.normal(turn.text)
    scan = ruleset.matcher.scan(normal.text)
    return Line(turn, turn.author or turn.side or "unknown", normal, scan, ruleset, before)
