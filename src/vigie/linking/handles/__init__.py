"""Handles: one file per platform says how its links and its handles are written."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import ClassVar

from vigie.kernel.accounts import Account, AccountKind
from vigie.kernel.registry import Registry, Sample
from vigie.linking.links import Address
from vigie.linking.written import e164

PLACEHOLDER = re.compile(r"\{(\w+)\}")
SEGMENT = r"[^/?#]+"


class Route:
    """One shape of link, such as "/@{handle}/video/{post}", and the kind of thing it names.

    A route that begins with a host holds for that host only; "?name={uid}" asks for a query
    field, "#…" for a fragment; "/**" at the end lets anything follow.
    """

    def __init__(self, kind: AccountKind, pattern: str, forms: Mapping[str, str]) -> None:
        self.kind = kind
        before, _, fragment = pattern.partition("#")
        place, _, query = before.partition("?")
        self.host, slash, path = place.partition("/")
        self._path = _compiled((slash + path).rstrip("/"), forms)
        self._fragment = _compiled(fragment, forms) if fragment else None
        self._query = [
            (name, _compiled(form, forms))
            for name, _, form in (field.partition("=") for field in query.split("&") if field)
        ]

    def match(self, address: Address) -> dict[str, str] | None:
        """What the placeholders stand for in this address, or None."""
        if self.host and address.host.removeprefix("www.") != self.host:
            return None
        found = [self._path.fullmatch(address.path)]
        found += [form.fullmatch(address.query.get(name, "")) for name, form in self._query]
        if self._fragment:
            found.append(self._fragment.fullmatch(address.fragment))
        named: dict[str, str] = {}
        for each in found:
            if each is None:
                return None
            named |= {name: words for name, words in each.groupdict().items() if words}
        return named


def _compiled(pattern: str, forms: Mapping[str, str]) -> re.Pattern[str]:
    open_end = pattern.endswith("/**")
    pieces = PLACEHOLDER.split(pattern.removesuffix("/**"))
    written = [
        f"(?P<{piece}>{forms.get(piece, SEGMENT)})" if place % 2 else re.escape(piece)
        for place, piece in enumerate(pieces)
    ]
    return re.compile("".join(written) + ("(?:/.*)?" if open_end else ""), re.IGNORECASE)


class Handles:
    """How one platform writes its links and handles; a plugin fills in the tables.

    `called` holds regular expressions of what witnesses call the platform; `routes` are tried in
    order; `reserved` are words of the platform itself, never a handle; `page` and `uid_page` are
    the public page of an account; `phones` says that an account can be a telephone number.
    """

    name: str
    samples: ClassVar[tuple[Sample, ...]]
    called: ClassVar[tuple[str, ...]] = ()
    hosts: ClassVar[tuple[str, ...]] = ()
    schemes: ClassVar[tuple[str, ...]] = ()
    handle_form: ClassVar[str] = r"[a-z0-9_.\-]{2,32}"
    forms: ClassVar[tuple[tuple[str, str], ...]] = ()
    reserved: ClassVar[frozenset[str]] = frozenset()
    routes: ClassVar[tuple[tuple[AccountKind, str], ...]] = ()
    page: ClassVar[str | None] = None
    uid_page: ClassVar[str | None] = None
    phones: ClassVar[bool] = False

    @cached_property
    def _routes(self) -> tuple[Route, ...]:
        forms = {"handle": SEGMENT, **dict(self.forms)}
        return tuple(Route(kind, pattern, forms) for kind, pattern in self.routes)

    def owns(self, address: Address) -> bool:
        """Whether the address is on this platform, by its host or its application's scheme."""
        if address.scheme in self.schemes:
            return True
        return any(address.host == host or address.host.endswith(f".{host}") for host in self.hosts)

    def handle(self, words: str) -> str | None:
        """The canonical form of a handle, or None when the platform could not hold it."""
        name = words.removeprefix("@").lower()
        if name in self.reserved or not re.fullmatch(self.handle_form, name):
            return None
        return name

    def posted_at(self, post_id: str) -> datetime | None:
        """When a post was made, where the platform writes it into the post's number."""
        del post_id
        return None

    def account(self, text: str, address: Address) -> Account:
        """What a link on this platform names; `text` is kept as written."""
        for each in (address, address.without_locale()):
            for account in self._matches(text, each) if each else ():
                return account
        return Account(text)

    def profile(self, text: str, words: str) -> Account | None:
        """The account a written name stands for on this platform, or None."""
        handle = self.handle(words)
        return None if handle is None else Account(text, "profile", self.name, handle)

    def _matches(self, text: str, address: Address) -> Iterator[Account]:
        for route in self._routes:
            named = route.match(address)
            account = None if named is None else self._account(text, route.kind, named)
            if account:
                yield account

    def _account(self, text: str, kind: AccountKind, named: Mapping[str, str]) -> Account | None:
        handle = self.handle(named["handle"]) if "handle" in named else None
        if "phone" in named:
            handle = e164(f"+{named['phone'].strip('+ ')}")
        if handle is None and ("handle" in named or "phone" in named):
            return None
        post = named.get("post")
        posted_at = self.posted_at(post) if post else None
        uid = named.get("uid") or named.get("invite")
        return Account(text, kind, self.name, handle, uid, post, posted_at)


handles: Registry[Handles] = Registry("vigie.linking.handles")
