"""What a bubble holds: words, a picture, a voice note, a call, a quote, a time, a reaction."""

import random
from html import escape

from benchmarks.themes.bars import hue
from benchmarks.themes.icons import icon
from benchmarks.themes.talk import EDITED, FORWARDED, Message
from benchmarks.themes.theme import Theme


def inside(theme: Theme, message: Message, rng: random.Random, *, first: bool, timed: bool) -> str:
    """The content of one bubble."""
    label = ""
    bubbled = theme.layout == "bubbles"
    if message.author and first and "label-in" in theme.flags and bubbled:
        name = escape(message.author)
        label = f'<span class="label" style="color:{hue(name)}">{name}</span>'
    if message.mark == "forwarded" and bubbled:
        label += f'<span class="mark">{icon("reply", 12)} {FORWARDED[theme.language]}</span>'
    quote = ""
    if message.quote and ("quote-above" not in theme.flags or not bubbled):
        who = escape(message.quoted)
        quote = f'<div class="quote"><b>{who}</b>{escape(message.quote)}</div>'
    content = _content(message, rng)
    return label + quote + content + _time(theme, message, timed=timed) + _reaction(theme, message)


def _content(message: Message, rng: random.Random) -> str:
    if message.kind in DRAWN:
        return DRAWN[message.kind](message, rng)
    if not message.text:
        return f'<span class="t only e{min(4, len(message.emoji))}">{message.emoji}</span>'
    emoji = f" {message.emoji}" if message.emoji else ""
    words = escape(message.text)
    for word in message.text.split():
        if word.startswith(("http", "www.")):
            words = words.replace(escape(word), f"<u>{escape(word)}</u>")
    return f'<span class="t">{words}{emoji}</span>'


def _picture(rng: random.Random) -> str:
    """A landscape nobody is in: a sky, a sun, two hills."""
    tone = rng.randint(0, 360)
    ground, far = f"hsl({tone + 60},40%,{rng.randint(22, 45)}%)", f"hsl({tone + 20},30%,55%)"
    sky = f"linear-gradient(hsl({tone},55%,{rng.randint(45, 75)}%),hsl({tone + 40},60%,80%))"
    wide, high = rng.choice(((210, 150), (180, 240), (230, 180), (160, 160)))
    return (
        f'style="width:{wide}px;height:{high}px;background:'
        f"radial-gradient(ellipse at {rng.randint(0, 40)}% 120%,{ground} 55%,transparent 56%),"
        f"radial-gradient(ellipse at {rng.randint(60, 110)}% 125%,{far} 60%,transparent 61%),"
        f'radial-gradient(circle at {rng.randint(20, 80)}% 25%,#fff 8%,transparent 9%),{sky}"'
    )


def _image(_: Message, rng: random.Random) -> str:
    return f'<div class="picture" {_picture(rng)}></div>'


def _video(_: Message, rng: random.Random) -> str:
    length = f"0:{rng.randint(5, 59):02d}"
    return (
        f'<div class="picture video" {_picture(rng)}><i class="disc-play"><i class="play"></i></i>'
        f"<em>{length}</em></div>"
    )


def _audio(_: Message, rng: random.Random) -> str:
    bars = "".join(f'<i style="height:{rng.randint(4, 24)}px"></i>' for _ in range(24))
    return (
        f'<div class="wave"><i class="play"></i>{bars}<em>{rng.randint(0, 1)}:'
        f"{rng.randint(10, 59)}</em></div>"
    )


def _sticker(message: Message, _: random.Random) -> str:
    return f'<div class="sticker">{message.emoji}</div>'


def _call(message: Message, _: random.Random) -> str:
    name = "video" if "vid" in message.text.lower() else "phone"
    return (
        f'<span class="call">{icon(name, 20)} <span class="t">{escape(message.text)}</span></span>'
    )


def _deleted(message: Message, rng: random.Random) -> str:
    drawn = icon("ban", 15) if rng.random() < 0.6 else ""
    return f'{drawn} <span class="t deleted">{escape(message.text)}</span>'


DRAWN = {
    "image": _image,
    "video": _video,
    "audio": _audio,
    "sticker": _sticker,
    "call": _call,
    "deleted": _deleted,
}


def _time(theme: Theme, message: Message, *, timed: bool) -> str:
    if not timed:
        return ""
    ticked = message.side == "right" and theme.family in ("whatsapp", "telegram")
    ticks = ' <span class="ticks">✓✓</span>' if ticked else ""
    edited = f"{EDITED[theme.language]} " if message.mark == "edited" else ""
    words = f"{edited}{message.time}{ticks}"
    if "time-line" in theme.flags and theme.family != "whatsapp":
        return f'<span class="in line">{words}</span>'
    return f'<span class="in room">{words}</span><span class="in">{words}</span>'


def _reaction(theme: Theme, message: Message) -> str:
    count = " 2" if "count" in theme.flags and theme.family != "sms" else ""
    return f'<span class="reaction">{message.reaction}{count}</span>' if message.reaction else ""
