"""Ways of hiding words, as people do to pass filters: the loss that they cause is measured."""

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from vigie.kernel.conversations import Conversation, Turn

SHARE_OF_WORDS = 0.3
_WORD = re.compile(r"[^\W\d_]{4,}")
_VOWEL = re.compile("[aeiouyàâéèêëîïôöùûü]", re.IGNORECASE)
_LEET = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7"}

Disguise = Callable[[str, random.Random], str]


def leet(word: str, chance: random.Random) -> str:
    """Digits for the letters they look like."""
    del chance
    return "".join(_LEET.get(each.lower(), each) for each in word)


def repeats(word: str, chance: random.Random) -> str:
    """One letter written three to five times."""
    at = chance.randrange(len(word))
    return word[:at] + word[at] * chance.randint(3, 5) + word[at + 1 :]


def spaces(word: str, chance: random.Random) -> str:
    """A space between the letters."""
    del chance
    return " ".join(word)


def stars(word: str, chance: random.Random) -> str:
    """A star for one letter inside."""
    at = chance.randrange(1, len(word) - 1)
    return f"{word[:at]}*{word[at + 1 :]}"


def vowels(word: str, chance: random.Random) -> str:
    """The vowels left out but for a first one."""
    del chance
    return word[0] + _VOWEL.sub("", word[1:])


DISGUISES: Mapping[str, Disguise] = {
    "leet": leet,
    "repeats": repeats,
    "spaces": spaces,
    "stars": stars,
    "vowels": vowels,
}


def disguised(conversation: Conversation, name: str, seed: int = 1) -> Conversation:
    """The conversation with three of ten of its words of four letters or more disguised."""
    chance = random.Random(f"{seed}/{conversation.id}")  # noqa: S311
    turns = tuple(_turn(turn, DISGUISES[name], chance) for turn in conversation.turns)
    return replace(conversation, turns=turns)


def _turn(turn: Turn, disguise: Disguise, chance: random.Random) -> Turn:
    def hide(found: re.Match[str]) -> str:
        hidden = chance.random() < SHARE_OF_WORDS
        return disguise(found.group(), chance) if hidden else found.group()

    return replace(turn, text=_WORD.sub(hide, turn.text))
