"""Telegram: names of five characters or more, numbers, and invitations that name a group."""

from vigie.kernel.registry import Sample
from vigie.linking.handles import Handles, handles

PAGES = (
    "addemoji addlist addstickers addtheme bg boost c confirmphone contact giftcode iv joinchat "
    "login m proxy s share socks"
)


@handles.register
class Telegram(Handles):
    """Names Telegram accounts and channels by name, by number or by telephone."""

    name = "telegram"
    samples = (Sample("handles/telegram.toml", {"cases": 19}),)
    called = (r"t[eé]l[eé]gram+e?", r"tg(?=\s*[:=])", r"telegr?am")
    hosts = ("t.me", "telegram.me", "telegram.dog", "web.telegram.org", "k.t.me")
    schemes = ("tg",)
    handle_form = r"[a-z][a-z0-9_]{2,30}[a-z0-9]"
    forms = (
        ("phone", r"\+?\d{7,15}"),
        ("uid", r"\d{4,20}"),
        ("post", r"\d{1,12}"),
        ("invite", r"[\w\-]{6,64}"),
    )
    reserved = frozenset(PAGES.split())
    routes = (
        ("profile", "web.telegram.org/k#@{handle}"),
        ("profile", "web.telegram.org/a#@{handle}"),
        ("phone", "/+{phone}"),
        ("group", "/+{invite}"),
        ("group", "/joinchat/{invite}"),
        ("content", "/c/{uid}/{post}/**"),
        ("content", "/s/{handle}/{post}"),
        ("profile", "/s/{handle}"),
        ("profile", "/resolve?domain={handle}"),
        ("phone", "/resolve?phone={phone}"),
        ("profile", "/user?id={uid}"),
        ("profile", "/openmessage?user_id={uid}"),
        ("group", "/join?invite={invite}"),
        ("content", "/{handle}/{post}/**"),
        ("profile", "/@{handle}"),
        ("profile", "/{handle}"),
    )
    page = "https://t.me/{handle}"
    phones = True
