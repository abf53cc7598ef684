"""The full subtrees of a log: what must be read, and no more, to grow it and to prove with it.

A place is (level, index): the subtree over the 2^level leaves from index * 2^level on. A span is
(start, end): the leaves from start on, end excluded. A log of n leaves is made of at most log2(n)
full subtrees, and so is every span that a proof of RFC 6962 quotes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from vigie.evidence.custody import node_hash, root, split
from vigie.kernel.errors import BadInput

Place = tuple[int, int]
Span = tuple[int, int]


class GrowingLog:
    """A log that holds only the roots of its full subtrees, the largest first."""

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        if len(peaks) != size.bit_count():
            raise BadInput(f"A log of {size} is made of {size.bit_count()} full subtrees.")
        self.size = size
        self._peaks = list(peaks)

    def add(self, leaf: bytes) -> Iterator[tuple[Place, bytes]]:
        """Takes one leaf; gives the full subtrees that it completes, itself first."""
        level, index, current = 0, self.size, leaf
        self.size += 1
        made = [((level, index), current)]
        while index & 1:
            current = node_hash(self._peaks.pop(), current)
            level, index = level + 1, index >> 1
            made.append(((level, index), current))
        self._peaks.append(current)
        return iter(made)

    def root(self) -> bytes:
        """The hash of the whole tree as it is now."""
        return _folded(self._peaks)


def full_subtrees(span: Span) -> tuple[Place, ...]:
    """The full subtrees that a span is made of, the largest first."""
    start, end = span
    places = []
    while start < end:
        level = (end - start).bit_length() - 1
        places.append((level, start >> level))
        start += 1 << level
    return tuple(places)


def inclusion_spans(index: int, size: int) -> tuple[Span, ...]:
    """The spans beside the way from a leaf to the root, lowest first (RFC 6962, 2.1.1)."""
    if not 0 <= index < size:
        raise BadInput(f"There is no leaf {index} in a log of {size}.")
    spans, start, end = [], 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((start, middle))
            start = middle
    return tuple(reversed(spans))


def consistency_spans(old_size: int, size: int) -> tuple[Span, ...]:
    """The spans that show what the first `old_size` leaves became (RFC 6962, 2.1.2)."""
    if not 0 <= old_size <= size:
        raise BadInput(f"A log of {size} leaves never had {old_size}.")
    spans, start, end = [], 0, size
    while 0 < old_size < end:
        middle = start + split(end - start)
        if old_size <= middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((start, middle))
            start = middle
    if old_size and start:
        spans.append((start, end))
    return tuple(reversed(spans))


def places_of(spans: Iterable[Span]) -> set[Place]:
    """Every full subtree that these spans are made of."""
    return {place for span in spans for place in full_subtrees(span)}


def proof_of(spans: Iterable[Span], hashes: Mapping[Place, bytes]) -> tuple[bytes, ...]:
    """The hash of each span, from those of its full subtrees."""
    return tuple(_folded([hashes[place] for place in full_subtrees(span)]) for span in spans)


def _folded(peaks: Sequence[bytes]) -> bytes:
    """The root over full subtrees, the largest first; that of nothing for none."""
    if not peaks:
        return root(())
    current = peaks[-1]
    for peak in reversed(peaks[:-1]):
        current = node_hash(peak, current)
    return current
