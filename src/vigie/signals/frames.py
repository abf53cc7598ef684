"""Who really said it: quotation marks, pasted lines, telling verbs say whose words they are."""

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from vigie.signals.matching import Scan

_MARKED = re.compile(r'"([^"\n]{4,})"')
_SINGLE = re.compile(r"(?<![a-z0-9])'((?:[^'\n]|'(?=[a-z])){4,}?)'(?![a-z0-9])")
_OPEN = re.compile(r': ?"([^"\n]{4,})$', re.MULTILINE)
_PASTED = re.compile(
    r"^ ?>+ ?([^\n]+)|>> ?([^>\n]{4,})"
    r"|\[[^\]\n]{0,12}\d{1,2}[:h]\d\d[^\]\n]{0,12}\] ?([^\[\n]+)"
    r"|(?:^|\s)\[[a-z][a-z ._]{1,20}\] ?([^\[\n]+)"
    r"|^[\d/., ]{4,14}\d{1,2}[:h]\d\d(?::\d\d)?(?: -|:)? ?([^\n]+)",
    re.MULTILINE,
)
_NAMED_LINE = re.compile(r"^[a-z][a-z ._]{1,20} ?: ?([^\n]+)", re.MULTILINE)
_SENTENCE_END = re.compile(r"[.!?\n]|$")
_LINE_END = re.compile(r"\n|$")
_ANNOUNCED_TURNS = 3


class Spoken(Protocol):
    """A line that knows who says it, what is around, and the line before it."""

    @property
    def speaker(self) -> str:
        """Who says it."""
        ...

    @property
    def around(self) -> Scan:
        """The frames that may be in it."""
        ...

    @property
    def before(self) -> "Spoken | None":
        """The line before it."""
        ...


def reported_spans(text: str, scan: Scan) -> tuple[tuple[int, int], ...]:
    """Spans of a normalised text that the writer attributes to somebody else."""
    return (*quoted_spans(text), *_told(text, scan), *_wanted(scan, text))


def quoted_spans(text: str) -> Iterator[tuple[int, int]]:
    """What stands between quotation marks, or was pasted with its hour, its name or an arrow."""
    patterns = (_MARKED, _OPEN) if '"' in text else ()
    for pattern in (*patterns, *((_SINGLE,) if "'" in text else ())):
        yield from (found.span(1) for found in pattern.finditer(text))
    for found in _PASTED.finditer(text):
        yield found.span(found.lastindex or 0)
    named = [found.span(1) for found in _NAMED_LINE.finditer(text)] if ":" in text else []
    if len(named) > 1:
        yield from named


def _told(text: str, scan: Scan) -> Iterator[tuple[int, int]]:
    """What follows a telling verb: the sentence, or the line after a colon."""
    for mark in scan.marked("frame", "telling"):
        for found in mark.compiled.finditer(scan.text):
            opened = text[max(0, found.end() - 1) : found.end() + 3].strip().startswith(":")
            end = (_LINE_END if opened else _SENTENCE_END).search(text, found.end())
            if end is not None:
                yield found.end(), end.start()


def _wanted(scan: Scan, text: str) -> Iterator[tuple[int, int]]:
    """What somebody else wants, asks or does, told in the third person up to the sentence's end."""
    for mark in scan.marked("frame", "doing"):
        for found in mark.compiled.finditer(scan.text):
            end = _SENTENCE_END.search(text, found.end())
            if end is not None:
                yield found.start(), end.start()


def announced(line: Spoken) -> bool:
    """Whether the turns before announce that this one repeats somebody else's words.

    "Look what he sent me", then the message, in as many as three turns; or "what did he say?",
    then the answer.
    """
    before = line.before
    for _ in range(_ANNOUNCED_TURNS):
        if before is None:
            return False
        if before.speaker != line.speaker:
            return _has_frame("asks_words", before.around)
        if _has_frame("announcing", before.around):
            return True
        before = before.before
    return False


def warns(scan: Scan) -> bool:
    """Whether the text is advice or prevention, which names the danger without being it."""
    return _has_frame("prevention", scan)


def denied(scan: Scan, start: int, end: int) -> bool:
    """Whether words between these places say that something was not done."""
    return any(
        found.start() < end and start < found.end()
        for mark in scan.marked("frame", "denied")
        for found in mark.compiled.finditer(scan.text)
    )


def refuses(scan: Scan) -> bool:
    """Whether the writer repeats words in order to condemn them."""
    return _has_frame("refusing", scan)


def aims_at_writer(scan: Scan) -> bool:
    """Whether the reported words were said to the person who reports them."""
    return _has_frame("to_me", scan)


def speaks_of_oneself(scan: Scan) -> bool:
    """Whether the writer says how they are themselves, whatever was announced."""
    return _has_frame("own_words", scan)


def covers(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether words lie in reported spans: wholly, or for what follows the telling verb."""
    return any(first <= end - 1 < last or first <= start < last for first, last in spans)


def _has_frame(name: str, scan: Scan) -> bool:
    return bool(scan.marked("frame", name))
