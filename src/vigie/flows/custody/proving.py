"""Proofs about the log, from the few subtrees that they quote."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import reduce
from itertools import islice, pairwise
from operator import or_
from typing import TypeVar

from django.db.models import Q

from vigie.evidence.custody import node_hash
from vigie.evidence.proofs import Head, Inclusion
from vigie.evidence.subtrees import (
    Place,
    consistency_spans,
    inclusion_spans,
    places_of,
    proof_of,
)
from vigie.kernel.errors import NotFound
from vigie.store.custody import LogEntry, LogHead, LogNode

PLACES_A_QUERY = 200
Row = TypeVar("Row")


def newest_head() -> Head | None:
    """The signed head of the whole log; None while the log is empty."""
    head = LogHead.objects.order_by("-size").first()
    return None if head is None else head_of(head)


def head_of(head: LogHead) -> Head:
    """A head as proofs hold it."""
    return Head(head.size, bytes(head.root), head.hour, bytes(head.signature))


def inclusion_of(entry: LogEntry, under: LogHead | None = None) -> Inclusion | None:
    """Where an entry stands under a head, the newest if none is given; None until it does."""
    head = newest_head() if under is None else head_of(under)
    if entry.position is None or head is None or head.size <= entry.position:
        return None
    spans = inclusion_spans(entry.position, head.size)
    return Inclusion(entry.position, proof_of(spans, hashes_at(places_of(spans))), head)


def consistency_between(heads: Sequence[Head]) -> tuple[tuple[bytes, ...], ...]:
    """For each head and the next, what shows that the log only grew between them."""
    steps = [consistency_spans(old.size, new.size) for old, new in pairwise(heads)]
    hashes = hashes_at(places_of(span for spans in steps for span in spans))
    return tuple(proof_of(spans, hashes) for spans in steps)


def hashes_at(places: Collection[Place]) -> dict[Place, bytes]:
    """The hashes of full subtrees; one that is missing is made from its halves.

    Raises NotFound when a leaf is missing.
    """
    found: dict[Place, bytes] = {}
    for some in in_batches(places, PLACES_A_QUERY):
        wanted = reduce(or_, (Q(level=level, index=index) for level, index in some))
        rows = LogNode.objects.filter(wanted).values_list("level", "index", "hash")
        found |= {(level, index): bytes(each) for level, index, each in rows}
    for level, index in set(places) - set(found):
        if level == 0:
            raise NotFound(
                f"The custody log lacks its leaf {index}; 'vigie doctor --whole' says more."
            )
        left, right = (level - 1, 2 * index), (level - 1, 2 * index + 1)
        halves = hashes_at((left, right))
        found[level, index] = node_hash(halves[left], halves[right])
    return found


def in_batches(rows: Iterable[Row], most: int) -> Iterator[list[Row]]:
    """Rows in lists of at most so many."""
    left = iter(rows)
    while some := list(islice(left, most)):
        yield some
