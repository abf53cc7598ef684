"""Mastodon and its kin: "@name@host", on any server."""

import re

from vigie.kernel.registry import Sample
from vigie.linking.handles import Handles, handles

FULL_NAME = re.compile(r"[a-z0-9_][a-z0-9_.\-]{0,62}@(?:[a-z0-9\-]+\.)+[a-z]{2,24}")


@handles.register
class Mastodon(Handles):
    """Names accounts of the fediverse, whose handle holds the server's host."""

    name = "mastodon"
    samples = (Sample("handles/mastodon.toml", {"cases": 7}),)
    called = (r"mastodon",)
    handle_form = FULL_NAME.pattern
