"""Choosing among the conversations of an export: those with one person, by name or by account."""

import re
import unicodedata

from vigie.kernel.conversations import Conversation

SHORTEST = 3

_LETTERS = re.compile(r"[\W_]+")


def is_with(talk: Conversation, wanted: str) -> bool:
    """Whether a conversation is with this person or group: by title, name or account name.

    Case, accents and punctuation do not count: platforms write one name in several ways. The owner
    of the export is in all of its conversations, and so is never who it is with.
    """
    sought = plain(wanted)
    if len(sought) < SHORTEST:
        return False
    others = [each for each in talk.participants if each.owner is not True]
    named = [talk.title or "", *(each.name for each in others)]
    named += [each.handle for each in others if each.handle]
    return sought in map(plain, named)


def plain(name: str) -> str:
    """Small letters and digits alone."""
    folded = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "OE").casefold())
    return _LETTERS.sub("", "".join(c for c in folded if not unicodedata.combining(c)))
