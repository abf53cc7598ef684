"""Turns seen in several screenshots become one each, in the order that all of them agree on."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from rapidfuzz import fuzz

from vigie.kernel.conversations import Turn
from vigie.reading.stitching.overlaps import CUT_CHARS, Overlap, Pair, Place, folded

LIKE_ENOUGH = 60
LEAST_LIKE = 50


@dataclass(slots=True)
class Sightings:
    """Which turns of which screenshots are one and the same."""

    group: dict[Place, int] = field(default_factory=dict)
    members: dict[int, dict[int, int]] = field(default_factory=dict)

    def of(self, place: Place) -> int:
        """The group of a turn; its own to begin with."""
        if place not in self.group:
            self.group[place] = len(self.group)
            self.members[self.group[place]] = {place[0]: place[1]}
        return self.group[place]

    def unite(self, one: Place, other: Place) -> None:
        """Says that two turns are one, unless two of one screenshot would be one then."""
        first, second = self.of(one), self.of(other)
        if first == second or self.members[first].keys() & self.members[second].keys():
            return
        for place in self.members.pop(second).items():
            self.group[place] = first
            self.members[first][place[0]] = place[1]


def merged(shots: Mapping[int, Sequence[Turn]], overlaps: Sequence[Overlap]) -> tuple[Turn, ...]:
    """Every turn of some screenshots once, overlaps given from the strongest to the weakest."""
    seen = Sightings()
    for overlap in overlaps:
        one, other = shots[overlap.one], shots[overlap.other]
        for i, j in (*overlap.pairs, *_beside(one, other, overlap)):
            seen.unite((overlap.one, i), (overlap.other, j))
    for shot, turns in shots.items():
        for n in range(len(turns)):
            seen.of((shot, n))
    order = _ordered(shots, seen, starts(shots, overlaps))
    place_of = {group: n for n, group in enumerate(order)}
    return tuple(
        _one(
            n, [(shot, shots[shot][at]) for shot, at in seen.members[group].items()], seen, place_of
        )
        for n, group in enumerate(order)
    )


def starts(shots: Mapping[int, Sequence[Turn]], overlaps: Sequence[Overlap]) -> dict[int, int]:
    """At which turn each screenshot begins, counted from the first, by its strongest overlap."""
    beside: dict[int, list[tuple[int, int]]] = defaultdict(list)
    root = {shot: shot for shot in shots}
    for overlap in overlaps:
        one, other = _root(root, overlap.one), _root(root, overlap.other)
        if one != other:
            root[other] = one
            beside[overlap.one].append((overlap.other, overlap.offset))
            beside[overlap.other].append((overlap.one, -overlap.offset))
    found: dict[int, int] = {}
    for shot in shots:
        waiting = [(shot, 0)] if shot not in found else []
        while waiting:
            each, at = waiting.pop()
            found[each] = at
            waiting += [(near, at + off) for near, off in beside[each] if near not in found]
    return found


def _root(root: dict[int, int], shot: int) -> int:
    while root[shot] != shot:
        root[shot] = root[root[shot]]
        shot = root[shot]
    return shot


def _beside(one: Sequence[Turn], other: Sequence[Turn], overlap: Overlap) -> Iterator[Pair]:
    """Turns misread or cut that stand where the other screenshot has one, next to turns shared."""
    first, last = overlap.pairs[0], overlap.pairs[-1]
    for (i, j), (k, m) in pairwise(overlap.pairs):
        if k - i == m - j:
            yield from ((i + n, j + n) for n in range(1, k - i) if _fits(one[i + n], other[j + n]))
    for step, (i, j) in ((-1, first), (1, last)):
        i, j = i + step, j + step
        while 0 <= i < len(one) and 0 <= j < len(other) and _fits(one[i], other[j]):
            yield i, j
            i, j = i + step, j + step


def _fits(one: Turn, other: Turn) -> bool:
    """Whether two turns at the same place may be one, which was cut or misread."""
    cut = one.partial or other.partial
    if one.side != other.side or (one.kind != other.kind and not cut):
        return False
    first, second = folded(one.text), folded(other.text)
    if cut:
        short = min(len(first), len(second)) < CUT_CHARS
        return short or fuzz.partial_ratio(first, second) >= LIKE_ENOUGH
    return fuzz.ratio(first, second) >= LEAST_LIKE


def _ordered(
    shots: Mapping[int, Sequence[Turn]], seen: Sightings, start: Mapping[int, int]
) -> list[int]:
    """The groups so that every screenshot's own order holds; what it leaves open goes by place."""
    after: dict[int, set[int]] = defaultdict(set)
    before: Counter[int] = Counter()
    for shot, turns in shots.items():
        row = [seen.of((shot, n)) for n in range(len(turns))]
        for one, other in pairwise(row):
            if other not in after[one]:
                after[one].add(other)
                before[other] += 1
    place = {
        group: (sum(start[shot] + n for shot, n in held.items()) / len(held), group)
        for group, held in seen.members.items()
    }
    ready = [place[group] for group in place if not before[group]]
    heapq.heapify(ready)
    left, order = dict(place), []
    while left:
        at = heapq.heappop(ready) if ready else min(left.values())
        group = at[1]
        if left.pop(group, None) is None:
            continue
        order.append(group)
        for other in after[group]:
            before[other] -= 1
            if not before[other] and other in left:
                heapq.heappush(ready, place[other])
    return order


def _one(
    n: int, sightings: Sequence[tuple[int, Turn]], seen: Sightings, place_of: Mapping[int, int]
) -> Turn:
    """One turn from all the screenshots that show it: the whole one, as most of them read it."""
    whole = [each for each in sightings if not each[1].partial] or list(sightings)
    read = Counter(folded(turn.text) for _, turn in whole)
    longest = max(len(text) for text in read)
    whole = [each for each in whole if len(folded(each[1].text)) >= longest * 0.86]
    shot, best = max(whole, key=lambda each: (read[folded(each[1].text)], -each[0]))
    sides = Counter(turn.side for _, turn in sightings)
    side = max(sides, key=lambda each: (sides[each], each == best.side))
    answers = best.reply_to
    return replace(
        best,
        n=n,
        side=side,
        author=best.author or next((t.author for _, t in sightings if t.author), None),
        sent_at_raw=best.sent_at_raw
        or next((t.sent_at_raw for _, t in sightings if t.sent_at_raw), None),
        reply_to=None if answers is None else place_of[seen.of((shot, answers))],
        check=best.check or len(sides) > 1 or len(read) > 1,
    )
