"""The lines of a chat exported as text: a date, a name, words; in every form that phones write.

The time zone is that of the phone and is not written, so times are kept as they stand.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from vigie.reading.cautions import AMBIGUOUS_DATES, MONTH_FIRST
from vigie.reading.language import language_of

DateOrder = Literal["ymd", "dmy", "mdy", "ambiguous"]

LEADING_LINES = 40

_MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_HEADER = re.compile(
    rf"[{_MARKS}]*"
    r"(?P<stamp>\[?(?P<a>\d{1,4})[./-](?P<b>\d{1,2})[./-](?P<c>\d{1,4})\.?"
    r"(?:,| à| at| um| a las)?\s+"
    r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\s*(?P<half>[AaPp]\.?\s?[Mm])\.?)?)"
    r"(?:\]|\s+[-–](?=\s))\s?(?P<rest>.*)",
    re.DOTALL,
)
_SIGNAL = re.compile(r"\d{4}-\d\d-\d\d,? \d\d:\d\d")
_NAMED = re.compile(r"(?P<name>[^\n]{1,120}?):(?: (?P<text>.*)|$)", re.DOTALL)
_NEWLINE = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One entry; `name` is None for a notice; `marked` when an invisible mark precedes the words.

    `day` holds the three numbers of the date as written; `half_day` is a clock with "AM" and "PM"
    in capitals, as in the United States.
    """

    stamp: str
    day: tuple[int, int, int]
    name: str | None
    text: str
    marked: bool
    half_day: bool
    bracketed: bool = False


def looks_like_chat(text: str) -> bool:
    """Whether one of the first lines that are not empty begins as an exported chat's do."""
    leading = [line for line in _NEWLINE.split(text[:20_000]) if line.strip()][:LEADING_LINES]
    return any(_HEADER.match(line) for line in leading[:5]) or (
        sum(1 for line in leading if _HEADER.match(line)) * 2 > len(leading)
    )


def chat_lines(text: str) -> Iterator[ChatLine]:
    """Every entry in order, with the lines that continue it; what precedes the first is left."""
    header: re.Match[str] | None = None
    further: list[str] = []
    for line in _NEWLINE.split(text):
        found = _HEADER.match(line)
        if found is None:
            further.append(line)
            continue
        if header is not None:
            yield _line(header, further)
        header, further = found, []
    if header is not None:
        yield _line(header, further)


def _line(header: re.Match[str], further: list[str]) -> ChatLine:
    rest = "\n".join([header["rest"], *further]).rstrip()
    named = _NAMED.match(rest.lstrip(_MARKS))
    said = (named["text"] or "") if named else rest
    return ChatLine(
        stamp=header["stamp"].lstrip("["),
        day=(int(header["a"]), int(header["b"]), int(header["c"])),
        name=_clean_name(named["name"]) if named else None,
        text=said.lstrip(_MARKS),
        marked=said[:1] in _MARKS if said else False,
        half_day=(header["half"] or "").isupper(),
        bracketed=header["stamp"].startswith("["),
    )


def _clean_name(name: str) -> str:
    """A name without invisible marks and without "~ ", which says "not in the address book"."""
    return name.strip(_MARKS + " \u202f\u00a0").removeprefix("~").strip()


def longer_names(lines: Sequence[ChatLine]) -> list[ChatLine]:
    """The lines with names that hold a colon put together again.

    A name is longer than its first part when all that this part says (three times at least)
    begins with the same words and a colon.
    """
    said: dict[str, list[str]] = {}
    for line in lines:
        if line.name is not None:
            said.setdefault(line.name, []).append(line.text)
    more = {name: rest for name, texts in said.items() if (rest := _shared_head(texts))}
    return [_lengthened(line, more.get(line.name or "")) for line in lines] if more else [*lines]


def _shared_head(texts: list[str]) -> str | None:
    head, colon, _ = texts[0].partition(": ")
    if len(texts) < 3 or not colon or len(head) > 60:
        return None
    return head if all(text.startswith(f"{head}: ") for text in texts) else None


def _lengthened(line: ChatLine, head: str | None) -> ChatLine:
    if head is None:
        return line
    return replace(line, name=f"{line.name}: {head}", text=line.text.removeprefix(f"{head}: "))


def date_order(lines: Sequence[ChatLine]) -> DateOrder:
    """How the dates read: by a number over 12, else by time going forward, else by custom."""
    days = [line.day for line in lines]
    if all(first > 31 for first, _, _ in days):
        return "ymd"
    if any(first > 12 for first, _, _ in days):
        return "dmy"
    if any(second > 12 for _, second, _ in days):
        return "mdy"
    return _order_by_time(days) or _order_by_custom(lines)


def _order_by_time(days: list[tuple[int, int, int]]) -> DateOrder | None:
    """The order in which time goes back less often; None when both go back as often."""
    back_dmy = _steps_back([(year, month, day) for day, month, year in days])
    back_mdy = _steps_back([(year, month, day) for month, day, year in days])
    if back_dmy == back_mdy:
        return None
    return "dmy" if back_dmy < back_mdy else "mdy"


def _order_by_custom(lines: Sequence[ChatLine]) -> DateOrder:
    """Day first after the French "à", after dots, and among people who write in French."""
    stamp = lines[0].stamp if lines else ""
    if " à " in stamp or stamp.count(".") > 1 or language_of(each.text for each in lines) == "fr":
        return "dmy"
    return "mdy" if any(line.half_day for line in lines) else "ambiguous"


def _steps_back(days: list[tuple[int, int, int]]) -> int:
    return sum(1 for before, after in pairwise(days) if after < before)


def is_signal(line: ChatLine) -> bool:
    """Whether a line is as signal-export writes it; WhatsApp has seconds inside its brackets."""
    return line.bracketed and _SIGNAL.fullmatch(line.stamp) is not None


def date_warnings(lines: Sequence[ChatLine]) -> tuple[str, ...]:
    """What a reader must know about the dates, if anything."""
    order = date_order(lines)
    if order == "ambiguous" and any(day != month for day, month, _ in (x.day for x in lines)):
        return (AMBIGUOUS_DATES,)
    return (MONTH_FIRST,) if order == "mdy" else ()
