"""Instagram: names of thirty characters, posts and reels without owner, stories with one."""

from vigie.kernel.registry import Sample
from vigie.linking.handles import Handles, handles

PAGES = (
    "about accounts api archive ar blog challenge developer developers direct emails explore "
    "graphql hashtag help legal locations nametag oauth p press privacy push reel reels session "
    "share static stories support tags terms tv web your_activity"
)


@handles.register
class Instagram(Handles):
    """Names Instagram accounts; a post's link names its account only where it holds the name."""

    name = "instagram"
    samples = (Sample("handles/instagram.toml", {"cases": 28}),)
    called = (r"insta(?:gram+e?)?", r"ig", r"instragram")
    hosts = ("instagram.com", "instagr.am", "ig.me")
    schemes = ("instagram",)
    handle_form = r"(?!.*\.\.)(?!.*\.com$)[a-z0-9_](?:[a-z0-9_.]{0,28}[a-z0-9_])?"
    forms = (
        ("post", r"[\w\-]{5,40}"),
        ("uid", r"\d{3,20}"),
    )
    reserved = frozenset(PAGES.split())
    routes = (
        ("profile", "ig.me/m/{handle}"),
        ("content", "/stories/highlights/{post}"),
        ("content", "/stories/{handle}/{post}"),
        ("profile", "/stories/{handle}"),
        ("content", "/p/{post}/**"),
        ("content", "/reel/{post}/**"),
        ("content", "/reels/{post}/**"),
        ("content", "/tv/{post}/**"),
        ("shortener", "/share/{code}/**"),
        ("shortener", "/s/{code}"),
        ("group", "/j/{uid}"),
        ("content", "/{handle}/p/{post}/**"),
        ("content", "/{handle}/reel/{post}/**"),
        ("content", "/{handle}/tv/{post}/**"),
        ("profile", "/user?username={handle}"),
        ("profile", "/user?id={uid}"),
        ("content", "/media?id={post}"),
        ("profile", "/_u/{handle}"),
        ("profile", "/_n/{handle}"),
        ("profile", "/n/{handle}"),
        ("profile", "/{handle}/**"),
    )
    page = "https://www.instagram.com/{handle}/"
