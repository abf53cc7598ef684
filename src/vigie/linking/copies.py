"""Two readings compared: which messages they share, and where two copies of one do not agree.

What is said of it is an observation, never how genuine a copy is: a copy can differ because it was
changed, or because it was misread.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from vigie.kernel.conversations import Turn
from vigie.linking.prints import letters_of

SAME_WORDS = 88
FEWEST_LETTERS = 8
LONE_LETTERS = 30
FEWEST_SHARED = 2
LEAST_AGREEING = 0.6
MOST_COMPARED = 250_000
LONGEST_GAP = 3
HALF_DAY_MINUTES = 12 * 60
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """One message on which two copies differ, by its number in each; None where it is missing."""

    one: int | None
    other: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many messages are the same, out of how many that could be, and which ones differ."""

    shared: int = 0
    out_of: int = 0
    differences: tuple[Difference, ...] = ()
    copies: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """A message as it is compared; one that is covered or cut off says nothing for sure."""

    n: int
    letters: str
    sure: bool
    shot: tuple[int | None, int | None]

    @property
    def tells(self) -> bool:
        """Whether it is long enough not to be the same by chance."""
        return len(self.letters) >= FEWEST_LETTERS


def compare(one: Sequence[Turn], other: Sequence[Turn]) -> Comparison:
    """Two conversations, or parts of them; `copies` says whether they show the same messages."""
    mine, theirs = _lines(one), _lines(other)
    telling = [line for line in mine if line.tells], [line for line in theirs if line.tells]
    out_of = min(map(len, telling))
    pairs = [(telling[0][i], telling[1][j]) for i, j in _aligned(*telling)]
    if not pairs:
        return Comparison(0, out_of)
    places = [(mine.index(a), theirs.index(b)) for a, b in pairs]
    found = tuple(_differences(mine, theirs, places))
    changed = sum(not _same_numbers(a, b) for a, b in pairs)
    copies = _are_copies(mine, theirs, places, out_of, len(found) - changed)
    return Comparison(len(pairs) - changed, out_of, found if copies else (), copies)


def swapped(comparison: Comparison) -> Comparison:
    """The same comparison seen from the other side."""
    turned = tuple(Difference(each.other, each.one) for each in comparison.differences)
    return Comparison(comparison.shared, comparison.out_of, turned, comparison.copies)


def backward_times(turns: Iterable[Turn]) -> tuple[int, ...]:
    """The messages whose written hour is before that of the one above, on the same image.

    A date in between begins anew, and so does midnight.
    """
    found, before, shot = [], None, None
    for turn in turns:
        if turn.side == "centre" or (turn.image, turn.page) != shot:
            before, shot = None, (turn.image, turn.page)
        minute = _minute_of_day(turn.sent_at_raw)
        if minute is None:
            continue
        if before is not None and 0 < before - minute < HALF_DAY_MINUTES:
            found.append(turn.n)
        before = minute
    return tuple(found)


def _lines(turns: Sequence[Turn]) -> list[_Line]:
    lines = [
        _Line(
            turn.n,
            letters_of(turn.text) if turn.kind == "text" else "",
            turn.kind == "text" and not turn.partial,
            (turn.image, turn.page),
        )
        for turn in turns
        if turn.kind in ("text", "masked", "deleted") and turn.side != "centre"
    ]
    return [line for line in lines if line.letters or not line.sure]


def _aligned(mine: Sequence[_Line], theirs: Sequence[_Line]) -> list[Pair]:
    """The longest run of like messages in the same order, as pairs of positions."""
    if len(mine) * len(theirs) > MOST_COMPARED:
        return _aligned_exactly(mine, theirs)
    if not mine or not theirs:
        return []
    alike = process.cdist(
        [line.letters for line in mine],
        [line.letters for line in theirs],
        scorer=fuzz.ratio,
        score_cutoff=SAME_WORDS,
    )
    return _longest((alike > 0).tolist())


def _aligned_exactly(mine: Sequence[_Line], theirs: Sequence[_Line]) -> list[Pair]:
    """As `_aligned`, for exports of thousands of messages: word for word."""
    words = [line.letters for line in mine], [line.letters for line in theirs]
    blocks = SequenceMatcher(None, *words, autojunk=False).get_matching_blocks()
    return [(block.a + n, block.b + n) for block in blocks for n in range(block.size)]


def _longest(alike: Sequence[Sequence[bool]]) -> list[Pair]:
    rows, columns = len(alike), len(alike[0])
    best = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            skipped = max(best[i + 1][j], best[i][j + 1])
            best[i][j] = max(skipped, best[i + 1][j + 1] + 1) if alike[i][j] else skipped
    pairs: list[Pair] = []
    i = j = 0
    while i < rows and j < columns:
        if alike[i][j] and best[i][j] == best[i + 1][j + 1] + 1:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _are_copies(
    mine: Sequence[_Line],
    theirs: Sequence[_Line],
    places: Sequence[Pair],
    out_of: int,
    disagreeing: int,
) -> bool:
    """Whether what they share is one stretch, nearly whole: not one phrase, nor a script's lines.

    Who sends everybody the same words gets other answers, so the answers disagree.
    """
    if len(places) < FEWEST_SHARED:
        return out_of == 1 and len(mine[places[0][0]].letters) >= LONE_LETTERS
    (first, start), (last, end) = places[0], places[-1]
    stretch = max(_sure(mine[first : last + 1]), _sure(theirs[start : end + 1]))
    agreeing = min(_sure(mine[first : last + 1]), _sure(theirs[start : end + 1])) - disagreeing
    return agreeing >= LEAST_AGREEING * stretch


def _sure(lines: Sequence[_Line]) -> int:
    return sum(line.sure for line in lines)


def _differences(
    mine: Sequence[_Line], theirs: Sequence[_Line], places: Sequence[Pair]
) -> Iterator[Difference]:
    """Between two messages that are the same in both: those that are not."""
    for (i, j), (after_i, after_j) in pairwise(places):
        yield from _other_numbers(mine[i], theirs[j])
        yield from _in_gap(mine[i : after_i + 1], theirs[j : after_j + 1])
    yield from _other_numbers(mine[places[-1][0]], theirs[places[-1][1]])


def _other_numbers(one: _Line, other: _Line) -> Iterator[Difference]:
    if one.sure and other.sure and not _same_numbers(one, other):
        yield Difference(one.n, other.n)


def _same_numbers(one: _Line, other: _Line) -> bool:
    """ "13 ans" and "18 ans" are no misreading, however long the message around is."""
    numbers = [[sign for sign in line.letters if sign.isdecimal()] for line in (one, other)]
    return not all(numbers) or len(numbers[0]) != len(numbers[1]) or numbers[0] == numbers[1]


def _in_gap(mine: Sequence[_Line], theirs: Sequence[_Line]) -> Iterator[Difference]:
    """What lies between two messages that agree, which begin and end both lists."""
    one, other = mine[1:-1], theirs[1:-1]
    if max(len(one), len(other)) > LONGEST_GAP or not all(line.sure for line in (*one, *other)):
        return
    if len(one) == len(other):
        for line, opposite in zip(one, other, strict=True):
            if not _reads_alike(line.letters, opposite.letters):
                yield Difference(line.n, opposite.n)
    elif not other and _on_one_shot(theirs):
        yield from (Difference(line.n, None) for line in one if line.tells)
    elif not one and _on_one_shot(mine):
        yield from (Difference(None, line.n) for line in other if line.tells)


def _on_one_shot(lines: Sequence[_Line]) -> bool:
    """Where two screenshots meet a message can be missing because nobody took it."""
    return lines[0].shot == lines[-1].shot


def _reads_alike(one: str, other: str) -> bool:
    """Whether two readings can be of one message: a letter apart, or one a part of the other."""
    numbers = [[sign for sign in text if sign.isdecimal()] for text in (one, other)]
    if all(numbers) and numbers[0] != numbers[1]:
        return False
    if Levenshtein.distance(one, other) <= 1 or fuzz.ratio(one, other) >= SAME_WORDS:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= FEWEST_LETTERS and (long.startswith(short) or long.endswith(short))


def _minute_of_day(written: str | None) -> int | None:
    hours, colon, minutes = (written or "").strip().partition(":")
    if not colon or not (hours + minutes).isdecimal() or len(minutes) != 2:
        return None
    return int(hours) * 60 + int(minutes)
