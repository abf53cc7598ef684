"""Which language a conversation is mostly in, by its most frequent small words."""

from vigie.signals.talk import Line, Talk

_CLEAR_WORDS = 3
_CLEAR_TIMES = 4


def languages_of(talk: Talk) -> tuple[str, ...]:
    """The one language a conversation is plainly in; all when it is mixed, short or unknown."""
    counts = talk.common_words
    best = max(counts, key=lambda name: counts[name])
    rest = sum(counts.values()) - counts[best]
    clear = counts[best] >= _CLEAR_WORDS and counts[best] >= _CLEAR_TIMES * rest
    return (best,) if clear else tuple(counts)


def may_be(language: str, line: Line, talk: Talk) -> bool:
    """Whether one line can be in this language: no other has more of its small words there."""
    counts = {
        name: sum(map(pack.common_words.__contains__, line.normal.words))
        for name, pack in talk.ruleset.packs.items()
    }
    return counts[language] == max(counts.values())


def language_of(talk: Talk) -> str | None:
    """ "fr" or "en", whichever has more common words; None when neither has any."""
    counts = talk.common_words
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else None
