"""The same evidence twice: shown as a proposal with its reasons, and never acted upon."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from vigie.evidence.pdq import PictureHash, distance
from vigie.flows.casework.prints import (
    PrintRow,
    Visit,
    compare_new,
    compared,
    make_prints,
    print_rows,
    visit_by,
    without_prints,
)
from vigie.flows.custody import log_act, to_hour
from vigie.flows.team.people import Desk
from vigie.kernel.conversations import Conversation
from vigie.linking.copies import Comparison
from vigie.linking.prints import TalkPrint
from vigie.store.cases import Case
from vigie.store.custody import LogEntry
from vigie.store.prints import CopyPair
from vigie.store.testimonies import Testimony

MOST_SHOWN = 12
MOST_READ = 40
Alike = tuple[PrintRow, PrintRow, Comparison]


@dataclass(frozen=True, slots=True)
class TwoVersions:
    """One message in both copies, by its number and its words; None where it is missing."""

    mine: tuple[int, str] | None
    theirs: tuple[int, str] | None


@dataclass(frozen=True, slots=True)
class CopyView:
    """What in another testimony is the same evidence, and why it is thought to be.

    `distance` is of the two nearest images, in bits of 256; `cases` are where the other one is.
    """

    reference: str
    cases: tuple[str, ...]
    here: bool
    same_file: bool
    distance: int | None
    shared: int
    out_of: int
    versions: tuple[TwoVersions, ...]


def copies_of(
    desk: Desk, reference: str, now: datetime, *, beside: Collection[str] = ()
) -> tuple[CopyView, ...]:
    """Where else the evidence of a testimony was sent, as far as the team has opened it.

    What was not opened before is held against all the rest now, with those `beside` it, which are
    open as well; the other's words are shown only where two copies differ, and the custody log
    says so.
    """
    testimony = Testimony.objects.filter(reference=reference, archived_hour=None).first()
    if testimony is None:
        return ()
    visit = visit_by(desk)
    opened = [testimony, *without_prints(beside)]
    for each in opened:
        make_prints(visit, each)
    compare_new(visit, opened)
    views = tuple(_views(visit, testimony))
    _log_opened([view for view in views if view.versions and not view.here], desk, now)
    return views


def _views(visit: Visit, testimony: Testimony) -> Iterator[CopyView]:
    """One view for each other testimony, the one with most in common first."""
    by_testimony: dict[int, list[Alike]] = {}
    for row, other in _pairs(visit, testimony):
        found = compared(visit, row, other)
        if found is not None:
            by_testimony.setdefault(other.testimony, []).append((row, other, found))
    views = [_view(visit, testimony, each) for each in by_testimony.values()]
    yield from sorted(views, key=lambda view: -view.shared)[:MOST_SHOWN]


def _pairs(visit: Visit, testimony: Testimony) -> Iterator[tuple[PrintRow, PrintRow]]:
    """The newest pairs that a testimony is in, its own print first."""
    mine = {row.pk: row for row in print_rows(visit, Q(item__testimony=testimony))}
    pairs = CopyPair.objects.filter(Q(one__in=mine) | Q(other__in=mine)).order_by("-pk")
    ends = list(pairs.values_list("one_id", "other_id")[:MOST_READ])
    others = {pk for pair in ends for pk in pair} - set(mine)
    known = mine | {row.pk: row for row in print_rows(visit, Q(pk__in=others))}
    for one, other in ends:
        if one in known and other in known:
            first, second = (one, other) if one in mine else (other, one)
            yield known[first], known[second]


def _view(visit: Visit, testimony: Testimony, pairs: Sequence[Alike]) -> CopyView:
    mine, theirs = visit.of(testimony.pk), visit.of(pairs[0][1].testimony)
    talks = [each for each in pairs if isinstance(each[0].made, TalkPrint)]
    best = max((found for _, _, found in talks or pairs), key=lambda found: found.shared)
    here = theirs.testimony.pk == testimony.pk
    cases = Case.objects.filter(joined__testimony=theirs.testimony).order_by("pk")
    return CopyView(
        theirs.testimony.reference,
        tuple(cases.values_list("reference", flat=True)),
        here,
        not here and bool(mine.files & theirs.files),
        min((bits for row, other, _ in pairs for bits in _bits(row, other)), default=None),
        best.shared,
        best.out_of,
        tuple(_versions(mine.talks, theirs.talks, talks)),
    )


def _bits(row: PrintRow, other: PrintRow) -> Iterator[int]:
    if isinstance(row.made, PictureHash) and isinstance(other.made, PictureHash):
        yield distance(row.made.bits, other.made.bits)


def _versions(
    mine: Mapping[int, Conversation],
    theirs: Mapping[int, Conversation],
    talks: Iterable[Alike],
) -> Iterator[TwoVersions]:
    for row, other, found in talks:
        for each in found.differences:
            yield TwoVersions(
                _message(mine[row.item], each.one), _message(theirs[other.item], each.other)
            )


def _message(talk: Conversation, number: int | None) -> tuple[int, str] | None:
    if number is None:
        return None
    return number, next(turn.text for turn in talk.turns if turn.n == number)


def _log_opened(views: Iterable[CopyView], desk: Desk, now: datetime) -> None:
    """Words of another testimony were shown: the log remembers it once an hour."""
    actor, hour = desk.responder.pseudonym, to_hour(now)
    for view in views:
        testimony = Testimony.objects.get(reference=view.reference)
        seen = LogEntry.objects.filter(
            act=LogEntry.Act.OPENED, actor=actor, hour=hour, testimony=testimony
        )
        if not seen.exists():
            log_act(LogEntry.Act.OPENED, actor=actor, now=now, testimony=testimony)
