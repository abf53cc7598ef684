"""A crawler that follows every link and sends every form of a process, with hostile values."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from django.http.response import HttpResponseBase
from django.test import Client

from tests.attacks.hostile import VALUES, elements_of, what_took
from vigie.web.headers import HEADERS

FORMS_A_PAGE = 3
NAMED = ("input", "textarea", "select", "button")


@dataclass(frozen=True, slots=True)
class Form:
    """A form as a page offers it."""

    action: str
    method: str
    fields: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Crawl:
    """One crawl: where it went and what it found wrong."""

    client: Client
    chance: random.Random
    never: tuple[str, ...]
    most_requests: int
    seen: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    requests: int = 0
    posts: int = 0

    def run(self, addresses: Iterable[str]) -> None:
        """Visits addresses and all that they lead to, until the bound."""
        waiting = list(addresses)
        while waiting and self.requests < self.most_requests:
            address = waiting.pop(0)
            where = urlsplit(address).path
            if where in self.seen or where.startswith(self.never):
                continue
            self.seen.add(where)
            waiting += self.visit(address)

    def visit(self, address: str) -> list[str]:
        """Asks for a page in hostile ways, then sends its forms; gives the links found."""
        html = self.get(address)
        self.get(f"{address}?{self.chance.choice(VALUES)[:500]}={self.chance.choice(VALUES)[:500]}")
        for form in forms_of(html, address):
            for _ in range(FORMS_A_PAGE):
                self.send(form)
        return [each for each in links_of(html, address) if not each.startswith(self.never)]

    def get(self, address: str) -> str:
        """One page."""
        return self.judge(f"GET {address[:80]}", self.client.get(address))

    def send(self, form: Form) -> None:
        """One form with some of its fields hostile."""
        if form.action.startswith(self.never):
            return
        self.posts += 1
        data = {
            name: self.chance.choice(VALUES) if self.chance.random() < 0.6 else value
            for name, value in form.fields
        }
        send = self.client.post if form.method == "post" else self.client.get
        said = f"{form.method} {form.action} {data!r:.300}"
        self.judge(said, send(form.action, data))

    def judge(self, said: str, response: HttpResponseBase) -> str:
        """Notes what no answer may do."""
        self.requests += 1
        if response.status_code >= 500:
            self.wrong.append(f"{said}: {response.status_code}")
        if any(response.get(name) != value for name, value in HEADERS.items()):
            self.wrong.append(f"{said}: a header is missing")
        if "X-Evil" in response or "x" in response.cookies:
            self.wrong.append(f"{said}: a header was injected")
        place = urlsplit(response.get("Location", ""))
        if place.netloc and place.netloc not in ("testserver", "fr.wikipedia.org"):
            self.wrong.append(f"{said}: leads to {place.netloc}")
        return self.read(said, response)

    def read(self, said: str, response: HttpResponseBase) -> str:
        """The page, if it is one, once nothing hostile became a part of it."""
        if not response.get("Content-Type", "").startswith("text/html") or response.streaming:
            response.close()
            return ""
        html: str = response.content.decode()  # type: ignore[attr-defined]
        self.wrong += [f"{said}: {each}" for each in what_took(html)]
        return html


def links_of(html: str, base: str) -> Iterator[str]:
    """The addresses of the same host that a page links to."""
    for tag, attributes in elements_of(html):
        if tag == "a" and attributes.get("href", "").startswith(("/", "?", ".")):
            yield urljoin(base, attributes["href"]).split("#", 1)[0]


def forms_of(html: str, base: str) -> Iterator[Form]:
    """The forms of a page, with the value that each field has."""
    action, method = "", ""
    fields: list[tuple[str, str]] = []
    for tag, attributes in [*elements_of(html), ("form", {})]:
        if tag == "form":
            if action:
                yield Form(action, method, tuple(fields))
            action = urljoin(base, attributes.get("action", "")) if attributes else ""
            method, fields = attributes.get("method", "get").lower(), []
        elif tag in NAMED and attributes.get("name") and attributes.get("type") != "file":
            fields.append((attributes["name"], attributes.get("value", "x")))
