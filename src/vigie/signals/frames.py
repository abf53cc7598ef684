"""Who really said it: quotation marks and telling verbs attribute words to somebody else."""

import re
from collections.abc import Iterator

from vigie.signals.matching import find, find_all
from vigie.signals.packs import LANGUAGES, packs

_MARKED = re.compile(r'"([^"\n]{4,})"')
_SENTENCE_END = re.compile(r"[.!?\n]|$")
_LINE_END = re.compile(r"\n|$")
_TELLING_HINT = re.compile(
    r"dit|dis|ecri|envo|sor|demand|menac|repon|said|told|sent|ask|threat|wrote|say"
)


def reported_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of a normalised text that the writer attributes to somebody else."""
    marked = [found.span(1) for found in _MARKED.finditer(text)]
    if _TELLING_HINT.search(text) is None:
        return tuple(marked)
    return (*marked, *_told(text))


def _told(text: str) -> Iterator[tuple[int, int]]:
    for language in LANGUAGES:
        for found in find_all(text, language, packs()[language].frames["telling"]):
            opened = text[found.end() : found.end() + 3].strip().startswith(":")
            end = (_LINE_END if opened else _SENTENCE_END).search(text, found.end())
            if end is not None:
                yield found.end(), end.start()


def warns(text: str) -> bool:
    """Whether the text is advice or prevention, which names the danger without being it."""
    return any(
        find(text, language, packs()[language].frames["prevention"]) for language in LANGUAGES
    )


def aims_at_writer(text: str) -> bool:
    """Whether the reported words were said to the person who reports them."""
    return any(find(text, language, packs()[language].frames["to_me"]) for language in LANGUAGES)
