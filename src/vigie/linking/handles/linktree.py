"""Linktree: a page that lists a person's other accounts."""

from vigie.kernel.registry import Sample
from vigie.linking.handles import Handles, handles

PAGES = "admin blog discover help login pricing privacy register s terms"


@handles.register
class Linktree(Handles):
    """Names Linktree pages, which say themselves which accounts belong together."""

    name = "linktree"
    samples = (Sample("handles/linktree.toml", {"cases": 4}),)
    called = (r"link[ -]?tree",)
    hosts = ("linktr.ee", "linktree.com")
    handle_form = r"[a-z0-9._]{2,30}"
    reserved = frozenset(PAGES.split())
    routes = (("profile", "linktr.ee/@{handle}"), ("profile", "linktr.ee/{handle}"))
    page = "https://linktr.ee/{handle}"
