"""The page of one theme and one conversation, as HTML."""

import random
from html import escape
from pathlib import Path

from benchmarks.themes.talk import Message
from benchmarks.themes.theme import Theme

STYLE = Path(__file__).with_name("chat.css").read_text(encoding="utf-8")
STYLED = {
    "title-centre",
    "wallpaper",
    "tail",
    "pill-separator",
    "quote-bar-only",
    "stack",
    "photo",
}
PLACEHOLDERS = (
    "Message", "Envoyer un message…", "Écrire un message", "Aa", "Message…", "iMessage",
    "Envoyer un chat", "Démarrer un nouveau message", "SMS", "Votre message…",
)  # fmt: skip
SUBTITLES = ("en ligne", "Actif il y a 5 min", "vu à 20:14", "Active now", "hors ligne")
RECEIPTS = ("Vu", "Lu 20:31", "Distribué", "Envoyé", "Seen", "Delivered", "Vu à l'instant")
KEYS = ("azertyuiop", "qsdfghjklm", "wxcvbn")
HUES = ("#e07a5f", "#3d405b", "#81b29a", "#e9a13b", "#7b6cf6", "#4ea5d9")


def page(theme: Theme, title: str, messages: tuple[Message, ...]) -> str:
    """The whole page; every turn carries `data-kind`, `data-side` and its text in `.t`."""
    rng = random.Random(theme.seed + 1)
    colours = "".join(f"--{name}:{value};" for name, value in theme.css.items())
    parts = [_status(theme), _header(theme, title, rng), _banner(theme), '<div class="chat">']
    parts += _rows(theme, messages, rng)
    parts.append(_typing(theme))
    parts += [_receipt(theme, messages, rng), _new(theme), "</div>", _input(theme, rng)]
    classes = " ".join(sorted({theme.layout, *(theme.flags & STYLED)}))
    return (
        f"<!doctype html><meta charset=utf-8><style>:root{{{colours}}}{STYLE}</style>"
        f'<body class="{classes}">{"".join(parts)}'
    )


def _status(theme: Theme) -> str:
    if "status" not in theme.flags:
        return ""
    return '<div class="status"><span>20:14</span><span>4G&nbsp; 87 %</span></div>'


def _header(theme: Theme, title: str, rng: random.Random) -> str:
    if "header" not in theme.flags:
        return ""
    below = rng.choice(SUBTITLES) if "subtitle" in theme.flags else ""
    return (
        f'<div class="header"><span>‹</span>{_avatar(title)}<div class="names">'
        f'<div class="title">{escape(title)}</div><div class="subtitle">{below}</div></div>'
        '<i class="dot"></i></div>'
    )


def _banner(theme: Theme) -> str:
    if "banner" not in theme.flags:
        return ""
    return '<div class="banner">Message épinglé : règles du groupe</div>'


def _avatar(name: str, *, gone: bool = False) -> str:
    colour = _hue(name)
    hidden = " gone" if gone else ""
    return f'<div class="avatar{hidden}" style="background:{colour}"></div>'


def _hue(name: str) -> str:
    return HUES[sum(map(ord, name)) % len(HUES)]


def _rows(theme: Theme, messages: tuple[Message, ...], rng: random.Random) -> list[str]:
    rows, before = [], None
    for message in messages:
        if message.kind == "system":
            rows.append(_system(message, divider="divider" in theme.flags))
            before = None
            continue
        who = (message.side, message.author)
        rows.append(_row(theme, message, rng, first=who != before))
        before = who
    return rows


def _system(message: Message, *, divider: bool) -> str:
    text = escape(message.text)
    rule = " divider" if divider else ""
    return (
        f'<div class="system{rule}"><span data-kind="system" data-side="centre">'
        f'<span class="t">{text}</span></span></div>'
    )


def _row(theme: Theme, message: Message, rng: random.Random, *, first: bool) -> str:
    classes = f"row {message.side}" + (" first" if first else "")
    classes += " react" if message.reaction else ""
    avatar = ""
    if "avatars" in theme.flags and (message.side == "left" or _both(theme)):
        hide = not first and theme.layout == "flat"
        avatar = _avatar(
            message.author or message.side, gone=hide or (not first and rng.random() < 0.7)
        )
    above = _above(theme, message, rng) if first else ""
    if message.quote and "quote-above" in theme.flags and theme.layout == "bubbles":
        above += '<div class="caption">Réponse à un message</div>'
        above += f'<div class="quote above">{escape(message.quote)}</div>'
    below = ""
    if "time-below" in theme.flags and theme.layout == "bubbles":
        below = f'<div class="below">{message.time}</div>'
    body = _bubble(theme, message, rng, first=first)
    beside = ""
    if "time-beside" in theme.flags and theme.layout == "bubbles":
        beside = f'<div class="below">{message.time}</div>'
    return (
        f'<div class="{classes}">{avatar}<div class="col">{above}{body}{below}</div>{beside}</div>'
    )


def _both(theme: Theme) -> bool:
    return "avatar-both" in theme.flags or theme.layout == "flat"


def _above(theme: Theme, message: Message, rng: random.Random) -> str:
    name = escape(message.author)
    if theme.layout == "bars":
        return f'<div class="label">{name or _alone(theme, message)}</div>'
    if theme.layout == "flat":
        shown = name or _alone(theme, message)
        colour = rng.choice(HUES)
        return (
            f'<div class="label" style="--who:{colour}">{shown}<small>{message.time}</small></div>'
        )
    if not name or "label-in" in theme.flags:
        return ""
    time = f"<small>&nbsp; {message.time}</small>" if "label-time" in theme.flags else ""
    return f'<div class="label">{name}{time}</div>'


def _alone(theme: Theme, message: Message) -> str:
    return "Moi" if message.side == "right" else theme.other


def _bubble(theme: Theme, message: Message, rng: random.Random, *, first: bool) -> str:
    inside = "time-in" in theme.flags and theme.layout == "bubbles"
    time = message.time if inside and message.kind != "sticker" else ""
    bare = " bare" if message.kind in ("image", "sticker") else ""
    author = message.author
    if theme.layout == "flat" or theme.layout == "bars":
        author = author or ("Moi" if message.side == "right" else theme.other)
    return (
        f'<div class="b{bare}" data-kind="{message.kind}" data-side="{message.side}"'
        f' data-author="{escape(author)}" data-time="{time if not bare else ""}">'
        f"{_inside(theme, message, rng, first=first)}{_time(theme, time, bare)}"
        f"{_reaction(theme, message)}</div>"
    )


def _inside(theme: Theme, message: Message, rng: random.Random, *, first: bool) -> str:
    label = ""
    if message.author and first and "label-in" in theme.flags and theme.layout == "bubbles":
        name = escape(message.author)
        label = f'<span class="label" style="color:{_hue(name)}">{name}</span>'
    quote = ""
    if message.quote and ("quote-above" not in theme.flags or theme.layout != "bubbles"):
        quote = f'<div class="quote"><b>Lina</b>{escape(message.quote)}</div>'
    return label + quote + _content(message, rng)


def _content(message: Message, rng: random.Random) -> str:
    if message.kind == "image":
        hue = rng.randint(0, 360)
        return (
            f'<div class="picture" style="background:linear-gradient({hue}deg,hsl({hue},45%,35%),'
            f'hsl({hue + 90},50%,65%))"></div>'
        )
    if message.kind == "audio":
        bars = "".join(f'<i style="height:{rng.randint(4, 24)}px"></i>' for _ in range(24))
        return f'<div class="wave"><i class="play"></i>{bars}<em>0:{rng.randint(10, 59)}</em></div>'
    if message.kind == "sticker":
        return f'<div class="sticker">{message.emoji}</div>'
    deleted = " deleted" if message.kind == "deleted" else ""
    emoji = f" {message.emoji}" if message.emoji else ""
    return f'<span class="t{deleted}">{escape(message.text)}{emoji}</span>'


def _time(theme: Theme, time: str, bare: str) -> str:
    if not time or bare:
        return ""
    ticks = " ✓✓" if theme.seed % 2 and theme.family in ("whatsapp", "telegram") else ""
    line = " line" if "time-line" in theme.flags else ""
    return f'<span class="in{line}">{time}{ticks}</span>'


def _reaction(theme: Theme, message: Message) -> str:
    count = " 2" if "count" in theme.flags else ""
    return f'<span class="reaction">{message.reaction}{count}</span>' if message.reaction else ""


def _receipt(theme: Theme, messages: tuple[Message, ...], rng: random.Random) -> str:
    last_right = messages and messages[-1].side == "right"
    if "receipt" not in theme.flags or not last_right or theme.layout != "bubbles":
        return ""
    return f'<div class="receipt">{rng.choice(RECEIPTS)}</div>'


def _typing(theme: Theme) -> str:
    if "typing" not in theme.flags or theme.layout != "bubbles":
        return ""
    return '<div class="row left first"><div class="b dots"><i></i><i></i><i></i></div></div>'


def _new(theme: Theme) -> str:
    return '<div class="new">2 nouveaux messages</div>' if "new-pill" in theme.flags else ""


def _input(theme: Theme, rng: random.Random) -> str:
    parts = ""
    if "input" in theme.flags:
        prompt = theme.prompt or rng.choice(PLACEHOLDERS)
        parts = (
            '<div class="input"><i class="dot"></i>'
            f'<div class="pill">{prompt}</div><i class="dot"></i></div>'
        )
    if "keyboard" in theme.flags:
        rows = "".join(
            f'<div class="keys">{"".join(f"<b>{key}</b>" for key in row)}</div>' for row in KEYS
        )
        parts += (
            '<div class="keyboard"><div class="suggest"><span>je</span><span>et</span>'
            f'<span>oui</span></div>{rows}<div class="keys"><b>123</b><b class="space">espace</b>'
            "<b>⏎</b></div></div>"
        )
    return parts
