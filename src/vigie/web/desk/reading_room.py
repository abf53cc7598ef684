"""The conversation view: sheets of evidence, each an image and the turns that were read on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils.translation import gettext

from vigie.flows.casework import ChangeView, ConversationView
from vigie.kernel.conversations import Participant, Turn
from vigie.linking.copies import backward_times
from vigie.reading.corrections.correcting import Revised
from vigie.web.desk.because import Because, because_of_conversation
from vigie.web.desk.correction_rows import Change, lay_out_history
from vigie.web.desk.marked_text import MarkedText, Noted, mark_text, noted_quotes
from vigie.web.desk.reading_words import WARNINGS
from vigie.web.desk.stage_filter import rules_run
from vigie.web.desk.timeline import Timeline, lay_out_timeline
from vigie.web.desk.turn_places import shown_turns, turn_anchor
from vigie.web.desk.words import FLIPS, KINDS, PLATFORMS, WRITERS, word

LONG_TURNS: Final = 300


@dataclass(frozen=True, slots=True)
class CheckPlace:
    """Where a turn stands among those to check, with the anchors of the ones beside it."""

    number: int
    count: int
    previous: str
    following: str


@dataclass(frozen=True, slots=True)
class Bubble:
    """One turn as it stands: its side, who wrote it, its words with the lines under them.

    `before` and `after` are the keys of its neighbours that are not hidden, `others` the two sides
    that it is not on; of a hidden one, `hiding` is the correction that hid it.
    """

    key: str
    turn: Turn
    anchor: str
    region: str
    speaker: str
    writer: str
    kind: str
    marked: MarkedText
    concern: bool
    corrected: str
    hiding: ChangeView | None
    before: str
    after: str
    others: tuple[tuple[str, str], ...]
    check: CheckPlace | None


@dataclass(frozen=True, slots=True)
class Region:
    """Where a turn lies on the image, in the image's own pixels."""

    anchor: str
    turn_anchor: str
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
    """A conversation ready to be read; beside a `long` one, forms come one at a time."""

    id: int
    heading: str
    platform: str
    title: str
    language: str
    by_export: bool
    check: int
    first_check: str
    long: bool
    sheets: tuple[Sheet, ...]
    warnings: tuple[str, ...]
    backwards: tuple[int, ...]
    history: tuple[Change, ...]
    by_witness: int
    because: Because | None
    signs: bool
    rules: str
    timeline: Timeline | None


def lay_out(
    view: ConversationView, shown: frozenset[int], stages: frozenset[str] = frozenset()
) -> Reading:
    """The conversation as sheets; `shown` are the ids of the pictures that were revealed.

    Where `stages` are named, only their signs are underlined and noted; every turn stays.
    """
    talk = view.conversation
    bubbles = _bubbles(view, stages)
    first = next((each.anchor for each in bubbles if each.check), "")
    groups = groupby(bubbles, key=lambda bubble: bubble.turn.image)
    return Reading(
        id=view.id,
        heading=f"c{view.id}",
        platform=word(PLATFORMS, talk.platform),
        title=talk.title or "",
        language=talk.language or "",
        by_export=talk.source.kind != "screenshot",
        check=sum(turn.check for turn in talk.turns),
        first_check=first,
        long=len(bubbles) > LONG_TURNS,
        sheets=tuple(_sheet(view, image, list(group), shown) for image, group in groups),
        warnings=tuple(word(WARNINGS, each) for each in talk.warnings),
        backwards=tuple(n + 1 for n in backward_times(talk.turns)),
        history=lay_out_history(view.history),
        by_witness=sum(each.by_witness and each.counts for each in view.history),
        because=because_of_conversation(view),
        signs=bool(view.findings.signals),
        rules=rules_run(view.findings),
        timeline=lay_out_timeline(view, stages),
    )


def _bubbles(view: ConversationView, stages: frozenset[str]) -> list[Bubble]:
    noted: dict[int, list[Noted]] = {}
    for each in noted_quotes(view.findings, stages):
        noted.setdefault(each.quote.turn, []).append(each)
    people = {each.id: each for each in view.conversation.participants}
    shown = shown_turns(view)
    checks = _checks(view.id, shown)
    keys = ["", *(each.key for each in shown), ""]
    around = {key: (keys[n], keys[n + 2]) for n, key in enumerate(keys[1:-1])}
    return [
        _bubble(
            view,
            each,
            noted.get(each.turn.n, []) if each.hidden is None else [],
            people.get(each.turn.author or ""),
            around.get(each.key, ("", "")),
            checks.get(each.key),
        )
        for each in view.turns
    ]


def _checks(conversation: int, shown: Sequence[Revised]) -> dict[str, CheckPlace]:
    keys = [each.key for each in shown if each.turn.check]
    anchors = ["", *(turn_anchor(conversation, key) for key in keys), ""]
    return {
        key: CheckPlace(n, len(keys), anchors[n - 1], anchors[n + 1])
        for n, key in enumerate(keys, 1)
    }


def _bubble(
    view: ConversationView,
    revised: Revised,
    about: Sequence[Noted],
    who: Participant | None,
    around: tuple[str, str],
    check: CheckPlace | None,
) -> Bubble:
    turn, anchor = revised.turn, turn_anchor(view.id, revised.key)
    concerning = view.findings.speaker_of_concern
    return Bubble(
        key=revised.key,
        turn=turn,
        anchor=anchor,
        region=f"c{view.id}-r{revised.key}",
        speaker=_name(who),
        writer=word(WRITERS, turn.side or ""),
        kind="" if turn.kind == "text" else word(KINDS, turn.kind),
        marked=mark_text(turn.text, about),
        concern=turn.author is not None and turn.author == concerning,
        corrected=_corrected(view, revised),
        hiding=None if revised.hidden is None else view.history[revised.hidden],
        before=around[0],
        after=around[1],
        others=tuple((side, str(said)) for side, said in FLIPS.items() if side != turn.side),
        check=check,
    )


def _corrected(view: ConversationView, revised: Revised) -> str:
    """What people did to a turn and who, in a few words; empty when nothing."""
    if not revised.changes:
        return ""
    hers = view.history[revised.changes[-1]].by_witness
    if revised.key.startswith("a") and len(revised.changes) == 1:
        return gettext("added by the witness") if hers else gettext("added by the team")
    return gettext("corrected by the witness") if hers else gettext("corrected by the team")


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
            side=bubble.turn.side or "centre",
            x=left,
            y=top,
            width=right - left,
            height=bottom - top,
        )
        for bubble in bubbles
        if bubble.turn.box is not None and bubble.hiding is None
        for left, top, right, bottom in [bubble.turn.box]
    ]
