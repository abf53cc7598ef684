"""X, once Twitter: names of fifteen characters, stable numbers, posts dated by their number."""

from datetime import datetime

from vigie.kernel.registry import Sample
from vigie.linking.handles import Handles, handles
from vigie.linking.written import time_of

EPOCH_MILLISECONDS = 1_288_834_974_657
FIRST_SNOWFLAKE = 29_700_859_247
PAGES = (
    "about account compose download explore hashtag home i intent jobs login logout messages "
    "notifications oauth privacy search settings share signup tos who_to_follow widgets"
)


@handles.register
class X(Handles):
    """Names X accounts, and dates their posts from the number of the post."""

    name = "x"
    samples = (Sample("handles/x.toml", {"cases": 24}),)
    called = (r"twit+er?", r"x(?=\s*[:=])", r"x(?=\s+@)", r"(?<=sur )x", r"(?<=on )x", r"twt")
    hosts = ("x.com", "twitter.com", "t.co")
    schemes = ("twitter", "x")
    handle_form = r"[a-z0-9_]{1,15}"
    forms = (
        ("post", r"\d{5,20}"),
        ("uid", r"\d{1,20}"),
    )
    reserved = frozenset(PAGES.split())
    routes = (
        ("shortener", "t.co/{code}"),
        ("profile", "/i/user/{uid}"),
        ("content", "/i/web/status/{post}/**"),
        ("content", "/i/status/{post}/**"),
        ("content", "/i/spaces/{code}/**"),
        ("content", "/i/broadcasts/{code}/**"),
        ("group", "/i/communities/{uid}/**"),
        ("profile", "/intent/user?screen_name={handle}"),
        ("profile", "/intent/follow?screen_name={handle}"),
        ("profile", "/intent/user?user_id={uid}"),
        ("profile", "/intent/follow?user_id={uid}"),
        ("profile", "/user?screen_name={handle}"),
        ("profile", "/user?id={uid}"),
        ("profile", "/user?user_id={uid}"),
        ("content", "/status?id={post}"),
        ("content", "/{handle}/status/{post}/**"),
        ("content", "/{handle}/statuses/{post}/**"),
        ("profile", "/#!/{handle}"),
        ("profile", "/@{handle}"),
        ("profile", "/{handle}/**"),
    )
    page = "https://x.com/{handle}"
    uid_page = "https://x.com/i/user/{uid}"

    def posted_at(self, post_id: str) -> datetime | None:
        """A snowflake's time since November 2010; older numbers were only counted up."""
        number = int(post_id)
        if number < FIRST_SNOWFLAKE:
            return None
        return time_of(((number >> 22) + EPOCH_MILLISECONDS) / 1000)
