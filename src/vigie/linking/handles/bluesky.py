"""Bluesky: a handle is a host name; the DID is the stable id."""

from vigie.kernel.accounts import Account
from vigie.kernel.registry import Sample
from vigie.linking.handles import Handles, handles
from vigie.linking.links import Address

LABEL = r"[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?"


@handles.register
class Bluesky(Handles):
    """Names Bluesky accounts by handle or by DID; a name without a host is on bsky.social."""

    name = "bluesky"
    samples = (Sample("handles/bluesky.toml", {"cases": 10}),)
    called = (r"blue[ -]?sky", r"bsky")
    hosts = ("bsky.app", "bsky.social")
    schemes = ("at", "bluesky")
    handle_form = rf"(?:{LABEL}\.)+[a-z][a-z0-9\-]*[a-z0-9]"
    forms = (
        ("handle", r"[^/?#]+\.[^/?#]+"),
        ("uid", r"did:(?:plc|web):[\w.:%\-]+"),
        ("post", r"[a-z0-9]{8,20}"),
    )
    routes = (
        ("shortener", "go.bsky.app/{code}"),
        ("content", "/profile/{uid}/post/{post}/**"),
        ("content", "/profile/{handle}/post/{post}/**"),
        ("profile", "/profile/{uid}/**"),
        ("profile", "/profile/{handle}/**"),
        ("content", "/{uid}/app.bsky.feed.post/{post}"),
        ("content", "/{handle}/app.bsky.feed.post/{post}"),
        ("profile", "/{uid}"),
        ("profile", "/{handle}"),
    )
    page = "https://bsky.app/profile/{handle}"
    uid_page = "https://bsky.app/profile/{uid}"

    def account(self, text: str, address: Address) -> Account:
        """A host under bsky.social is a handle by itself."""
        if address.host.endswith(".bsky.social") and not address.path:
            return Account(text, "profile", self.name, address.host)
        return super().account(text, address)

    def handle(self, words: str) -> str | None:
        """The host name in full; "lea-exemple" alone is "lea-exemple.bsky.social"."""
        name = words.removeprefix("@")
        return super().handle(name if "." in name else f"{name}.bsky.social")
