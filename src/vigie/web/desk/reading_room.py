"""The conversation view: sheets of evidence, each an image and the turns that were read on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from vigie.flows.casework import ConversationView
from vigie.kernel.conversations import Participant, Turn
from vigie.linking.copies import backward_times
from vigie.web.desk.marked_text import MarkedText, Noted, mark_text, noted_quotes
from vigie.web.desk.reading_words import WARNINGS
from vigie.web.desk.words import KINDS, PLATFORMS, word


@dataclass(frozen=True, slots=True)
class Bubble:
    """One turn as it was: its side, who wrote it, its words with the lines under them."""

    turn: Turn
    anchor: str
    region: str
    speaker: str
    kind: str
    marked: MarkedText
    concern: bool
    corrected: bool


@dataclass(frozen=True, slots=True)
class Region:
    """Where a turn lies on the image, in the image's own pixels."""

    anchor: str
    turn_anchor: str
    turn: int
    side: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One image, or none for an export, and its turns. `shown` is whether it was revealed.

    A `closed` one is frozen or gone: its place stays blank.
    """

    number: int
    picture: int | None
    shown: bool
    closed: bool
    width: int
    height: int
    regions: tuple[Region, ...]
    bubbles: tuple[Bubble, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A conversation ready to be read."""

    id: int
    platform: str
    title: str
    language: str
    by_export: bool
    check: int
    sheets: tuple[Sheet, ...]
    warnings: tuple[str, ...]
    backwards: tuple[int, ...]


def lay_out(view: ConversationView, shown: frozenset[int]) -> Reading:
    """The conversation as sheets; `shown` are the ids of the pictures that were revealed."""
    talk = view.conversation
    noted = noted_quotes(view.findings)
    bubbles = [_bubble(view, turn, noted) for turn in talk.turns]
    groups = groupby(bubbles, key=lambda bubble: bubble.turn.image)
    return Reading(
        id=view.id,
        platform=word(PLATFORMS, talk.platform),
        title=talk.title or "",
        language=talk.language or "",
        by_export=talk.source.kind != "screenshot",
        check=sum(turn.check for turn in talk.turns),
        sheets=tuple(_sheet(view, image, list(group), shown) for image, group in groups),
        warnings=tuple(word(WARNINGS, each) for each in talk.warnings),
        backwards=tuple(n + 1 for n in backward_times(talk.turns)),
    )


def turn_anchor(conversation: int, turn: int) -> str:
    """The fragment that leads to a turn."""
    return f"c{conversation}-t{turn}"


def _bubble(view: ConversationView, turn: Turn, noted: Sequence[Noted]) -> Bubble:
    about = [each for each in noted if each.quote.turn == turn.n]
    who = {each.id: each for each in view.conversation.participants}.get(turn.author or "")
    return Bubble(
        turn=turn,
        anchor=turn_anchor(view.id, turn.n),
        region=f"c{view.id}-r{turn.n}",
        speaker=_name(who),
        kind="" if turn.kind == "text" else word(KINDS, turn.kind),
        marked=mark_text(turn.text, about),
        concern=turn.author is not None and turn.author == view.findings.speaker_of_concern,
        corrected=turn.n in view.corrected,
    )


def _name(who: Participant | None) -> str:
    return "" if who is None else who.handle or who.name


def _sheet(
    view: ConversationView, image: int | None, bubbles: list[Bubble], shown: frozenset[int]
) -> Sheet:
    known = image is not None and image < len(view.sizes) and image < len(view.pictures)
    picture = view.pictures[image] if known and image is not None else None
    width, height = view.sizes[image] if known and image is not None else (0, 0)
    return Sheet(
        number=0 if image is None else image + 1,
        picture=picture,
        shown=picture in shown and picture not in view.closed,
        closed=picture in view.closed,
        width=width,
        height=height,
        regions=tuple(_regions(bubbles)),
        bubbles=tuple(bubbles),
    )


def _regions(bubbles: Sequence[Bubble]) -> list[Region]:
    return [
        Region(
            anchor=bubble.region,
            turn_anchor=bubble.anchor,
            turn=bubble.turn.n,
            side=bubble.turn.side or "centre",
            x=left,
            y=top,
            width=right - left,
            height=bottom - top,
        )
        for bubble in bubbles
        if bubble.turn.box is not None
        for left, top, right, bottom in [bubble.turn.box]
    ]
