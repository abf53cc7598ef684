"""Named accounts: "son snap c lea . exemple 75", a platform's name with a handle beside it."""

import re
from collections.abc import Iterator
from functools import cache

from vigie.kernel.accounts import Account
from vigie.linking.handles import Handles, handles
from vigie.linking.wording import (
    BREAKS,
    NAMING,
    PASSING,
    Token,
    is_ordinary,
    joined,
    looks_like_a_handle,
    tokens,
)

Found = tuple[int, int, Account]
PLACING = frozenset(["sur", "on", "in", "(", "de"])
CLOSING = frozenset(')»",')
MOST_WORDS = 14


def called_platforms(text: str) -> list[Handles]:
    """The platforms that a text calls by name, in order."""
    return [plugin for _, _, plugin in _calls(text)]


def find_named(text: str, rest: str, _hint: Handles | None) -> Iterator[Found]:
    """Accounts named beside their platform; `text` is as written, `rest` what is left to read."""
    calls = _calls(rest)
    taken = 0
    for number, (start, end, platform) in enumerate(calls):
        limit = calls[number + 1][0] if number + 1 < len(calls) else len(rest)
        before = _before(text, rest, taken, start, platform)
        found = before or _after(text, rest, end, limit, platform)
        if found:
            yield found
            taken = max(found[1], end)
        else:
            taken = end


def _calls(text: str) -> list[tuple[int, int, Handles]]:
    plugins = handles.all()
    return [
        (match.start(), match.end(), plugins[match.lastgroup or ""])
        for match in _calling().finditer(text)
    ]


@cache
def _calling() -> re.Pattern[str]:
    each = [
        f"(?P<{name}>{'|'.join(plugin.called)})"
        for name, plugin in handles.all().items()
        if plugin.called
    ]
    return re.compile(r"(?i)(?<![\w.@#/\-])(?:" + "|".join(each) + r")(?![\w@/]|[.\-]\w)")


def _before(text: str, rest: str, taken: int, start: int, platform: Handles) -> Found | None:
    """ "@lea sur snap", "lea.exemple75 (insta)": the name, a placing word, the platform."""
    words = tokens(rest[taken:start])
    if len(words) < 2 or words[-1].text.lower() not in PLACING:
        return None
    end = len(words) - 1
    while end > 1 and words[end - 1].text in CLOSING:
        end -= 1
    for first in range(max(0, end - MOST_WORDS), end):
        name, after = joined(words, first)
        if after == end and looks_like_a_handle(name) and not is_ordinary(words[first].text):
            return _found(text, name, words, first, after, taken, platform)
    return None


def _after(text: str, rest: str, end: int, limit: int, platform: Handles) -> Found | None:
    """ "snap: lea", "insta c'est lea_ex": the platform, words on the way, the name."""
    words = tokens(rest[end:limit])[:MOST_WORDS]
    words = words[: next((n for n, word in enumerate(words) if _breaks(word)), len(words))]
    first, naming = _skip(words)
    direct = naming or (first == 0 and _ends_soon(words))
    for place in range(first, len(words)):
        name, after = joined(words, place)
        plain = direct and place == first and not is_ordinary(words[place].text)
        if plain or (looks_like_a_handle(name) and not is_ordinary(words[place].text)):
            found = _found(text, name, words, place, after, end, platform)
            if found:
                return found
    return None


def _found(
    text: str, name: str, words: list[Token], first: int, after: int, shift: int, platform: Handles
) -> Found | None:
    account = platform.profile(text, name)
    if account is None:
        return None
    return words[first].start + shift, words[after - 1].end + shift, account


def _skip(words: list[Token]) -> tuple[int, bool]:
    naming = False
    for place, word in enumerate(words):
        lower = word.text.lower()
        if lower not in NAMING and lower not in PASSING:
            return place, naming
        naming = naming or lower in NAMING
    return len(words), naming


def _breaks(word: Token) -> bool:
    return word.text in BREAKS or (word.text.startswith(".") and not word.spaced)


def _ends_soon(words: list[Token]) -> bool:
    return bool(words) and joined(words, 0)[1] >= len(words)
