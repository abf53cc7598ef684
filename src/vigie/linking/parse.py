"""Parsing: any text a witness writes becomes the accounts it names. Nothing is ever fetched."""

import re
from collections.abc import Callable, Iterator
from functools import cache

from vigie.kernel.accounts import Account
from vigie.linking.handles import Handles, handles
from vigie.linking.handles.mastodon import FULL_NAME
from vigie.linking.links import find_links, take_apart
from vigie.linking.named import called_platforms, find_named, find_unplaced
from vigie.linking.wording import clean
from vigie.linking.written import find_e_mails, find_phones

Found = tuple[int, int, Account]
HOST_ENDING = re.compile(r"(?i)\.(?:com|org|net|fr|tv|gg|me|io|app|eu|be|ch)$")
BARE_HANDLE = re.compile(r"(?=[^a-z]*[a-z])[a-z0-9_.][a-z0-9_.\-]{0,30}[a-z0-9_]", re.IGNORECASE)
DISCORD_MENTION = re.compile(r"<@!?(\d{17,20})>")
DISCORD_OLDER = re.compile(r"(?<![\w#@/])@?([\w.\-]{2,32}#\d{4})(?!\d)")
FEDIVERSE = re.compile(r"(?i)(?<![\w.@/])@" + FULL_NAME.pattern + r"(?![\w@/])")
BARE = re.compile(r"(?<![\w.@/#])@([\w.\-]{1,60})")
LONGEST_CHARS = 20_000
CONTEXT_CHARS = 40


def parse_account(text: str, hint: str | None = None) -> Account:
    """The account a text names best, or one of kind "none"; `hint` is a platform's name.

    The first account that is named exactly wins over a short link, which names nobody.
    """
    accounts = parse_accounts(text, hint)
    exact = [account for account in accounts if account.key]
    return next(iter(exact or accounts), Account(text))


def parse_accounts(text: str, hint: str | None = None) -> tuple[Account, ...]:
    """Every account a text names, in order, each once; `hint` is a platform's name.

    Each account's `text` is the whole text as written. Links to hosts of no known platform,
    look-alikes among them, name nothing.
    """
    platform = platform_named(hint) if hint else None
    rest = clean(text)[:LONGEST_CHARS]
    found: list[Found] = []
    for finder in FINDERS:
        new = list(finder(text, rest, platform))
        found += new
        rest = _without(rest, new)
    if not any(account.kind != "none" for _, _, account in found):
        found += _alone(text, rest, platform)
    ordered = sorted(found, key=lambda each: each[:2])
    return _unique([account for _, _, account in ordered if account.kind != "none"])


@cache
def platform_named(hint: str) -> Handles | None:
    """The platform that a hint such as "Snap" or "tiktok" stands for, or None."""
    wanted = hint.strip().lower()
    for name, plugin in handles.all().items():
        if wanted == name or any(re.fullmatch(form, wanted) for form in plugin.called):
            return plugin
    return None


def _links(text: str, rest: str, _hint: Handles | None) -> Iterator[Found]:
    for start, end, link in find_links(rest):
        address = take_apart(link)
        owner = address and next((p for p in handles.all().values() if p.owns(address)), None)
        if address and owner:
            yield start, end, owner.account(text, address)
        elif "/" in link:
            yield start, end, Account(text)


def _fediverse(text: str, rest: str, _hint: Handles | None) -> Iterator[Found]:
    for match in FEDIVERSE.finditer(rest):
        handle = match.group().removeprefix("@").lower()
        yield match.start(), match.end(), Account(text, "profile", "mastodon", handle)


def _e_mails(text: str, rest: str, _hint: Handles | None) -> Iterator[Found]:
    for start, end, address in find_e_mails(rest):
        yield start, end, Account(text, "email", None, address)


def _phones(text: str, rest: str, hint: Handles | None) -> Iterator[Found]:
    for start, end, number in find_phones(rest):
        said = called_platforms(rest[max(0, start - CONTEXT_CHARS) : start])[-1:]
        said = said or called_platforms(rest[end : end + CONTEXT_CHARS])[:1]
        named = [plugin for plugin in (*said, hint) if plugin and plugin.phones]
        platform = named[0].name if named else None
        yield start, end, Account(text, "phone", platform, number)


def _discord(text: str, rest: str, _hint: Handles | None) -> Iterator[Found]:
    for match in DISCORD_MENTION.finditer(rest):
        yield match.start(), match.end(), Account(text, "profile", "discord", uid=match.group(1))
    for match in DISCORD_OLDER.finditer(rest):
        name = match.group(1).lower()
        yield match.start(), match.end(), Account(text, "profile", "discord", name)


def _bare(text: str, rest: str, hint: Handles | None) -> Iterator[Found]:
    for match in BARE.finditer(rest):
        account = _unplaced(text, match.group(1).rstrip(".-"), hint)
        if account:
            yield match.start(), match.end(), account


def _alone(text: str, rest: str, hint: Handles | None) -> Iterator[Found]:
    """A text that names no platform but gives a name, in one piece or in several."""

    def accept(name: str) -> bool:
        return not HOST_ENDING.search(name) and _unplaced(text, name, hint) is not None

    place = find_unplaced(rest, accept, trusted=hint is not None)
    account = _unplaced(text, place[2], hint) if place else None
    if place and account:
        yield place[0], place[1], account


def _unplaced(text: str, name: str, hint: Handles | None) -> Account | None:
    if hint:
        return hint.profile(text, name)
    handle = name.removeprefix("@").lower()
    return Account(text, "profile", None, handle) if BARE_HANDLE.fullmatch(handle) else None


def _without(rest: str, found: list[Found]) -> str:
    for start, end, _ in found:
        rest = rest[:start] + "\n" * (end - start) + rest[end:]
    return rest


def _unique(accounts: list[Account]) -> tuple[Account, ...]:
    seen = {(a.kind, a.platform, a.handle, a.uid, a.post_id): a for a in reversed(accounts)}
    return tuple(reversed(seen.values()))


FINDERS: tuple[Callable[[str, str, Handles | None], Iterator[Found]], ...] = (
    _links,
    _discord,
    _fediverse,
    _e_mails,
    _phones,
    find_named,
    _bare,
)
