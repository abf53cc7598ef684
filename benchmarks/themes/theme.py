"""What a chat looks like, drawn at random by seed: app, colours, shapes, bars, fonts, sizes."""

import random
from dataclasses import dataclass, field

from benchmarks.themes.apps import APPS, Colours

FAMILIES = (
    "tiktok", "instagram", "whatsapp", "messenger", "sms", "telegram", "snapchat", "x", "matrix",
    "discord", "generic",
)  # fmt: skip
VARIANTS = (
    "clean", "q40", "crop", "554", "clean", "scribble", "400", "photo", "clean", "collage",
)  # fmt: skip
FONTS = {
    True: ("Inter", "Inter", "Inter", "Liberation Sans"),
    False: ("Roboto", "Roboto", "DejaVu Sans"),
}
INKS = {True: ("#f1f1f1", "#e4e6eb", "#ffffff"), False: ("#111111", "#050505", "#262626")}
RADIUS = {"whatsapp": 8, "telegram": 14, "x": 18, "sms": 18, "messenger": 18, "instagram": 20}


@dataclass(frozen=True, slots=True)
class Theme:
    """One look. Lengths are in CSS pixels; `scale` is device pixels per CSS pixel.

    `cut` is the share scrolled past; `quality` 0 asks for a PNG of 256 colours;
    `other` is who writes on the left of a chat without bubbles, `prompt` the text field's words.
    """

    seed: int
    family: str
    dark: bool
    width: int
    height: int
    scale: float
    layout: str
    group: bool
    rich: bool
    css: dict[str, str] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    cut: float = 1.0
    suffix: str = "png"
    quality: int = 100
    other: str = "Lina"
    prompt: str = ""
    language: str = "fr"
    variant: str = "clean"


def theme(seed: int) -> Theme:
    """The look of one seed; the family goes round with the seed, and so does the variant."""
    rng = random.Random(seed)
    family = FAMILIES[seed % len(FAMILIES)]
    dark = rng.random() < (0.8 if family == "discord" else 0.45)
    ios = rng.random() < 0.55
    width = rng.choice((375, 390, 393, 402, 430) if ios else (360, 384, 412))
    pixels = rng.choice((600, 640, 720, 750, 828, 1080, 1080, 1170, 1290, 1440))
    suffix = rng.choice(("png", "png", "jpg", "webp"))
    return Theme(
        seed, family, dark, width,
        height=rng.choice((667, 740, 800, 844, 892)),
        scale=pixels / width,
        layout=_layout(rng, family),
        group=rng.random() < (0.5 if family in ("matrix", "discord") else 0.25),
        rich=rng.random() < 0.7,
        css=_css(rng, family, dark=dark, ios=ios),
        flags=_flags(rng, family, ios=ios),
        cut=rng.choice((1.0, 1.0, 1.0, rng.random())),
        suffix=suffix,
        quality=100 if suffix == "png" else rng.choice((60, 75, 85, 92)),
        language="fr" if rng.random() < 0.72 else "en",
        variant=VARIANTS[seed % len(VARIANTS)],
    )  # fmt: skip


def _layout(rng: random.Random, family: str) -> str:
    if family == "snapchat":
        return "bars"
    if family == "discord" or (family == "matrix" and rng.random() < 0.3):
        return "flat"
    return "bubbles"


def _css(rng: random.Random, family: str, *, dark: bool, ios: bool) -> dict[str, str]:
    flat, page, left, right, on_right = _colours(rng, family, dark=dark)
    app = APPS[family]
    ink = rng.choice(INKS[dark])
    bar, on_bar = _bar(rng, family, flat, ink, dark=dark)
    radius = RADIUS.get(family) or rng.choice((6, 12, 16, 18, 20, 22))
    return {
        "flat": flat,
        "page": page,
        "left": left,
        "right": right,
        "ink-left": ink,
        "ink-right": on_right,
        "ink": ink,
        "faint": rng.choice(("#8e8e93", "#9a9a9a", "#7a7f85")),
        "radius": f"{max(4, radius + rng.randint(-2, 3))}px",
        "gap": f"{rng.choice((2, 2, 3, 4, 8))}px",
        "turn-gap": f"{rng.choice((8, 10, 12, 16))}px",
        "pad": f"{rng.choice((6, 7, 8, 9))}px {rng.choice((9, 10, 12, 14))}px",
        "max": f"{rng.randint(64, 84)}%",
        "edge": f"{rng.choice((8, 10, 12, 16))}px",
        "size": f"{rng.choice((15, 15, 16, 16, 17, 17, 18, 20))}px",
        "lead": f"{rng.choice((1.2, 1.25, 1.3, 1.35)):.2f}",
        "font": f"'{rng.choice(FONTS[ios])}'",
        "border": rng.choice(("none",) * 6 + (f"1px solid {'#555' if dark else '#bbb'}",)),
        "shadow": "0 1px 1px rgba(0,0,0,.13)" if family in ("whatsapp", "telegram") else "none",
        "bar": bar,
        "on-bar": on_bar,
        "foot": flat if bar in app.bars or "#" not in bar else bar,
        "accent": rng.choice(app.accent) if not dark or app.accent[0][1:3] != "16" else "#e8e8e8",
        "rule": rng.choice(("none", "none", f"1px solid {'#2b2b2b' if dark else '#ddd'}")),
        "header": f"{rng.choice((48, 52, 56, 60))}px",
    }


def _bar(rng: random.Random, family: str, flat: str, ink: str, *, dark: bool) -> tuple[str, str]:
    """The header's colour and the ink on it."""
    app = APPS[family]
    if app.bars and not dark and rng.random() < 0.5:
        return rng.choice(app.bars), "#ffffff"
    plain = "#ffffff" if not dark else "#1f2c34" if family == "whatsapp" else flat
    return rng.choice((plain, plain, flat, "#1b1b1b" if dark else "#f7f7f7")), ink


def _colours(rng: random.Random, family: str, *, dark: bool) -> tuple[str, str, str, str, str]:
    app = APPS[family]
    known: list[Colours] = app.dark if dark else app.light
    free = not known or (rng.random() < 0.12 and family not in ("snapchat", "discord"))
    flat, left, right, ink = _invented(rng, dark=dark) if free else rng.choice(known)
    page = flat
    if rng.random() < (0.6 if family == "telegram" else 0.1):
        page = f"linear-gradient({rng.randint(0, 360)}deg, {flat}, {_shade(rng, dark=dark)})"
    if free and rng.random() < 0.3:
        right = f"linear-gradient({rng.choice((0, 90, 135))}deg, {right}, {_vivid(rng)})"
    return flat, page, left, right, ink


def _invented(rng: random.Random, *, dark: bool) -> Colours:
    hue = rng.randint(0, 360)
    level = rng.randint(4, 12) if dark else rng.randint(93, 100)
    page = f"hsl({hue},{rng.randint(0, 20)}%,{level}%)"
    other = level + rng.randint(9, 16) if dark else level - rng.randint(5, 10)
    left = f"hsl({rng.randint(0, 360)},{rng.randint(0, 12)}%,{other}%)"
    return page, left, _vivid(rng), "#fff"


def _shade(rng: random.Random, *, dark: bool) -> str:
    low, high = (4, 22) if dark else (80, 97)
    return f"hsl({rng.randint(0, 360)},{rng.randint(10, 45)}%,{rng.randint(low, high)}%)"


def _vivid(rng: random.Random) -> str:
    return f"hsl({rng.randint(200, 345)},{rng.randint(55, 90)}%,{rng.randint(38, 50)}%)"


CHANCES = {
    "status": 0.88, "header": 0.95, "avatars": 0.5, "avatar-both": 0.05, "title-centre": 0.1,
    "input": 0.9, "keyboard": 0.15, "tail": 0.25, "wallpaper": 0.06, "time-in": 0.1,
    "time-below": 0.08, "receipt": 0.5, "label-in": 0.2, "subtitle": 0.65, "quote-above": 0.2,
    "quote-bar-only": 0.25, "pill-separator": 0.2, "new-pill": 0.06, "banner": 0.08,
    "initials": 0.5,
    "time-line": 0.25, "time-beside": 0.05, "label-time": 0.2, "stack": 0.05, "photo": 0.05,
    "typing": 0.07, "count": 0.4, "divider": 0.05, "draft": 0.06, "from-top": 0.2,
}  # fmt: skip
LIKELY = {
    "whatsapp": {"wallpaper": 0.75, "time-in": 0.98, "label-in": 0.97,
                 "pill-separator": 0.95, "tail": 0.8},
    "telegram": {"wallpaper": 0.6, "time-in": 0.97, "label-in": 0.97,
                 "pill-separator": 0.95, "avatars": 0.1},
    "instagram": {"avatars": 0.95, "quote-above": 0.95, "label-in": 0.0},
    "messenger": {"avatars": 0.95, "quote-above": 0.95, "label-in": 0.0, "title-centre": 0.0},
    "tiktok": {"avatars": 0.97, "avatar-both": 0.6, "title-centre": 0.6, "label-in": 0.0,
               "receipt": 0.3},
    "x": {"time-below": 0.7, "label-in": 0.0, "quote-above": 0.8},
    "matrix": {"time-in": 0.8, "avatars": 0.95, "label-in": 0.2},
    "discord": {"avatars": 1.0, "divider": 0.9, "label-in": 0.0},
    "sms": {"label-in": 0.0, "avatars": 0.1},
    "snapchat": {"label-in": 0.0, "avatars": 0.0, "title-centre": 0.6},
}  # fmt: skip


def _flags(rng: random.Random, family: str, *, ios: bool) -> frozenset[str]:
    chances = CHANCES | LIKELY.get(family, {})
    if ios and family == "sms":
        chances |= {"stack": 0.9, "tail": 0.6}
    if not ios:
        chances |= {"title-centre": 0.0}
    drawn = {name for name, chance in chances.items() if rng.random() < chance}
    return frozenset(drawn | ({"ios"} if ios else set()))
