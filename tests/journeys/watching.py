"""What a browser hears and fetches while a journey runs, and what is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Response, WebError

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
HEADERS = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noarchive",
}
TOLD_TOO_MUCH = ("x-powered-by", "access-control-allow-origin")
FAILED_DOCUMENT = "Failed to load resource: the server responded with a status of"


@dataclass
class Watch:
    """Everything one browser context said and fetched; `away` is where the quick exit leads."""

    origin: str
    away: str
    said: list[str] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)

    def listen(self, context: BrowserContext) -> None:
        """Begins to listen."""
        context.on("console", self._hear)
        context.on("weberror", self._break)
        context.on("response", self._fetch)

    def problems(self) -> list[str]:
        """Every problem, in words; empty when all is well."""
        return [*self.said, *(said for each in self.responses for said in self._wrong(each))]

    def _hear(self, message: ConsoleMessage) -> None:
        """A page that is refused on purpose is no fault of the page."""
        if message.type in ("error", "warning") and not message.text.startswith(FAILED_DOCUMENT):
            self.said.append(f"console: {message.text}")

    def _break(self, error: WebError) -> None:
        self.said.append(f"script: {error.error}")

    def _fetch(self, response: Response) -> None:
        self.responses.append(response)

    def _wrong(self, response: Response) -> Iterator[str]:
        url = response.url
        if url.startswith("data:") or url == self.away:
            return
        if not url.startswith(self.origin + "/"):
            yield f"{url} is elsewhere"
            return
        if response.status >= 400 and response.request.resource_type != "document":
            yield f"{url} answers {response.status}"
        yield from (f"{url}: {said}" for said in wrong_headers(response.headers, url))


def wrong_headers(headers: dict[str, str], url: str) -> Iterator[str]:
    """What the security headers of an answer lack or say too much."""
    policy = dict(
        each.strip().split(" ", 1) for each in headers["content-security-policy"].split(";")
    )
    if policy != POLICY:
        yield f"its policy is {policy}"
    for name, value in HEADERS.items():
        if headers.get(name) != value:
            yield f"{name} is {headers.get(name)}"
    for feature in ("camera", "geolocation", "microphone"):
        if f"{feature}=()" not in headers.get("permissions-policy", ""):
            yield f"it may use {feature}"
    if not urlsplit(url).path.startswith("/static/") and headers.get("cache-control") != "no-store":
        yield f"it may be kept: {headers.get('cache-control')}"
    yield from (f"it tells {name}" for name in TOLD_TOO_MUCH if name in headers)
