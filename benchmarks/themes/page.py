"""The page of one theme and one conversation, as HTML."""

import random
from pathlib import Path

from benchmarks.themes import bars
from benchmarks.themes.rows import receipt, rows
from benchmarks.themes.talk import Message
from benchmarks.themes.theme import Theme

HERE = Path(__file__).parent
STYLE = "".join(
    (HERE / name).read_text(encoding="utf-8") for name in ("chat.css", "bars.css", "apps.css")
)
STYLED = {
    "title-centre",
    "wallpaper",
    "tail",
    "pill-separator",
    "quote-bar-only",
    "stack",
    "photo",
    "ios",
    "from-top",
}
NEW = {"fr": "2 nouveaux messages", "en": "2 new messages"}


def page(theme: Theme, title: str, messages: tuple[Message, ...]) -> str:
    """The whole page; every turn carries `data-kind`, `data-side` and its text in `.t`."""
    rng = random.Random(theme.seed + 1)
    colours = "".join(f"--{name}:{value};" for name, value in theme.css.items())
    parts = [bars.status(theme, rng), bars.header(theme, title, rng), bars.banner(theme, rng)]
    parts += ['<div class="chat">', *rows(theme, messages, rng), _typing(theme)]
    parts += [receipt(theme, messages, rng), _new(theme), "</div>", bars.field(theme, title, rng)]
    shade = "dark" if theme.dark else "light"
    kind = "group" if theme.group else "pair"
    classes = " ".join(sorted({theme.layout, theme.family, shade, kind, *(theme.flags & STYLED)}))
    return (
        f"<!doctype html><meta charset=utf-8><style>:root{{{colours}}}{STYLE}</style>"
        f'<body class="{classes}">{"".join(parts)}'
    )


def _typing(theme: Theme) -> str:
    if "typing" not in theme.flags or theme.layout != "bubbles":
        return ""
    return '<div class="row left first"><div class="b dots"><i></i><i></i><i></i></div></div>'


def _new(theme: Theme) -> str:
    return f'<div class="new">{NEW[theme.language]}</div>' if "new-pill" in theme.flags else ""
