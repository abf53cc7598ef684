"""The signs of a conversation in time: a lane a person, a row a stage, marks at their turns.

Places are shares of the width, so that the drawing is as sharp on a telephone as on a desk.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from vigie.flows.casework import ConversationView
from vigie.kernel.findings import Quote
from vigie.web.desk.marked_text import Note, Noted, is_exact, is_within, noted_quotes
from vigie.web.desk.turn_places import anchors_of, shown_turns, speaker_name, speaker_of
from vigie.web.desk.words import SHAPES

LANES_AT_ONCE: Final = 3
_STEPS: Final = (1, 2, 5)
_TICKS_MAX: Final = 5


@dataclass(frozen=True, slots=True)
class Sign:
    """One quote: who said it, or is said to have, its stage, its words and its message."""

    speaker: str
    name: str
    stage: str
    message: int
    anchor: str
    text: str
    reported: bool
    weak: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """What was found of one stage in one turn; `x` is its place, as a share of the width."""

    x: str
    signs: tuple[Sign, ...]

    @property
    def message(self) -> int:
        """The number of the message, as the page gives it."""
        return self.signs[0].message

    @property
    def anchor(self) -> str:
        """The fragment that leads to the turn."""
        return self.signs[0].anchor

    @property
    def shape(self) -> str:
        """ "weak" where nothing weighs, else "reported" where all is reported, else "said"."""
        if all(each.weak for each in self.signs):
            return "weak"
        return "reported" if all(each.reported for each in self.signs) else "said"


@dataclass(frozen=True, slots=True)
class Row:
    """One stage of one person."""

    stage: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """One person, with the stages in the order in which they were first seen."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A message number under the marks; `end` is the end of its text that lies on `x`."""

    x: str
    number: int
    end: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The lanes, those of the first people and `others`; who is `quiet` showed no sign."""

    lanes: tuple[Lane, ...]
    others: tuple[Lane, ...]
    quiet: tuple[str, ...]
    ticks: tuple[Tick, ...]
    signs: tuple[Sign, ...]
    legend: tuple[tuple[str, str], ...]


def lay_out_timeline(view: ConversationView, stages: Collection[str] = ()) -> Timeline | None:
    """The signs of the conversation, of these stages where some are named; None without any."""
    turns = [each.turn for each in shown_turns(view)]
    signs = tuple(_signs(view, noted_quotes(view.findings, stages)))
    if not signs:
        return None
    places = {turn.n + 1: share(n, len(turns)) for n, turn in enumerate(turns)}
    lanes = tuple(_lanes(signs, places, view.findings.speaker_of_concern))
    quiet = dict.fromkeys(speaker_of(turn) for turn in turns if turn.kind != "system")
    for speaker in ("centre", *(each.speaker for each in signs)):
        quiet.pop(speaker, None)
    return Timeline(
        lanes=lanes[:LANES_AT_ONCE],
        others=lanes[LANES_AT_ONCE:],
        quiet=tuple(speaker_name(view, each) for each in quiet),
        ticks=tuple(_ticks([turn.n + 1 for turn in turns])),
        signs=signs,
        legend=tuple(_legend(mark for lane in lanes for row in lane.rows for mark in row.marks)),
    )


def share(place: int, count: int) -> str:
    """The middle of one of `count` equal places, counted from 0, in hundredths of the width."""
    return f"{100 * (place + 0.5) / count:.2f}%"


def _signs(view: ConversationView, noted: Iterable[Noted]) -> Iterator[Sign]:
    """One for each quote that the turn still says, but those within another of the same stage."""
    texts = {each.turn.n: each.turn.text for each in shown_turns(view)}
    anchors = anchors_of(view)
    exact = [each for each in noted if is_exact(each.quote, texts.get(each.quote.turn, ""))]
    for (turn, _stage, _who), group in _together(exact).items():
        for quote, note in group.items():
            if not is_within(quote, group):
                yield Sign(
                    speaker=_speaker(note),
                    name=speaker_name(view, _speaker(note)),
                    stage=note.stage,
                    message=turn + 1,
                    anchor=anchors[turn],
                    text=quote.text,
                    reported=note.reported,
                    weak=note.weak,
                )


def _together(noted: Iterable[Noted]) -> Mapping[tuple[int, str, str], Mapping[Quote, Note]]:
    """The quotes of one stage and one person in one turn, each with its first note."""
    groups: dict[tuple[int, str, str], dict[Quote, Note]] = {}
    for each in noted:
        key = each.quote.turn, each.note.stage, _speaker(each.note)
        groups.setdefault(key, {}).setdefault(each.quote, each.note)
    return groups


def _speaker(note: Note) -> str:
    return "reported" if note.reported else note.speaker


def _lanes(signs: Sequence[Sign], places: Mapping[int, str], concern: str | None) -> Iterator[Lane]:
    """In the order of their first sign, who is of concern before the others, reported last."""
    names = {each.speaker: each.name for each in signs}
    for speaker in sorted(names, key=lambda each: (each == "reported", each != concern)):
        own = [each for each in signs if each.speaker == speaker]
        stages = dict.fromkeys(each.stage for each in own)
        rows = (Row(stage, tuple(_marks(own, stage, places))) for stage in stages)
        yield Lane(names[speaker], tuple(rows))


def _legend(marks: Iterable[Mark]) -> Iterator[tuple[str, str]]:
    """What the shapes mean; nothing where every mark is of the plain one."""
    shapes = {each.shape for each in marks}
    if shapes != {"said"}:
        yield from ((each, str(said)) for each, said in SHAPES.items() if each in shapes)


def _marks(own: Iterable[Sign], stage: str, places: Mapping[int, str]) -> Iterator[Mark]:
    of_stage = (each for each in own if each.stage == stage)
    for message, signs in groupby(of_stage, key=lambda each: each.message):
        yield Mark(places[message], tuple(signs))


def _ticks(messages: Sequence[int]) -> Iterator[Tick]:
    """The first and the last message, and round ones between."""
    count = len(messages)
    step = _step(count)
    between = (n for n in range(step, count - step // 2, step) if n > 1)
    for place in dict.fromkeys((1, *between, count)):
        end = "middle" if place not in (1, count) or count == 1 else "start"
        end = "end" if place == count > 1 else end
        yield Tick(share(place - 1, count), messages[place - 1], end)


def _step(count: int) -> int:
    """The smallest of 1, 2, 5, 10, 20… that gives few enough."""
    scale = 1
    while count > _STEPS[-1] * scale * _TICKS_MAX:
        scale *= 10
    return next(each * scale for each in _STEPS if count <= each * scale * _TICKS_MAX)
