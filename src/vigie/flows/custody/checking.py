"""The log held to what it says of itself: its top at any time, all of it when asked."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from vigie.evidence.custody import about_what, act_leaf, check_signature, head_message
from vigie.evidence.receipts import KeyCertificate, check_certificate, check_promise
from vigie.evidence.subtrees import GrowingLog, Place, full_subtrees
from vigie.flows.custody.entering import DESK, INTAKE, forgotten_by
from vigie.flows.custody.noting import noted_size_that_is_gone
from vigie.flows.custody.proving import hashes_at, in_batches
from vigie.flows.place import installation
from vigie.kernel.errors import NotFound
from vigie.store.custody import LogEntry, LogHead, LogNode
from vigie.store.testimonies import Item, Testimony

RECEIVED_KINDS = (Item.Kind.PAGE, Item.Kind.FILE, Item.Kind.MESSAGE, Item.Kind.RECEIPT)
CHECKED = (
    *("act", "actor", "hour", "leaf", "salt", "subject", "item_number", "detail", "about"),
    *("promise", "position", "item", "testimony"),
    *("item__kind", "item__testimony", "testimony__reference"),
)
UNPLACED = timedelta(hours=24)
ENTRIES_AT_ONCE = 2048
"""A power of two, so that the subtrees that a batch completes are neighbours at each level."""


@dataclass(slots=True)
class Faults:
    """What is wrong, by kind: how many times, and the first place."""

    found: dict[str, list[int]] = field(default_factory=dict)

    def add(self, kind: str, place: int) -> None:
        """One more of a kind."""
        self.found.setdefault(kind, []).append(place)

    def sentences(self) -> tuple[str, ...]:
        """One line a kind."""
        return tuple(
            f"{kind} (first at {places[0]}, {len(places)} in all)"
            for kind, places in self.found.items()
        )


def check_log(whole: bool, now: datetime) -> tuple[str, ...]:
    """What is wrong with the log, one sentence a kind; none when it is what it says it is.

    Without `whole`: the newest head, its signature and the subtrees under it, in O(log n).
    """
    faults = Faults()
    _check_note(faults)
    _check_late(faults, now)
    if whole:
        _check_entries(faults)
        _check_waiting(faults)
        _check_heads(faults)
        _check_what_was_forgotten(faults)
        _check_items(faults)
        _check_pointers(faults)
    else:
        _check_top(faults)
    return faults.sentences()


def _check_note(faults: Faults) -> None:
    gone = noted_size_that_is_gone()
    if gone is not None:
        faults.add("a head that the worker signed is no longer here: the log was cut", gone)


def _check_late(faults: Faults, now: datetime) -> None:
    late = LogEntry.objects.filter(position=None, hour__lt=now - UNPLACED).count()
    if late:
        faults.add("entries wait for their place for over a day: is the worker running?", late)


def _check_top(faults: Faults) -> None:
    head = LogHead.objects.order_by("-size").first()
    last = LogEntry.objects.aggregate(last=Max("position"))["last"]
    size = head.size if head is not None else 0
    if size != (0 if last is None else last + 1):
        faults.add("the newest head and the newest entry are not of one log", size)
    if head is None:
        return
    _check_signature(head, faults)
    peaks = full_subtrees((0, size))
    try:
        hashes = hashes_at(peaks)
    except NotFound as error:
        faults.add(str(error).removesuffix("."), size)
        return
    if GrowingLog(size, [hashes[place] for place in peaks]).root() != bytes(head.root):
        faults.add("the newest head is not that of the subtrees under it", size)


def _check_entries(faults: Faults) -> None:
    """Every leaf again, every subtree again, and the root of every head."""
    heads = iter(LogHead.objects.order_by("size").values_list("size", "root").iterator())
    head = next(heads, None)
    log, promised = GrowingLog(), _promise_check()
    for entries in in_batches(_placed(), ENTRIES_AT_ONCE):
        made: list[tuple[Place, bytes]] = []
        for entry in entries:
            if entry.position != log.size:
                faults.add("entries are missing before a position", entry.position or 0)
                return
            _check_entry(entry, promised, faults)
            made += log.add(bytes(entry.leaf))
            while head is not None and head[0] <= log.size:
                if head[0] == log.size and bytes(head[1]) != log.root():
                    faults.add("heads are not those of the entries before them", log.size)
                head = next(heads, None)
        _check_nodes(made, faults)
    if head is not None:
        faults.add("entries that were signed for are missing at the end", log.size)
    _check_size(log.size, faults)


def _check_size(size: int, faults: Faults) -> None:
    """As many subtrees as such a log has, and a head that covers it."""
    if LogNode.objects.count() != 2 * size - size.bit_count():
        faults.add("there are not as many subtrees as the log has", size)
    if not LogHead.objects.filter(size=size).exists() and size:
        faults.add("the last entries are under no head", size)


def _entries() -> QuerySet[LogEntry]:
    """Entries with what they point to, and nothing that is sealed."""
    return LogEntry.objects.select_related("item", "testimony").only(*CHECKED)


def _placed() -> Iterator[LogEntry]:
    entries = _entries().filter(position__isnull=False).order_by("position")
    return entries.iterator(chunk_size=ENTRIES_AT_ONCE)


def _check_waiting(faults: Faults) -> None:
    promised = _promise_check()
    for entry in _entries().filter(position=None):
        _check_entry(entry, promised, faults)


PromiseCheck = Callable[[LogEntry], bool]


def _check_entry(entry: LogEntry, promised: PromiseCheck, faults: Faults) -> None:
    """One entry held to its own leaf, its promise, and what it points to."""
    place = entry.position if entry.position is not None else -1
    received, by_intake = entry.act == LogEntry.Act.RECEIVED, entry.actor == INTAKE
    if (by_intake and not received) or (received and entry.actor not in (INTAKE, DESK)):
        faults.add("entries say they are by somebody who cannot have made them", place)
    if by_intake != (entry.promise is not None) or (entry.promise and not promised(entry)):
        faults.add("promises are missing or were not made by the certified key", place)
    if entry.salt is None and entry.about is None:
        if not by_intake or _named(entry):
            faults.add("entries cannot be computed again", place)
    elif _leaf(entry) != bytes(entry.leaf):
        faults.add("entries are not those of their leaves", place)
    if not _points_right(entry):
        faults.add("entries point to another thing than they were about", place)


def _named(entry: LogEntry) -> bool:
    return bool(entry.subject or entry.detail or entry.item_number is not None)


def _leaf(entry: LogEntry) -> bytes | None:
    """The leaf from what is kept: from the salt, or once that is forgotten from the commitment."""
    if entry.salt is None or entry.about is not None:
        if entry.salt is not None or _named(entry):
            return None
        about = bytes(entry.about or b"")
    elif len(entry.salt) != 16:
        return None
    else:
        salt = bytes(entry.salt)
        about = about_what(entry.subject, entry.item_number, entry.detail, salt)
    return act_leaf(entry.act, entry.actor, entry.hour, about)


def _points_right(entry: LogEntry) -> bool:
    """Whether the thing an entry points to is the one it was about."""
    item, testimony = entry.item, entry.testimony
    if item is not None and item.testimony_id != entry.testimony_id:
        return False
    if entry.about is not None:
        return testimony is None
    if entry.salt is None:
        return item is None or item.kind == Item.Kind.RECEIPT
    if item is not None and item.pk != entry.item_number:
        return False
    return testimony is None or not entry.subject.startswith("T-") or (
        entry.subject == testimony.reference
    )  # fmt: skip


def _check_nodes(made: Sequence[tuple[Place, bytes]], faults: Faults) -> None:
    """The subtrees of a batch as they are kept: at each level they are neighbours."""
    expected, spans = dict(made), Q()
    for level in {level for level, _ in expected}:
        indexes = [index for other, index in expected if other == level]
        spans |= Q(level=level, index__range=(min(indexes), max(indexes)))
    rows = LogNode.objects.filter(spans).values_list("level", "index", "hash")
    kept = {(level, index): bytes(each) for level, index, each in rows}
    for (level, index), true in sorted(expected.items()):
        if kept.get((level, index)) != true:
            faults.add("subtrees are missing or not those of their leaves", index << level)


def _check_heads(faults: Faults) -> None:
    """Signatures, hours that never go back, and no public head that the log does not mark."""
    marks = LogEntry.objects.filter(act=LogEntry.Act.PUBLISHED, position__isnull=False)
    first = LogHead.objects.filter(size__gt=OuterRef("position")).order_by("size")
    marked = set(marks.values_list(Subquery(first.values("size")[:1]), flat=True))
    published = set(LogHead.objects.filter(published=True).values_list("size", flat=True))
    for size in marked ^ published:
        faults.add("heads are public that no entry marks, or marked and not public", size or 0)
    before: datetime | None = None
    for head in LogHead.objects.order_by("size").iterator():
        _check_signature(head, faults)
        if before is not None and head.hour < before:
            faults.add("heads are of an earlier hour than smaller ones", head.size)
        before = head.hour


def _check_signature(head: LogHead, faults: Faults) -> None:
    message = head_message(head.size, bytes(head.root), head.hour)
    log_public = bytes.fromhex(installation().log_public)
    if not check_signature(log_public, message, bytes(head.signature)):
        faults.add("heads are not signed with the log key", head.size)


def _check_what_was_forgotten(faults: Faults) -> None:
    """Each erasure says how many entries it made forget, and nothing else may."""
    erased = LogEntry.objects.filter(act=LogEntry.Act.ERASED)
    said = sum(forgotten_by(each) or 0 for each in erased)
    forgot = LogEntry.objects.filter(about__isnull=False).count()
    if said != forgot:
        faults.add(f"{forgot} entries forget what they were about, and erasures say", said)


def _check_items(faults: Faults) -> None:
    """Everything that was received has its entry."""
    entered = LogEntry.objects.filter(act=LogEntry.Act.RECEIVED, item=OuterRef("pk"))
    items = Item.objects.filter(~Exists(entered), kind__in=RECEIVED_KINDS, from_team=False)
    for key in items.values_list("pk", flat=True):
        faults.add("items were received without an entry", key)


def _check_pointers(faults: Faults) -> None:
    """An entry about something that is still here points to it."""
    here = Testimony.objects.values("reference")
    lost = LogEntry.objects.filter(testimony=None, subject__in=here)
    lost |= LogEntry.objects.filter(item=None, item_number__in=Item.objects.values("pk"))
    for key in lost.values_list("pk", flat=True):
        faults.add("entries do not point to what they are about", key)


def _promise_check() -> PromiseCheck:
    """Whether the key certified by the log key promised an entry, in an hour that was its own."""
    public = installation()
    certificate = KeyCertificate(
        bytes.fromhex(public.intake_public),
        datetime.fromisoformat(public.intake_since),
        datetime.fromisoformat(public.intake_until),
        bytes.fromhex(public.intake_certificate),
    )
    certified = check_certificate(certificate, bytes.fromhex(public.log_public))

    def promised(entry: LogEntry) -> bool:
        within = certificate.since <= entry.hour <= certificate.until
        signed = check_promise(
            bytes(entry.leaf), entry.hour, bytes(entry.promise or b""), certificate.public
        )
        return certified and within and signed

    return promised
