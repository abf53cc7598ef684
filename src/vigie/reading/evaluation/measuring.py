"""How well a picture was read: a reading beside its truth, in counts that add up."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from itertools import product

from rapidfuzz.distance import Levenshtein

from vigie.kernel.conversations import Box, Conversation, Turn
from vigie.reading.evaluation.truths import TrueTurn, Truth

WORST_CER = 0.2
LEAST_SHARED = 0.1
POOR_RECALL = 0.85
TYPED = ("image", "audio", "video", "sticker", "call", "deleted", "masked")
OWNER_SIDE = "right"
WORDED = ("text", "call", "deleted", "system")
PICTURED = re.compile(
    "[\u200d\u203c\u2049\u20e3\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\ufffc"
    "\U0001f000-\U0001faff\U000e0020-\U000e007f]"
)
CLOCK = re.compile(r"\d{1,2}\s?[:h.]\s?\d{2}(?:\s?[ap]\.?m\b)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted over some pictures; the rates are taken from sums, never averaged."""

    images: int = 0
    turns: int = 0
    found: int = 0
    sides: int = 0
    sides_right: int = 0
    chars: int = 0
    chars_wrong: int = 0
    exact: int = 0
    invented: int = 0
    titles: int = 0
    titles_right: int = 0
    platforms: int = 0
    platforms_right: int = 0
    platforms_misnamed: int = 0
    notices: int = 0
    notices_found: int = 0
    typed: int = 0
    typed_right: int = 0
    times: int = 0
    times_right: int = 0
    authors: int = 0
    authors_right: int = 0
    cut: int = 0
    cut_right: int = 0
    wrong: int = 0
    wrong_flagged: int = 0
    read: int = 0
    flagged: int = 0
    poor: int = 0
    poor_said: int = 0
    cpu_seconds: float = 0.0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, n) + getattr(other, n) for n in Counts.__slots__))


@dataclass(frozen=True, slots=True)
class Slip:
    """One difference between a truth and its reading, to be looked at."""

    what: str
    true: str
    read: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """One truth's counts, and each difference they were counted from."""

    counts: Counts
    slips: tuple[Slip, ...] = ()


def plain(text: str) -> str:
    """The text as it is compared: no emoji, plain apostrophes, single spaces."""
    return " ".join(PICTURED.sub("", text).replace("’", "'").replace("…", "...").split())


def cer(true: str, read: str) -> float:
    """The share of wrong characters, 0 when equal."""
    return Levenshtein.distance(true, read) / max(1, len(true))


def measure(
    truth: Truth,
    conversations: Sequence[Conversation],
    cpu_seconds: float,
    *,
    refused: bool = False,
) -> Measured:
    """Compares what was read of a truth's pictures with it; `refused`: it said "nothing there"."""
    read = [_named(each, turn) for each in conversations for turn in each.turns]
    pairs = _pairs(truth, read)
    total = Measured(
        _whole(truth, conversations, cpu_seconds), _heading_slips(truth, conversations)
    )
    for number, true in enumerate(truth.turns):
        total = _joined(total, _one(true, read[pairs[number]] if number in pairs else None))
    left = [turn for n, turn in enumerate(read) if n not in pairs.values() and not _sliver(turn)]
    total = _joined(total, _invented(left))
    said = refused or any(each.warnings for each in conversations) or _mostly_flagged(read)
    flags = Counts(read=len(read), flagged=sum(turn.check for turn in read))
    return _joined(total, Measured(flags + _poverty(total.counts, said=said)))


def _joined(one: Measured, other: Measured) -> Measured:
    return Measured(one.counts + other.counts, one.slips + other.slips)


def _named(conversation: Conversation, turn: Turn) -> Turn:
    """The turn with its author's name in the place of the id."""
    names = {person.id: person.name for person in conversation.participants}
    return replace(turn, author=names.get(turn.author or "", turn.author))


def _pairs(truth: Truth, read: Sequence[Turn]) -> dict[int, int]:
    """Which read turn stands for which true one: by words first, then by place."""
    placed = len(truth.images) == 1
    ranked = sorted(
        (cost, abs(t - r), t, r)
        for (t, true), (r, turn) in product(enumerate(truth.turns), enumerate(read))
        if (cost := _cost(true, turn, placed=placed)) is not None
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, t, r in ranked:
        if t not in pairs and r not in taken:
            pairs[t] = r
            taken.add(r)
    return pairs


def _cost(true: TrueTurn, turn: Turn, *, placed: bool) -> float | None:
    """How far a read turn is from a true one; None when it cannot stand for it."""
    shared = _shared(true.box, turn.box) if placed else None
    if shared == 0.0:
        return None
    words = _compared(true, true.text)
    if words and true.kind in WORDED and not true.partial:
        wrong = cer(words, _compared(true, turn.text))
        if wrong <= WORST_CER:
            return wrong
        if true.kind not in TYPED:
            return None
    if shared is None:
        return 2.0 + (turn.kind != true.kind) if _alike(true, turn) else None
    return 2.0 + (turn.kind != true.kind) - shared if shared >= LEAST_SHARED else None


def _compared(true: TrueTurn, text: str) -> str:
    """Words to compare; style sheets write dates in capitals that the page's text has not."""
    return plain(text).casefold() if true.kind == "system" else plain(text)


def _alike(true: TrueTurn, turn: Turn) -> bool:
    """Whether two turns without a place may be the same one."""
    if true.kind == "text":
        return turn.kind == "text" and plain(turn.text) == plain(true.text)
    return turn.kind == true.kind and turn.side == true.side


def _shared(one: Box | None, other: Box | None) -> float | None:
    """What share of two boxes together both cover; None when one of them is unknown."""
    if one is None or other is None:
        return None
    left, top, right, bottom = one
    west, north, east, south = other
    across = min(right, east) - max(left, west)
    down = min(bottom, south) - max(top, north)
    if across <= 0 or down <= 0:
        return 0.0
    both = across * down
    return both / ((right - left) * (bottom - top) + (east - west) * (south - north) - both)


def _one(true: TrueTurn, turn: Turn | None) -> Measured:
    """One true turn's counts."""
    if true.kind == "system":
        return _notice(true, turn)
    if true.partial:
        return Measured(Counts(cut=1, cut_right=int(turn is not None and turn.partial)))
    if true.kind in TYPED:
        right = turn is not None and turn.kind == true.kind
        slips = () if right else (Slip("kind", f"{true.kind} {true.text}", _shown(turn)),)
        return Measured(Counts(typed=1, typed_right=int(right)), slips)
    return _spoken(true, turn) if plain(true.text) else Measured(Counts())


def _notice(true: TrueTurn, turn: Turn | None) -> Measured:
    found = turn is not None and (turn.kind == "system" or turn.side == "centre")
    slips = () if found else (Slip("notice", true.text, _shown(turn)),)
    return Measured(Counts(notices=1, notices_found=int(found)), slips)


def _spoken(true: TrueTurn, turn: Turn | None) -> Measured:
    words = plain(true.text)
    if turn is None:
        return Measured(Counts(turns=1), (Slip("missed", words),))
    read = plain(turn.text)
    distance = Levenshtein.distance(words, read)
    sided = turn.side == true.side
    wrong = words.replace(" ", "") != read.replace(" ", "") or not (sided or true.side is None)
    counts = Counts(
        turns=1,
        found=1,
        sides=int(true.side is not None),
        sides_right=int(true.side is not None and sided),
        chars=len(words),
        chars_wrong=distance,
        exact=int(not distance),
        wrong=int(wrong),
        wrong_flagged=int(wrong and turn.check),
    )
    slips = [Slip("text", words, read)] if distance else []
    if true.side is not None and not sided:
        slips.append(Slip("side", f"{true.side}: {words}", turn.side or ""))
    return _joined(Measured(counts, tuple(slips)), _details(true, turn))


def _details(true: TrueTurn, turn: Turn) -> Measured:
    """The time that a turn shows, and its name: of the owner's, the side says enough."""
    total = Measured(Counts())
    if true.sent_at_raw is not None:
        right = _clock(true.sent_at_raw) == _clock(turn.sent_at_raw or "")
        slip = () if right else (Slip("time", true.sent_at_raw, turn.sent_at_raw or ""),)
        total = Measured(Counts(times=1, times_right=int(right)), slip)
    if true.author is not None and true.side != OWNER_SIDE:
        right = plain(true.author).casefold() == plain(turn.author or "").casefold()
        slip = () if right else (Slip("author", true.author, turn.author or ""),)
        total = _joined(total, Measured(Counts(authors=1, authors_right=int(right)), slip))
    return total


def _clock(time: str) -> str:
    """The clock of a time as shown, without what stands around it, when it has one."""
    found = CLOCK.search(time)
    return re.sub(r"\s", "", found.group() if found else plain(time)).casefold()


def _sliver(turn: Turn) -> bool:
    """Whether a turn is a wordless piece at an edge, which truths leave out."""
    return turn.partial and not plain(turn.text)


def _invented(left: Iterable[Turn]) -> Measured:
    """What was read and is not there: wrong turns as well."""
    turns = tuple(left)
    flagged = sum(turn.check for turn in turns)
    return Measured(
        Counts(invented=len(turns), wrong=len(turns), wrong_flagged=flagged),
        tuple(Slip("invented", "", _shown(turn)) for turn in turns),
    )


def _shown(turn: Turn | None) -> str:
    return "" if turn is None else f"{turn.kind} {turn.side}: {turn.text}"


def _mostly_flagged(read: Sequence[Turn]) -> bool:
    return sum(turn.check for turn in read) * 2 > len(read)


def _poverty(counts: Counts, *, said: bool) -> Counts:
    """Whether a picture was read poorly, and whether the reading says that it may be."""
    poor = counts.turns > 0 and counts.found < POOR_RECALL * counts.turns
    return Counts(poor=int(poor), poor_said=int(poor and said))


def _whole(truth: Truth, read: Sequence[Conversation], cpu_seconds: float) -> Counts:
    """What is counted once for a truth, and not by turn."""
    return Counts(
        images=len(truth.images),
        titles=int(truth.title is not None),
        titles_right=int(truth.title is not None and _entitled(truth, read)),
        platforms=int(truth.platform is not None),
        platforms_right=int(truth.platform is not None and _placed(truth, read)),
        platforms_misnamed=int(truth.platform is not None and _misnamed(truth, read)),
        cpu_seconds=cpu_seconds,
    )


def _entitled(truth: Truth, read: Sequence[Conversation]) -> bool:
    wanted = _title(truth.title or "")
    return any(_title(each.title or "") == wanted for each in read)


def _title(text: str) -> str:
    return plain(text).lstrip("#@ ").casefold()


def _placed(truth: Truth, read: Sequence[Conversation]) -> bool:
    return any(each.platform == truth.platform for each in read)


def _misnamed(truth: Truth, read: Sequence[Conversation]) -> bool:
    """Whether another platform is named, which is worse than none."""
    return any(each.platform not in (truth.platform, "unknown") for each in read)


def _heading_slips(truth: Truth, read: Sequence[Conversation]) -> tuple[Slip, ...]:
    slips = []
    if truth.title is not None and not _entitled(truth, read):
        slips.append(Slip("title", truth.title, ", ".join(each.title or "" for each in read)))
    if truth.platform is not None and not _placed(truth, read):
        slips.append(Slip("platform", truth.platform, ", ".join(each.platform for each in read)))
    return tuple(slips)


COUNTED = tuple(each.name for each in fields(Counts))
