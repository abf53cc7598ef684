"""The rows of a chat: what is said, by whom, with what hangs on it."""

import random
from html import escape

from benchmarks.themes.apps import APPS, one_of
from benchmarks.themes.bars import avatar, hue
from benchmarks.themes.bubbles import inside
from benchmarks.themes.talk import Message
from benchmarks.themes.theme import Theme

BARE = ("image", "sticker", "video")
OWN = {"fr": "Moi", "en": "Me"}
CAPTIONS = {
    "fr": ("Vous avez répondu à {who}", "{who} a répondu à votre message", "{who} vous a répondu"),
    "en": ("You replied to {who}", "{who} replied to you", "{who} replied to your message"),
}


def rows(theme: Theme, messages: tuple[Message, ...], rng: random.Random) -> list[str]:
    """Every message as a row; what one person says in a run stands close together."""
    made, before = [], None
    for n, message in enumerate(messages):
        if message.kind == "system":
            made.append(_system(n, message, divider="divider" in theme.flags))
            before = None
            continue
        who = (message.side, message.author)
        after = messages[n + 1] if n + 1 < len(messages) else None
        last = after is None or (after.side, after.author) != who
        made.append(_row(theme, n, message, rng, first=who != before, last=last))
        before = who
    return made


def _system(n: int, message: Message, *, divider: bool) -> str:
    rule = " divider" if divider else ""
    return (
        f'<div class="system{rule}"><span data-n="{n}" data-kind="system" data-side="centre">'
        f'<span class="t">{escape(message.text)}</span></span></div>'
    )


def _row(
    theme: Theme, n: int, message: Message, rng: random.Random, *, first: bool, last: bool
) -> str:
    marks = {"first": first, "last": last, "react": bool(message.reaction)}
    classes = " ".join(["row", message.side, *(name for name, on in marks.items() if on)])
    bubbled = theme.layout == "bubbles"
    beside = f'<div class="below">{message.time}</div>' if _timed(theme, "beside") else ""
    below = ""
    if _timed(theme, "below") and last:
        below = f'<div class="below">{message.time}</div>'
    above = _above(theme, message) if first else ""
    if message.quote and "quote-above" in theme.flags and bubbled:
        above += _quoted_above(theme, message, rng)
    body = _bubble(theme, n, message, rng, first=first)
    shown = _shown_avatar(theme, message, shown=first if theme.layout == "flat" else last)
    return (
        f'<div class="{classes}">{shown}<div class="col">{above}{body}{below}</div>{beside}</div>'
    )


def _timed(theme: Theme, where: str) -> bool:
    others = {"in", "below", "beside"} - {where}
    clear = where == "in" or not any(f"time-{each}" in theme.flags for each in others)
    return f"time-{where}" in theme.flags and theme.layout == "bubbles" and clear


def _shown_avatar(theme: Theme, message: Message, *, shown: bool) -> str:
    both = "avatar-both" in theme.flags or theme.layout == "flat"
    if "avatars" not in theme.flags or (message.side != "left" and not both):
        return ""
    name = message.author or (theme.other if message.side == "left" else OWN[theme.language])
    return avatar(theme, name, gone=not shown)


def _quoted_above(theme: Theme, message: Message, rng: random.Random) -> str:
    phrases = CAPTIONS[theme.language]
    phrase = phrases[0] if message.side == "right" else rng.choice(phrases[1:])
    who = message.author or theme.other
    caption = f'<div class="caption">{phrase.format(who=escape(who))}</div>'
    return caption + f'<div class="quote above">{escape(message.quote)}</div>'


def _above(theme: Theme, message: Message) -> str:
    name = escape(message.author)
    shown = name or (OWN[theme.language] if message.side == "right" else escape(theme.other))
    if theme.layout == "bars":
        return f'<div class="label">{shown}</div>'
    if theme.layout == "flat":
        return (
            f'<div class="label" style="--who:{hue(shown)}">{shown}'
            f"<small>{message.time}</small></div>"
        )
    if not name or "label-in" in theme.flags:
        return ""
    time = f"<small>&nbsp; {message.time}</small>" if "label-time" in theme.flags else ""
    return f'<div class="label">{name}{time}</div>'


def _bubble(theme: Theme, n: int, message: Message, rng: random.Random, *, first: bool) -> str:
    alone = message.kind in BARE or (not message.text and bool(message.emoji))
    bare = alone and (message.kind in BARE or theme.family != "telegram")
    timed = _timed(theme, "in") and not bare
    author = message.author
    if theme.layout in ("flat", "bars"):
        author = author or (OWN[theme.language] if message.side == "right" else theme.other)
    facts = {
        "n": n,
        "kind": message.kind,
        "side": message.side,
        "author": escape(author),
        "time": message.time if timed else "",
        "quote": escape(message.quote),
        "reaction": message.reaction,
        "mark": message.mark if theme.layout == "bubbles" else "",
    }
    said = " ".join(f'data-{name}="{value}"' for name, value in facts.items())
    style = ' style="background-attachment:fixed"' if theme.family == "instagram" else ""
    return (
        f'<div class="b{" bare" if bare else ""}" {said}{style}>'
        f"{inside(theme, message, rng, first=first, timed=timed)}</div>"
    )


def receipt(theme: Theme, messages: tuple[Message, ...], rng: random.Random) -> str:
    """Whether the last message was seen."""
    last_right = messages and messages[-1].side == "right"
    if "receipt" not in theme.flags or not last_right or theme.layout == "flat":
        return ""
    words = one_of(APPS[theme.family].receipt, theme.language, rng, other=theme.other)
    return f'<div class="receipt">{words}</div>' if words else ""
