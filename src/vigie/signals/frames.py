"""Who really said it: quotation marks and telling verbs attribute words to somebody else."""

import re
from collections.abc import Iterator

from vigie.signals.matching import Scan

_MARKED = re.compile(r'"([^"\n]{4,})"')
_SENTENCE_END = re.compile(r"[.!?\n]|$")
_LINE_END = re.compile(r"\n|$")


def reported_spans(text: str, scan: Scan) -> tuple[tuple[int, int], ...]:
    """Spans of a normalised text that the writer attributes to somebody else."""
    marked = [found.span(1) for found in _MARKED.finditer(text)] if '"' in text else ()
    return (*marked, *_told(text, scan))


def _told(text: str, scan: Scan) -> Iterator[tuple[int, int]]:
    for mark in scan.marked("frame", "telling"):
        for found in mark.compiled.finditer(scan.text):
            opened = text[found.end() : found.end() + 3].strip().startswith(":")
            end = (_LINE_END if opened else _SENTENCE_END).search(text, found.end())
            if end is not None:
                yield found.end(), end.start()


def warns(scan: Scan) -> bool:
    """Whether the text is advice or prevention, which names the danger without being it."""
    return _has_frame("prevention", scan)


def aims_at_writer(scan: Scan) -> bool:
    """Whether the reported words were said to the person who reports them."""
    return _has_frame("to_me", scan)


def _has_frame(name: str, scan: Scan) -> bool:
    return bool(scan.marked("frame", name))
