"""YouTube: "@name", stable channel ids, older names, and videos that name nobody."""

import re

from vigie.kernel.registry import Sample
from vigie.linking.handles import Handles, handles

PAGES = (
    "about account attribution_link channel clip creators embed feed gaming hashtag "
    "howyoutubeworks kids live movies music new oembed playlist post premium redirect results "
    "shorts t trending tv upload user v watch "
)
LETTERS = re.compile(r"[^\W_]")


@handles.register
class YouTube(Handles):
    """Names YouTube channels by handle, by older name or by their stable id."""

    name = "youtube"
    samples = (Sample("handles/youtube.toml", {"cases": 20}),)
    called = (r"you[ -]?tube", r"ytb?")
    hosts = ("youtube.com", "youtu.be", "youtube-nocookie.com")
    schemes = ("youtube", "vnd.youtube")
    handle_form = r"[\w](?:[\w.\-·]{1,58})[\w]"
    forms = (
        ("uid", r"(?-i:UC)[\w\-]{22}"),
        ("post", r"[\w\-]{11}"),
        ("list", r"[\w\-]{2,80}"),
    )
    reserved = frozenset(PAGES.split())
    routes = (
        ("content", "youtu.be/{post}"),
        ("profile", "/channel/{uid}/**"),
        ("profile", "/@{handle}/**"),
        ("profile", "/c/{handle}/**"),
        ("profile", "/user/{handle}/**"),
        ("content", "/watch?v={post}"),
        ("content", "/watch/{post}"),
        ("content", "/shorts/{post}"),
        ("content", "/live/{post}"),
        ("content", "/embed/{post}"),
        ("content", "/v/{post}"),
        ("content", "/playlist?list={list}"),
        ("content", "/post/{code}"),
        ("content", "/clip/{code}"),
        ("content", "/{post}"),
        ("profile", "/{handle}"),
    )
    page = "https://www.youtube.com/@{handle}"
    uid_page = "https://www.youtube.com/channel/{uid}"

    def handle(self, words: str) -> str | None:
        """Handles may be written in any script, so one letter or digit at least is asked for."""
        handle = super().handle(words)
        return handle if handle and LETTERS.search(handle) else None
