"""Named accounts: "son snap c lea . exemple 75", a platform's name with a handle beside it."""

import re
from collections.abc import Callable, Iterator
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
    spelled,
    tokens,
)

Found = tuple[int, int, Account]
Place = tuple[int, int, str]
Accept = Callable[[str], bool]
SHARED = re.compile(r"(?i)\s*(?:/|,|&|\+|et|and|ou|or)\s*")
PLACING = frozenset(["sur", "on", "in", "(", "de"])
CLOSING = frozenset('()»",')
MOST_WORDS = 14


def called_platforms(text: str) -> list[Handles]:
    """The platforms that a text calls by name, in order."""
    return [plugin for _, _, plugin in _calls(text)]


def find_named(text: str, rest: str, _hint: Handles | None) -> Iterator[Found]:
    """Accounts named beside their platform; `text` is as written, `rest` what is left to read."""
    calls = _calls(rest)
    taken, sharing = 0, list[Handles]()
    for number, (start, end, platform) in enumerate(calls):
        limit = calls[number + 1][0] if number + 1 < len(calls) else len(rest)
        if limit < len(rest) and SHARED.fullmatch(rest[end:limit]):
            sharing.append(platform)
            continue
        found = _beside(rest, taken, start, end, limit, platform)
        taken = max(found[1], end) if found else end
        for owner in (*sharing, platform) if found else ():
            account = owner.profile(text, found[2]) if found else None
            if found and account:
                yield found[0], found[1], account
        sharing = []


def find_unplaced(rest: str, accept: Accept, trusted: bool) -> Place | None:
    """A name in a text that names no platform: alone, or after words such as "c'est".

    `trusted` says that the platform is known otherwise, so an ordinary-looking word will do.
    """
    words = tokens(rest)
    name, after = joined(words, 0) if words else ("", 0)
    alone = all(not word.text[0].isalnum() for word in words[after:])
    if words and alone and (looks_like_a_handle(name) or (trusted and not is_ordinary(name))):
        return (words[0].start, words[after - 1].end, name) if accept(name) else None
    place, naming = _skip(words)
    while place < len(words) and not naming and not trusted:
        onward, naming = _skip(words[place + 1 :])
        place += 1 + onward
    return _scan(words, place, 0, accept, plain=trusted and naming) if naming or trusted else None


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
    return re.compile(r"(?i)(?<![\w.@#\-])(?:" + "|".join(each) + r")(?![\w@]|[.\-]\w)")


def _beside(
    rest: str, taken: int, start: int, end: int, limit: int, platform: Handles
) -> Place | None:
    def accept(name: str) -> bool:
        return platform.handle(name) is not None or platform.profile("", name) is not None

    before = _before(rest, taken, start, accept)
    return before or _after(rest, end, limit, accept)


def _before(rest: str, taken: int, start: int, accept: Accept) -> Place | None:
    """ "@lea sur snap", "lea.exemple75 (insta)": the name, a placing word, the platform."""
    words = tokens(rest[taken:start])
    if len(words) < 2 or words[-1].text.lower() not in PLACING:
        return None
    end = len(words) - 1
    while end > 1 and words[end - 1].text in CLOSING:
        end -= 1
    for first in range(max(0, end - MOST_WORDS), end):
        name, after = joined(words, first)
        likely = looks_like_a_handle(name) and not is_ordinary(words[first].text)
        if after == end and likely and accept(name):
            return words[first].start + taken, words[after - 1].end + taken, name
    return None


def _after(rest: str, end: int, limit: int, accept: Accept) -> Place | None:
    """ "snap: lea", "insta c'est lea_ex": the platform, words on the way, the name."""
    words = tokens(rest[end:limit])[:MOST_WORDS]
    words = words[: next((n for n, word in enumerate(words) if _breaks(word)), len(words))]
    first, naming = _skip(words)
    plain = naming or (first == 0 and _ends_soon(words))
    return _scan(words, first, end, accept, plain)


def _scan(words: list[Token], first: int, shift: int, accept: Accept, plain: bool) -> Place | None:
    """The first name from a word on; an ordinary-looking one only as the very first."""
    for place in range(first, len(words)):
        word = words[place].text
        name, after = spelled(words, place) if place == first else joined(words, place)
        wanted = (plain and place == first) or looks_like_a_handle(name)
        if wanted and not is_ordinary(word) and accept(name):
            return words[place].start + shift, words[after - 1].end + shift, name
    return None


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
    return bool(words) and spelled(words, 0)[1] >= len(words)
