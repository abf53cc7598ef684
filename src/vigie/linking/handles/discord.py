"""Discord: stable numbers, names, older names with four digits, invitations, message links."""

import re
from datetime import datetime

from vigie.kernel.accounts import Account
from vigie.kernel.registry import Sample
from vigie.linking.handles import Handles, handles
from vigie.linking.written import time_of

EPOCH_MILLISECONDS = 1_420_070_400_000
SNOWFLAKE = re.compile(r"\d{17,20}")


@handles.register
class Discord(Handles):
    """Names Discord users by number or name; an invitation names a server, not a person."""

    name = "discord"
    samples = (Sample("handles/discord.toml", {"cases": 18}),)
    called = (r"dis[ck]ord", r"disc(?=\s*[:=])", r"dc(?=\s*[:=])")
    hosts = ("discord.com", "discordapp.com", "discord.gg")
    schemes = ("discord",)
    handle_form = r"(?!.*\.\.)[a-z0-9_.]{2,32}"
    forms = (
        ("uid", r"\d{17,20}"),
        ("post", r"\d{17,20}"),
        ("channel", r"\d{17,20}|@me"),
    )
    reserved = frozenset({"everyone", "here", "discord"})
    routes = (
        ("group", "discord.gg/{invite}"),
        ("group", "/invite/{invite}"),
        ("profile", "/users/{uid}"),
        ("profile", "/-/users/{uid}"),
        ("content", "/channels/{server}/{channel}/{post}"),
        ("group", "/channels/{uid}/**"),
    )
    uid_page = "https://discord.com/users/{uid}"

    def posted_at(self, post_id: str) -> datetime | None:
        """A snowflake's time since 2015."""
        return time_of(((int(post_id) >> 22) + EPOCH_MILLISECONDS) / 1000)

    def profile(self, text: str, words: str) -> Account | None:
        """A number of seventeen to twenty digits is a user's stable id, never a name."""
        if SNOWFLAKE.fullmatch(words):
            return Account(text, "profile", self.name, uid=words)
        return super().profile(text, words)
