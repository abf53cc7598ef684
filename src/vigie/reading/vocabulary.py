"""Words often met in French and English chats, to tell a word from what is none.

`vocabulary.txt` holds each word's letters without accents or apostrophes, as two readings are
compared; it was gathered from the invented conversations and the pages of this project.
"""

import functools
from importlib.resources import files


@functools.cache
def known_words() -> frozenset[str]:
    """The letters of every word of the list: "jai", "demain", "tomorrow"."""
    text = files("vigie.reading").joinpath("vocabulary.txt").read_text("utf-8")
    return frozenset(text.split())
