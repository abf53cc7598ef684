"""Twitch: names of four to twenty-five characters; videos and bare clips name nobody."""

from vigie.kernel.registry import Sample
from vigie.linking.handles import Handles, handles

PAGES = (
    "bits broadcast checkout directory downloads drops embed friends inventory jobs login messages "
    "moderator p payments popout prime products search settings signup store subscriptions "
    "subs turbo user videos wallet"
)


@handles.register
class Twitch(Handles):
    """Names Twitch channels; a name may be taken over by someone else after some months."""

    name = "twitch"
    samples = (Sample("handles/twitch.toml", {"cases": 12}),)
    called = (r"twitch",)
    hosts = ("twitch.tv",)
    schemes = ("twitch",)
    handle_form = r"[a-z0-9][a-z0-9_]{2,24}"
    forms = (("post", r"[\w\-]{4,120}"),)
    reserved = frozenset(PAGES.split())
    routes = (
        ("content", "clips.twitch.tv/{post}"),
        ("profile", "player.twitch.tv?channel={handle}"),
        ("content", "/videos/{post}"),
        ("profile", "/popout/{handle}/**"),
        ("profile", "/moderator/{handle}/**"),
        ("profile", "/stream/{handle}"),
        ("content", "/{handle}/clip/{post}"),
        ("content", "/{handle}/video/{post}"),
        ("content", "/{handle}/v/{post}"),
        ("profile", "/{handle}/**"),
    )
    page = "https://www.twitch.tv/{handle}"
