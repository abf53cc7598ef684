"""Facebook and Messenger: one account under both; numbers, names, groups and posts."""

from vigie.kernel.registry import Sample
from vigie.linking.handles import Handles, handles

PAGES = (
    "about ads bookmarks business careers checkpoint dialog directory discover events fbid "
    "find-friends friends gaming groups hashtag help home home.php legal live login login.php "
    "marketplace media memories messages notes notifications pages people permalink.php photo "
    "photo.php photos policies posts privacy profile.php public reel reels search settings "
    "share share.php sharer sharer.php stories story.php terms v video videos watch "
)


@handles.register
class Facebook(Handles):
    """Names Facebook and Messenger accounts by name or by their stable number."""

    name = "facebook"
    samples = (Sample("handles/facebook.toml", {"cases": 24}),)
    called = (r"face[ -]?book", r"fb", r"mess?enger")
    hosts = ("facebook.com", "fb.com", "fb.me", "fb.watch", "m.me", "messenger.com")
    schemes = ("fb", "fb-messenger")
    handle_form = r"(?=.*[a-z])[a-z0-9.]{5,50}"
    forms = (
        ("uid", r"\d{3,20}"),
        ("post", r"[\w\-]{3,80}"),
        ("slug", r"[^/]+"),
    )
    reserved = frozenset(PAGES.split())
    routes = (
        ("shortener", "fb.watch/{code}"),
        ("shortener", "/share/{code}/**"),
        ("profile", "m.me/{uid}"),
        ("profile", "m.me/{handle}"),
        ("shortener", "fb.me/{slug}/{code}"),
        ("profile", "/t/{uid}"),
        ("profile", "/t/{handle}"),
        ("profile", "/messages/t/{uid}"),
        ("profile", "/messages/t/{handle}"),
        ("profile", "/user-thread/{uid}"),
        ("content", "/story.php?story_fbid={post}&id={uid}"),
        ("content", "/permalink.php?story_fbid={post}&id={uid}"),
        ("content", "/photo.php?fbid={post}"),
        ("content", "/photo?fbid={post}"),
        ("content", "/watch?v={post}"),
        ("content", "/watch/live?v={post}"),
        ("content", "/video.php?v={post}"),
        ("content", "/reel/{post}/**"),
        ("content", "/stories/{uid}/{post}/**"),
        ("content", "/groups/{uid}/posts/{post}/**"),
        ("content", "/groups/{uid}/permalink/{post}/**"),
        ("group", "/groups/{uid}/**"),
        ("group", "/groups/{invite}/**"),
        ("profile", "/profile.php?id={uid}"),
        ("profile", "/people/{slug}/{uid}/**"),
        ("profile", "/profile/{uid}"),
        ("profile", "/profile?id={uid}"),
        ("profile", "/pages/{slug}/{uid}/**"),
        ("profile", "/p/{slug}-{uid}/**"),
        ("content", "/{handle}/posts/{post}/**"),
        ("content", "/{handle}/videos/{post}/**"),
        ("content", "/{handle}/photos/{slug}/{post}/**"),
        ("profile", "/{uid}/**"),
        ("profile", "/{handle}/**"),
    )
    page = "https://www.facebook.com/{handle}"
    uid_page = "https://www.facebook.com/profile.php?id={uid}"
