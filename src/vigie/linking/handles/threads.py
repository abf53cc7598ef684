"""Threads: the names of Instagram under hosts of its own."""

from vigie.kernel.registry import Sample
from vigie.linking.handles import Handles, handles


@handles.register
class Threads(Handles):
    """Names Threads accounts; the same name on Instagram is nearly always the same person."""

    name = "threads"
    samples = (Sample("handles/threads.toml", {"cases": 8}),)
    called = (r"threads",)
    hosts = ("threads.net", "threads.com")
    schemes = ("barcelona",)
    handle_form = r"(?!.*\.\.)(?!.*\.com$)[a-z0-9_](?:[a-z0-9_.]{0,28}[a-z0-9_])?"
    forms = (("post", r"[\w\-]{5,40}"),)
    routes = (
        ("content", "/@{handle}/post/{post}/**"),
        ("profile", "/@{handle}/**"),
        ("content", "/t/{post}"),
        ("profile", "/user?username={handle}"),
    )
    page = "https://www.threads.com/@{handle}"
