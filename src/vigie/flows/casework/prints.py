"""Prints of evidence: made when the desk opens a testimony, and held against all the others.

Only the team can look for copies. A print is sealed to a key that no process holds, so neither who
steals the disk nor a worker gone bad can try out what a witness may have sent.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q

from vigie.evidence.keyed import KeyedSeal
from vigie.evidence.pdq import SAME_WITHIN, PictureHash
from vigie.flows.casework.evidence import Evidence, open_evidence
from vigie.flows.items import hold
from vigie.flows.team.people import Desk, print_key
from vigie.kernel.conversations import Conversation
from vigie.kernel.errors import BadInput, NotFound, WrongKey
from vigie.linking.copies import Comparison, compare
from vigie.linking.prints import (
    EitherPrint,
    TalkPrint,
    alike_talks,
    decode,
    digest_of,
    encode,
    near_pictures,
    talk_print,
)
from vigie.store.prints import CopyPair, Print
from vigie.store.testimonies import Item, Testimony

MOST_PAIRS = 30
MOST_AT_ONCE = 20
READ_AT_ONCE = 2000
FEWEST_TURNS = 2
PURPOSE = b"vigie print"


@dataclass(slots=True)
class Visit:
    """What this visit opened so far: each testimony once."""

    desk: Desk
    seal: KeyedSeal = field(repr=False)
    known: dict[int, Evidence] = field(default_factory=dict)

    def of(self, key: int) -> Evidence:
        """The evidence of a testimony; raises NotFound when it was erased."""
        if key not in self.known:
            testimony = Testimony.objects.filter(pk=key, archived_hour=None).first()
            if testimony is None:
                raise NotFound("This testimony is not here any more.")
            self.known[key] = open_evidence(testimony, self.desk)
        return self.known[key]

    def print_of(self, sealed: bytes) -> EitherPrint | None:
        """A print; None when it was changed by who cannot seal one."""
        try:
            return decode(self.seal.open(sealed))
        except (WrongKey, BadInput):
            return None


@dataclass(frozen=True, slots=True)
class PrintRow:
    """A print as it is kept."""

    pk: int
    item: int
    testimony: int
    made: EitherPrint


def visit_by(desk: Desk) -> Visit:
    """A visit that has opened nothing yet."""
    return Visit(desk, KeyedSeal.of(print_key(desk), PURPOSE))


def without_prints(references: Collection[str]) -> list[Testimony]:
    """Some of these testimonies, that have no prints yet; the others wait for another page."""
    found = Testimony.objects.filter(reference__in=references, archived_hour=None)
    read = found.filter(items__kind=Item.Kind.CONVERSATION)
    return list(read.exclude(items__print__isnull=False).distinct().order_by("pk")[:MOST_AT_ONCE])


def make_prints(visit: Visit, testimony: Testimony) -> None:
    """The prints of what is here now; one of words that were corrected since is made anew."""
    mine = visit.of(testimony.pk)
    kept = {row.item: row for row in print_rows(visit, Q(item__testimony=testimony))}
    missing = {n: talk for n, talk in mine.talks.items() if not _still_of(kept.get(n), talk)}
    made: dict[int, EitherPrint] = {n: talk_print(talk.turns) for n, talk in missing.items()}
    made |= {n: seen.hash for n, seen in mine.pictures.items() if n not in kept}
    gone = Print.objects.filter(item__testimony=testimony)
    gone = gone.filter(Q(item__in=made) | ~Q(item__in=[*mine.talks, *mine.pictures]))
    if not made and not gone.exists():
        return
    with transaction.atomic():
        hold(testimony)
        gone.delete()
        here = set(testimony.items.filter(pk__in=made).values_list("pk", flat=True))
        Print.objects.bulk_create(
            Print(item_id=n, sealed=visit.seal.seal(encode(each)))
            for n, each in made.items()
            if n in here
        )


def _still_of(row: PrintRow | None, talk: Conversation) -> bool:
    made = row.made if row is not None else None
    return isinstance(made, TalkPrint) and made.made_of == digest_of(talk.turns)


def compare_new(visit: Visit, testimonies: Sequence[Testimony]) -> None:
    """Holds what is new against everything; marked once it is done, so that a crash loses no pair.

    Prints are kept before any is compared: of two that come in at once the later sees the other.
    """
    fresh = print_rows(visit, Q(item__testimony__in=testimonies, compared=False))
    if not fresh:
        return
    rows = print_rows(visit, Q())
    pairs = {
        (min(row.pk, other.pk), max(row.pk, other.pk))
        for row in fresh
        for other in _candidates(row, rows)
        if compared(visit, row, other) is not None
    }
    with transaction.atomic():
        wanted = {pk for pair in pairs for pk in pair} | {row.pk for row in fresh}
        locked = Print.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
        here = {each.pk for each in locked}
        CopyPair.objects.bulk_create(
            [CopyPair(one_id=a, other_id=b) for a, b in sorted(pairs) if {a, b} <= here],
            ignore_conflicts=True,
        )
        Print.objects.filter(pk__in=[row.pk for row in fresh]).update(compared=True)


def print_rows(visit: Visit, which: Q) -> list[PrintRow]:
    """Prints, opened; all of them are read when something is new, as no part of one is in clear."""
    found = Print.objects.filter(which, item__testimony__archived_hour=None).order_by("pk")
    values = found.values_list("pk", "item_id", "item__testimony_id", "sealed")
    rows = (
        (pk, item, testimony, visit.print_of(bytes(sealed)))
        for pk, item, testimony, sealed in values.iterator(READ_AT_ONCE)
    )
    return [PrintRow(pk, item, told, made) for pk, item, told, made in rows if made is not None]


def _candidates(row: PrintRow, rows: Sequence[PrintRow]) -> list[PrintRow]:
    """The prints most like this one."""
    made = row.made
    if isinstance(made, PictureHash):
        pictures = [(each, each.made) for each in rows if isinstance(each.made, PictureHash)]
        near = near_pictures(made, [each for _, each in pictures], within=SAME_WITHIN)
        found = [pictures[n][0] for n, _ in near]
    else:
        talks = [(each, each.made) for each in rows if isinstance(each.made, TalkPrint)]
        found = [talks[n][0] for n, _ in alike_talks(made, [each for _, each in talks])]
    return [each for each in found if each.pk != row.pk][:MOST_PAIRS]


def compared(visit: Visit, row: PrintRow, other: PrintRow) -> Comparison | None:
    """Both read again; None when they are no copies, or one is closed to sight or gone.

    Two conversations of other words can have their bubbles in the same places: where words were
    read on both images, they decide.
    """
    try:
        mine, theirs = visit.of(row.testimony), visit.of(other.testimony)
    except NotFound:
        return None
    if row.item in mine.talks and other.item in theirs.talks:
        found = compare(mine.talks[row.item].turns, theirs.talks[other.item].turns)
        return found if found.copies else None
    if row.item in mine.pictures and other.item in theirs.pictures:
        found = compare(mine.pictures[row.item].turns, theirs.pictures[other.item].turns)
        return found if found.copies or found.telling < FEWEST_TURNS else None
    return None
