"""Which language a conversation is mostly in, by its most frequent small words."""

import re
from collections.abc import Iterable

from vigie.signals.packs import packs
from vigie.signals.talk import Talk

_WORD = re.compile(r"[a-z]+")


_CLEAR_WORDS = 3
_CLEAR_TIMES = 4


def clear_language_of(talk: Talk) -> str | None:
    """The one language that a conversation is plainly in, or None for mixed or short ones."""
    counts = _counts(word for line in talk.lines for word in _WORD.findall(line.normal.text))
    best = max(counts, key=lambda name: counts[name])
    rest = sum(counts.values()) - counts[best]
    clear = counts[best] >= _CLEAR_WORDS and counts[best] >= _CLEAR_TIMES * rest
    return best if clear else None


def may_be(language: str, text: str) -> bool:
    """Whether one line can be in this language: no other has more of its small words there."""
    counts = _counts(_WORD.findall(text))
    return counts[language] == max(counts.values())


def _counts(words: Iterable[str]) -> dict[str, int]:
    read = tuple(words)
    return {name: sum(map(pack.common_words.__contains__, read)) for name, pack in packs().items()}


def language_of(talk: Talk) -> str | None:
    """ "fr" or "en", whichever has more common words; None when neither has any."""
    counts = _counts(word for line in talk.lines for word in _WORD.findall(line.normal.text))
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else None
