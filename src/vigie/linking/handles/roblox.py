"""Roblox: stable numbers in links, names of three to twenty characters in speech."""

from vigie.kernel.registry import Sample
from vigie.linking.handles import Handles, handles


@handles.register
class Roblox(Handles):
    """Names Roblox users by their number, or by name when somebody writes it."""

    name = "roblox"
    samples = (Sample("handles/roblox.toml", {"cases": 12}),)
    called = (r"rob+lox", r"rbx(?=\s*[:=])")
    hosts = ("roblox.com", "ro.blox.com")
    schemes = ("roblox",)
    handle_form = r"(?=.{3,20}$)[a-z0-9]+(?:_[a-z0-9]+)?"
    forms = (
        ("uid", r"\d{1,12}"),
        ("post", r"\d{1,16}"),
    )
    reserved = frozenset({"roblox", "users", "games"})
    routes = (
        ("profile", "/users/{uid}/**"),
        ("profile", "/user.aspx?id={uid}"),
        ("profile", "/user.aspx?username={handle}"),
        ("profile", "/users/profile?username={handle}"),
        ("profile", "/@{handle}"),
        ("group", "/groups/{uid}/**"),
        ("group", "/communities/{uid}/**"),
        ("content", "/games/{post}/**"),
        ("shortener", "/share?code={code}"),
        ("shortener", "/share-links?code={code}"),
        ("shortener", "ro.blox.com/{code}/**"),
    )
    uid_page = "https://www.roblox.com/users/{uid}/profile"
