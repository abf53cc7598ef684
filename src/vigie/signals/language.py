"""Which language a conversation is mostly in, by its most frequent small words."""

import re

from vigie.signals.packs import packs
from vigie.signals.talk import Talk

_WORD = re.compile(r"[a-z]+")


def language_of(talk: Talk) -> str | None:
    """ "fr" or "en", whichever has more common words; None when neither has any."""
    words = [word for line in talk.lines for word in _WORD.findall(line.normal.text)]
    counts = {
        name: sum(map(pack.common_words.__contains__, words)) for name, pack in packs().items()
    }
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else None
