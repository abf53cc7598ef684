"""Links: found in a text and taken apart, without ever being fetched."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

REST = r"""[^\s<>"«»“”|\\^`{}]"""
LINK = re.compile(
    rf"""(?ix)
      (?<![\w@.\-/]) [a-z][a-z0-9+.\-]{{1,20}}:// {REST}+
    | vnd\.youtube: {REST}+
    | (?<![\w@.\-/]) (?:[\w\-]+\.)+ [^\W\d_]{{2,}} (?: (?: :\d+ )? [/?\#] {REST}* | (?![\w@.\-]) )
    """
)
APPLICATION_PAGE = re.compile(r"(?:^(?:www|m)\.)|\.com$")
TRAILING = ".,;:!?)]}'’*…>"
LOCALE = re.compile(r"/[a-z]{2}(?:[-_][a-z]{2,4})?(?=/.)", re.IGNORECASE)
WRAPPED = {
    "l.instagram.com": "u",
    "l.facebook.com": "u",
    "lm.facebook.com": "u",
    "l.threads.net": "u",
    "l.messenger.com": "u",
    "www.youtube.com/redirect": "q",
    "www.google.com/url": "q",
    "www.instagram.com/accounts/login": "next",
    "www.tiktok.com/login": "redirect_url",
    "steamcommunity.com/linkfilter": "url",
}
MOST_WRAPPINGS = 3


@dataclass(frozen=True, slots=True)
class Address:
    """A link in parts: `path` is decoded, begins with "/" and has no slash at its end.

    `scheme` is "https" for every page of the web; for an application's own scheme, `host` is "".
    """

    scheme: str
    host: str
    path: str
    query: Mapping[str, str]
    fragment: str

    def without_locale(self) -> "Address | None":
        """The same address without the "/fr-FR" its path begins with, or None."""
        locale = LOCALE.match(self.path)
        if locale is None:
            return None
        shorter = self.path[locale.end() :]
        return Address(self.scheme, self.host, shorter, self.query, self.fragment)


def find_links(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and words of everything in a text that looks like a link, in order."""
    for match in LINK.finditer(text):
        words = match.group().rstrip(TRAILING)
        yield match.start(), match.start() + len(words), words


def take_apart(link: str) -> Address | None:
    """The parts of a link, unwrapped from redirections; None when no host can be trusted in it."""
    address = _split(link)
    for _ in range(MOST_WRAPPINGS):
        inner = address and _wrapped(address)
        if not inner:
            break
        address = _split(inner)
    return address


def _split(link: str) -> Address | None:
    named = re.match(r"(?i)[a-z][a-z0-9+.\-]*:(?=//|[^/\d])", link)
    try:
        parts = urlsplit(link if named else f"https://{link}")
        host = (parts.hostname or "").rstrip(".")
        query = dict(parse_qsl(parts.query, max_num_fields=200))
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if "@" in parts.netloc and scheme in ("http", "https"):
        return None
    path = re.sub(r"/{2,}", "/", "/" + _decode(parts.path)).rstrip("/")
    if scheme in ("http", "https", "intent"):
        return Address("https", host, path, query, parts.fragment)
    if APPLICATION_PAGE.search(host):
        return Address(scheme, "", path, query, parts.fragment)
    start = f"/{parts.netloc}" if parts.netloc else ""
    return Address(scheme, "", f"{start}{path}".rstrip("/"), query, parts.fragment)


def _decode(path: str) -> str:
    return unquote(unquote(path))


def _wrapped(address: Address) -> str | None:
    if address.host == "web.archive.org":
        inner = re.search(r"(?i)/https?:/(.+)", address.path)
        return inner and f"https://{inner.group(1).lstrip('/')}"
    place = f"{address.host}{address.path}"
    bare = f"www.{place.removeprefix('www.')}"
    name = WRAPPED.get(address.host) or WRAPPED.get(place) or WRAPPED.get(bare)
    inside = address.query.get(name, "") if name else ""
    if inside.startswith("/"):
        return f"https://{address.host}{inside}"
    return inside or None
