"""Two readings compared: which messages they share, and where two copies of one do not agree.

What is said of it is an observation, never how genuine a copy is: a copy can differ because it was
changed, or because it was misread.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from vigie.kernel.conversations import Box, Turn
from vigie.linking.prints import letters_of

SAME_WORDS = 88
FEWEST_LETTERS = 8
LONE_LETTERS = 30
ENOUGH_SHARED = 3
FEWEST_WORDS = 40
MOST_WORDS = 2_000
MOST_WORDS_AROUND = 20_000
MOST_LETTERS = 500
"""Of one message; whoever sends more than any screen shows makes nobody wait."""
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
    """How many messages are the same, out of how many that could be, and which ones differ.

    `telling` is how many of these are long enough not to be the same by chance.
    """

    shared: int = 0
    out_of: int = 0
    telling: int = 0
    differences: tuple[Difference, ...] = ()
    copies: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """A message as it is compared; one that is covered or cut off says nothing for sure."""

    n: int
    letters: str
    sure: bool
    shot: tuple[int | None, int | None]
    box: Box | None

    @property
    def tells(self) -> bool:
        """Whether it is long enough not to be the same by chance."""
        return len(self.letters) >= FEWEST_LETTERS


def compare(one: Sequence[Turn], other: Sequence[Turn]) -> Comparison:
    """Two conversations, or parts of them; `copies` says whether they show the same messages.

    It finds the same from both sides, where there is more than one way to lay one on the other.
    """
    mine, theirs = _lines(one), _lines(other)
    if [line.letters for line in mine] > [line.letters for line in theirs]:
        return swapped(_compared(theirs, mine))
    return _compared(mine, theirs)


def _compared(mine: Sequence[_Line], theirs: Sequence[_Line]) -> Comparison:
    telling = [line for line in mine if line.tells], [line for line in theirs if line.tells]
    out_of, least = min(_sure(mine), _sure(theirs)), min(map(len, telling))
    long_ones = _aligned(*telling)
    if not long_ones:
        return _by_words(mine, theirs, Comparison(0, out_of, least))
    where = [[n for n, line in enumerate(lines) if line.tells] for lines in (mine, theirs)]
    known = _with_short(mine, theirs, [(where[0][i], where[1][j]) for i, j in long_ones])
    same = [(mine[i], theirs[j]) for i, j in known]
    shared = sum(a.sure and b.sure and _same_numbers(a, b) for a, b in same)
    if _are_copies(mine, theirs, known, len(long_ones), least):
        found = tuple(_differences(mine, theirs, known))
        return Comparison(shared, out_of, least, found, copies=True)
    return _by_words(mine, theirs, Comparison(shared, out_of, least))


def swapped(comparison: Comparison) -> Comparison:
    """The same comparison seen from the other side."""
    turned = tuple(Difference(each.other, each.one) for each in comparison.differences)
    return replace(comparison, differences=turned)


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
            letters_of(turn.text)[:MOST_LETTERS] if turn.kind == "text" else "",
            turn.kind == "text" and not turn.partial,
            (turn.image, turn.page),
            turn.box,
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
    """As `_aligned`, for exports of thousands of messages: by those that each has once."""
    once = [
        {letters for letters, count in Counter(x.letters for x in lines).items() if count == 1}
        for lines in (mine, theirs)
    ]
    common = once[0] & once[1]
    there = {line.letters: n for n, line in enumerate(theirs) if line.letters in common}
    pairs = [(n, there[x.letters]) for n, x in enumerate(mine) if x.letters in common]
    return _rising(pairs)


def _rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The most of these pairs, in order of their first, whose second rises as well."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for n, (_, second) in enumerate(pairs):
        place = bisect_left(ends, second)
        ends[place : place + 1] = [second]
        last[place : place + 1] = [n]
        before.append(last[place - 1] if place else -1)
    found, n = [], last[-1] if last else -1
    while n >= 0:
        found.append(pairs[n])
        n = before[n]
    return found[::-1]


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


def _with_short(
    mine: Sequence[_Line], theirs: Sequence[_Line], long_ones: Sequence[Pair]
) -> list[Pair]:
    """The short messages that agree as well, before, between and after the long ones."""
    (first, start), (last, end) = long_ones[0], long_ones[-1]
    pairs = [(first - n, start - n) for n in range(1, min(first, start) + 1)]
    pairs += [(last + n, end + n) for n in range(1, min(len(mine) - last, len(theirs) - end))]
    for (i, j), (after_i, after_j) in pairwise(long_ones):
        if after_i - i == after_j - j:
            pairs += [(i + n, j + n) for n in range(1, after_i - i)]
    agreeing = [(i, j) for i, j in pairs if _same_message(mine[i], theirs[j])]
    return sorted([*long_ones, *agreeing])


def _same_message(one: _Line, other: _Line) -> bool:
    return one.sure and other.sure and _reads_alike(one.letters, other.letters)


def _are_copies(
    mine: Sequence[_Line],
    theirs: Sequence[_Line],
    known: Sequence[Pair],
    long_ones: int,
    telling: int,
) -> bool:
    """Whether what they share is nearly all that both could show: not one phrase, nor a script.

    Who sends everybody the same words gets other answers, so the answers disagree.
    """
    disagreeing = _disagreeing(mine, theirs, known)
    if len(known) < LEAST_AGREEING * (len(known) + disagreeing):
        return False
    if long_ones >= ENOUGH_SHARED or len(known) > ENOUGH_SHARED > disagreeing:
        return True
    if long_ones > 1:
        return long_ones >= telling - (len(known) > long_ones)
    alone = max(len(mine[i].letters) for i, _ in known) >= LONE_LETTERS
    return telling == 1 and not disagreeing and (alone or len(known) >= ENOUGH_SHARED)


def _disagreeing(mine: Sequence[_Line], theirs: Sequence[_Line], known: Sequence[Pair]) -> int:
    """How many messages do not agree; beyond the first and last, of those that both show."""
    (first, start), (last, end) = known[0], known[-1]
    count = min(_sure(mine[:first]), _sure(theirs[:start]))
    count += min(_sure(mine[last + 1 :]), _sure(theirs[end + 1 :]))
    for (i, j), (after_i, after_j) in pairwise(known):
        count += max(_sure(mine[i + 1 : after_i]), _sure(theirs[j + 1 : after_j]))
    return count


def _by_words(mine: Sequence[_Line], theirs: Sequence[_Line], found: Comparison) -> Comparison:
    """All the words of one in the other, however its messages were put apart when it was read."""
    short, long = sorted((mine, theirs), key=lambda lines: sum(len(x.letters) for x in lines))
    part, whole = ("".join(line.letters for line in lines) for lines in (short, long))
    if not FEWEST_WORDS < len(part) < MOST_WORDS or len(whole) > MOST_WORDS_AROUND:
        return found
    if not fuzz.partial_ratio(part, whole, score_cutoff=SAME_WORDS):
        return found
    inside = [x for x in short if x.sure and fuzz.partial_ratio(x.letters, whole) >= SAME_WORDS]
    if any(line.sure and line.tells and line not in inside for line in short):
        return found
    return replace(found, shared=min(len(inside), found.out_of), copies=True)


def _sure(lines: Sequence[_Line]) -> int:
    return sum(line.sure for line in lines)


def _differences(
    mine: Sequence[_Line], theirs: Sequence[_Line], known: Sequence[Pair]
) -> Iterator[Difference]:
    """Messages with other numbers in them, and those between two that are the same in both."""
    for (i, j), (after_i, after_j) in pairwise(known):
        yield from _other_numbers(mine[i], theirs[j])
        yield from _in_gap(mine[i : after_i + 1], theirs[j : after_j + 1])
    yield from _other_numbers(mine[known[-1][0]], theirs[known[-1][1]])


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
    if len(one) == len(other) <= LONGEST_GAP:
        for line, opposite in zip(one, other, strict=True):
            if _says_another_thing(line, opposite, mine, theirs):
                yield Difference(line.n, opposite.n)
    elif len(one) == 1 and not other and one[0].tells and one[0].sure and _touching(theirs):
        yield Difference(one[0].n, None)
    elif len(other) == 1 and not one and other[0].tells and other[0].sure and _touching(mine):
        yield Difference(None, other[0].n)


def _says_another_thing(
    line: _Line, opposite: _Line, mine: Sequence[_Line], theirs: Sequence[_Line]
) -> bool:
    """Neither is cut off, nor a part of what stands beside the other: a bubble read as two."""
    if not (line.sure and opposite.sure) or _reads_alike(line.letters, opposite.letters):
        return False
    return not (_is_within(line, theirs) or _is_within(opposite, mine))


def _is_within(line: _Line, others: Sequence[_Line]) -> bool:
    longer = (each.letters for each in others if len(each.letters) > len(line.letters))
    return line.tells and any(
        fuzz.partial_ratio(line.letters, each) >= SAME_WORDS for each in longer
    )


def _touching(lines: Sequence[_Line]) -> bool:
    """Whether nothing was left unread between two messages: no room, and no end of a screenshot."""
    before, after = lines[0], lines[-1]
    if before.shot != after.shot:
        return False
    if before.box is None or after.box is None:
        return True
    heights = [line.box[3] - line.box[1] for line in lines if line.box is not None]
    return after.box[1] - before.box[3] < min(heights)


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
