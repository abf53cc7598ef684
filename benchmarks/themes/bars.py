"""What surrounds a chat: status bar, header, banner, text field, keyboard."""

import random
from html import escape

from benchmarks.themes.apps import APPS, one_of
from benchmarks.themes.icons import icon
from benchmarks.themes.talk import HANDLES
from benchmarks.themes.theme import Theme

KEYS = {
    "fr": ("azertyuiop", "qsdfghjklm", "wxcvbn'"),
    "en": ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
}
SUGGESTED = {"fr": ("je", "et", "oui"), "en": ("I", "the", "yes")}
BANNERS = {
    "fr": ("Message épinglé : règles du groupe", "Appel en cours · Rejoindre"),
    "en": ("Pinned message: group rules", "Ongoing call · Join"),
}
DRAFTS = {"fr": ("je sais pas trop", "laisse moi réfl", "ok mais"), "en": ("I don't kn", "ok but")}
HUES = ("#e07a5f", "#3d405b", "#81b29a", "#e9a13b", "#7b6cf6", "#4ea5d9", "#c2556e", "#5c8d4e")
SIGNAL = (
    '<svg width="17" height="12"><rect x="0" y="8" width="3" height="4"/><rect x="4.5" y="5" '
    'width="3" height="7"/><rect x="9" y="2.5" width="3" height="9.5"/><rect x="13.5" y="0" '
    'width="3" height="12"/></svg>'
)
BATTERY = (
    '<svg width="26" height="12"><rect x=".5" y=".5" width="21" height="11" rx="3" fill="none" '
    'stroke="currentColor"/><rect x="2" y="2" width="{full}" height="8" rx="1.5"/>'
    '<rect x="23" y="4" width="2" height="4"/></svg>'
)


def hue(name: str) -> str:
    """The colour that stands for a person."""
    return HUES[sum(map(ord, name)) % len(HUES)]


def avatar(theme: Theme, name: str, *, gone: bool = False) -> str:
    """A disc: of one colour, of two, or with initials."""
    colour, letters, back = hue(name), "", hue(name)
    if "initials" in theme.flags:
        letters = "".join(
            word[0] for word in name.replace("_", " ").split()[:2] if word[0].isalpha()
        )
    elif sum(map(ord, name)) % 3:
        back = f"radial-gradient(circle at 40% 35%, #ffffffaa, {colour} 45%, #0006)"
    hidden = " gone" if gone else ""
    return f'<div class="avatar{hidden}" style="background:{back}">{letters.upper()}</div>'


def status(theme: Theme, rng: random.Random) -> str:
    """The phone's own bar."""
    if "status" not in theme.flags:
        return ""
    clock, full = f"{rng.randint(7, 23)}:{rng.randint(0, 59):02d}", rng.randint(3, 18)
    network = rng.choice(("4G", "5G", "LTE", ""))
    share = "" if "ios" in theme.flags else f"{round(full / 18 * 100)} %"
    return (
        f'<div class="status"><span>{clock}</span><span class="state">{SIGNAL} {network} '
        f"{BATTERY.format(full=full)} {share}</span></div>"
    )


def header(theme: Theme, title: str, rng: random.Random) -> str:
    """Who the chat is with."""
    if "header" not in theme.flags:
        return ""
    app = APPS[theme.family]
    below = ""
    if "subtitle" in theme.flags:
        below = one_of(app.subtitle, theme.language, rng, handle=rng.choice(HANDLES), other=title)
    back = icon("back" if "ios" in theme.flags else "arrow")
    tools = "".join(icon(each, 22) for each in app.icons)
    name = escape(title) + (" ›" if "stack" in theme.flags else "")
    return (
        f'<div class="header"><span class="back">{back}</span>{avatar(theme, title)}'
        f'<div class="names"><div class="title">{name}</div><div class="subtitle">{below}</div>'
        f'</div><span class="tools">{tools}</span></div>'
    )


def banner(theme: Theme, rng: random.Random) -> str:
    """A pinned message or a call under way."""
    if "banner" not in theme.flags:
        return ""
    return f'<div class="banner">{rng.choice(BANNERS[theme.language])}</div>'


def field(theme: Theme, title: str, rng: random.Random) -> str:
    """The text field with its tools, and the keyboard when it is open."""
    app, parts = APPS[theme.family], ""
    if "input" in theme.flags:
        room = theme.other if theme.group else "général"
        given = {"other": theme.other, "room": room.lower().replace(" ", "-"), "title": title}
        words = theme.prompt or one_of(app.prompt, theme.language, rng, **given)
        drafted = "draft" in theme.flags or ("keyboard" in theme.flags and rng.random() < 0.3)
        if drafted:
            words = f'<em class="draft">{escape(rng.choice(DRAFTS[theme.language]))}</em>'
        left, inside, right = ("".join(icon(e, 22) for e in each) for each in app.tools)
        parts = (
            f'<div class="input">{left}<div class="pill"><span>{words}</span>'
            f'<span class="tools">{inside}</span></div>{right}</div>'
        )
    if "keyboard" in theme.flags:
        parts += _keyboard(theme)
    elif "ios" in theme.flags and parts:
        parts += '<div class="home"><i></i></div>'
    return parts


def _keyboard(theme: Theme) -> str:
    rows = "".join(
        f'<div class="keys">{"".join(f"<b>{key}</b>" for key in row)}</div>'
        for row in KEYS[theme.language]
    )
    words = "".join(f"<span>{each}</span>" for each in SUGGESTED[theme.language])
    space = "espace" if theme.language == "fr" else "space"
    return (
        f'<div class="keyboard"><div class="suggest">{words}</div>{rows}'
        f'<div class="keys"><b>123</b><b class="space">{space}</b><b>⏎</b></div></div>'
    )
