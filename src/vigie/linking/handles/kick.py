"""Kick: channel names, videos and clips."""

from vigie.kernel.registry import Sample
from vigie.linking.handles import Handles, handles

PAGES = (
    "about auth browse categories category clips community-guidelines dashboard following help "
    "privacy-policy search settings subscriptions terms-of-service transactions video videos"
)


@handles.register
class Kick(Handles):
    """Names Kick channels."""

    name = "kick"
    samples = (Sample("handles/kick.toml", {"cases": 8}),)
    called = (r"kick",)
    hosts = ("kick.com",)
    handle_form = r"[a-z0-9_\-]{3,30}"
    forms = (("post", r"[\w\-]{6,64}"),)
    reserved = frozenset(PAGES.split())
    routes = (
        ("content", "/video/{post}"),
        ("profile", "/popout/{handle}/**"),
        ("content", "/{handle}/videos/{post}"),
        ("content", "/{handle}/clips/{post}"),
        ("content", "/{handle}?clip={post}"),
        ("profile", "/{handle}/**"),
    )
    page = "https://kick.com/{handle}"
