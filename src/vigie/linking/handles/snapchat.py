"""Snapchat: "/add/name", public profiles, stories and spotlights; short links name nobody."""

from vigie.kernel.registry import Sample
from vigie.linking.handles import Handles, handles


@handles.register
class Snapchat(Handles):
    """Names Snapchat accounts: three to fifteen characters, a letter first."""

    name = "snapchat"
    samples = (Sample("handles/snapchat.toml", {"cases": 30}),)
    called = (r"snap(?:[ -]?ch+at+)?", r"snpa?chat", r"snapp", r"sc(?=\s*[:=])")
    hosts = ("snapchat.com",)
    schemes = ("snapchat",)
    handle_form = r"[a-z](?:[a-z0-9_.\-]{1,13})[a-z0-9]"
    reserved = frozenset(
        {"add", "download", "explore", "lens", "lenses", "map", "snapchat", "spotlight", "unlock"}
    )
    routes = (
        ("profile", "/add/{handle}/**"),
        ("content", "/@{handle}/spotlight/{post}"),
        ("profile", "/@{handle}/**"),
        ("profile", "/u/{handle}"),
        ("profile", "story.snapchat.com/s/{handle}"),
        ("profile", "story.snapchat.com/{handle}"),
        ("profile", "/s/{handle}"),
        ("content", "/spotlight/{post}"),
        ("content", "/p/{code}/{post}"),
        ("shortener", "/t/{code}"),
        ("shortener", "t.snapchat.com/{code}"),
        ("shortener", "/unlock?uuid={code}"),
    )
    page = "https://www.snapchat.com/add/{handle}"
