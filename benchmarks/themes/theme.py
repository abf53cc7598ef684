"""What a chat looks like, drawn at random by seed: colours, shapes, bars, fonts, sizes."""

import random
from dataclasses import dataclass, field

FAMILIES = (
    "tiktok", "instagram", "whatsapp", "messenger", "sms", "telegram", "snapchat", "x", "matrix",
    "discord", "generic",
)  # fmt: skip
FONTS = ("Inter", "Roboto", "DejaVu Sans", "Liberation Sans")
LIGHT = {
    "tiktok": ("#ffffff", "#f1f1f2", "#0b7ad1", "#fff"),
    "instagram": ("#ffffff", "#efefef", "#8a3ffc", "#fff"),
    "whatsapp": ("#efeae2", "#ffffff", "#d9fdd3", "#111"),
    "messenger": ("#ffffff", "#f0f0f0", "#0a7cff", "#fff"),
    "sms": ("#ffffff", "#e9e9eb", "#34c759", "#fff"),
    "telegram": ("#c6d9a8", "#ffffff", "#effdde", "#111"),
    "x": ("#ffffff", "#eff3f4", "#1d9bf0", "#fff"),
    "matrix": ("#ffffff", "#f0f2f5", "#e0f5ec", "#111"),
}
DARK = {
    "tiktok": ("#121212", "#2a2a2a", "#1672c4", "#fff"),
    "instagram": ("#000000", "#262626", "#7a3ff0", "#fff"),
    "whatsapp": ("#0b141a", "#202c33", "#005c4b", "#e9edef"),
    "messenger": ("#000000", "#303030", "#0a7cff", "#fff"),
    "sms": ("#000000", "#262629", "#2fb350", "#fff"),
    "telegram": ("#0e1621", "#182533", "#2b5278", "#fff"),
    "x": ("#000000", "#2f3336", "#1d9bf0", "#fff"),
    "matrix": ("#15191e", "#21262c", "#133a34", "#fff"),
}


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


def theme(seed: int) -> Theme:
    """The look of one seed; the family goes round with the seed."""
    rng = random.Random(seed)
    family = FAMILIES[seed % len(FAMILIES)]
    dark = rng.random() < 0.45
    width = rng.choice((360, 375, 390, 393, 412, 430))
    pixels = rng.choice((600, 640, 720, 828, 1080, 1080, 1170, 1290, 1440))
    suffix = rng.choice(("png", "png", "jpg", "webp"))
    return Theme(
        seed, family, dark, width,
        height=rng.choice((640, 740, 800, 844, 892)),
        scale=pixels / width,
        layout=_layout(rng, family),
        group=rng.random() < (0.6 if family in ("matrix", "discord") else 0.2),
        rich=rng.random() < 0.6,
        css=_css(rng, family, dark),
        flags=_flags(rng, family),
        cut=rng.choice((1.0, 1.0, 1.0, rng.random())),
        suffix=suffix,
        quality=100 if suffix == "png" else rng.choice((45, 60, 75, 90)),
    )  # fmt: skip


def _layout(rng: random.Random, family: str) -> str:
    if family == "snapchat":
        return "bars"
    if family == "discord" or (family == "matrix" and rng.random() < 0.4):
        return "flat"
    return "bubbles"


def _css(rng: random.Random, family: str, dark: bool) -> dict[str, str]:
    flat, page, left, right, on_right = _colours(rng, family, dark)
    ink = "#f1f1f1" if dark else "#151515"
    inside = {"whatsapp": 8, "telegram": 14}.get(family)
    radius = (inside or rng.choice((6, 12, 16, 18, 20, 22))) + rng.randint(-2, 2)
    size = rng.choice((14, 15, 15, 16, 16, 17, 18))
    return {
        "flat": flat,
        "page": page,
        "left": left,
        "right": right,
        "ink-left": ink,
        "ink-right": on_right,
        "ink": ink,
        "faint": rng.choice(("#8e8e93", "#9a9a9a", "#7a7f85")),
        "radius": f"{radius}px",
        "gap": f"{rng.choice((2, 3, 4, 8, 12))}px",
        "turn-gap": f"{rng.choice((8, 10, 14, 18))}px",
        "pad": f"{rng.choice((6, 7, 8, 10))}px {rng.choice((9, 10, 12, 14, 16))}px",
        "max": f"{rng.randint(60, 84)}%",
        "edge": f"{rng.choice((6, 8, 12, 16))}px",
        "size": f"{size}px",
        "lead": f"{rng.choice((1.2, 1.25, 1.3, 1.4)):.2f}",
        "font": f"'{rng.choice(FONTS)}'",
        "border": rng.choice(("none", "none", "none", f"1px solid {'#555' if dark else '#bbb'}")),
        "shadow": rng.choice(("none", "none", "0 1px 1px rgba(0,0,0,.15)")),
        "bar": rng.choice((flat, "#1b1b1b" if dark else "#f7f7f7", "#0e3b43" if dark else "#fff")),
        "rule": rng.choice(("none", f"1px solid {'#333' if dark else '#ddd'}")),
        "header": f"{rng.choice((48, 56, 64, 84))}px",
    }


def _colours(rng: random.Random, family: str, dark: bool) -> tuple[str, str, str, str, str]:
    known = (DARK if dark else LIGHT).get(family)
    if known is None or rng.random() < 0.15:
        known = _invented(rng, dark)
    flat, left, right, ink = known
    page = flat
    if rng.random() < 0.3:
        page = f"linear-gradient({rng.randint(0, 360)}deg, {page}, {_shade(rng, dark)})"
    often = family in ("instagram", "messenger") or rng.random() < 0.15
    if often and ink == "#fff" and rng.random() < 0.7:
        right = f"linear-gradient({rng.choice((0, 90, 135))}deg, {right}, {_vivid(rng)})"
    return flat, page, left, right, ink


def _invented(rng: random.Random, dark: bool) -> tuple[str, str, str, str]:
    hue = rng.randint(0, 360)
    level = rng.randint(4, 12) if dark else rng.randint(93, 100)
    page = f"hsl({hue},{rng.randint(0, 20)}%,{level}%)"
    other = level + rng.randint(9, 16) if dark else level - rng.randint(5, 10)
    left = f"hsl({rng.randint(0, 360)},{rng.randint(0, 12)}%,{other}%)"
    return page, left, _vivid(rng), "#fff"


def _shade(rng: random.Random, dark: bool) -> str:
    low, high = (4, 22) if dark else (80, 97)
    return f"hsl({rng.randint(0, 360)},{rng.randint(10, 45)}%,{rng.randint(low, high)}%)"


def _vivid(rng: random.Random) -> str:
    return f"hsl({rng.randint(200, 345)},{rng.randint(55, 90)}%,{rng.randint(38, 50)}%)"


def _flags(rng: random.Random, family: str) -> frozenset[str]:
    chances = {
        "status": 0.8, "header": 0.92, "avatars": 0.5, "avatar-both": 0.1, "title-centre": 0.25,
        "input": 0.85, "keyboard": 0.15, "tail": 0.3, "wallpaper": 0.08, "time-in": 0.12,
        "time-below": 0.12, "receipt": 0.4, "label-in": 0.3, "subtitle": 0.6, "quote-above": 0.25,
        "quote-bar-only": 0.3, "pill-separator": 0.3, "new-pill": 0.08, "banner": 0.1,
        "time-line": 0.35, "time-beside": 0.08, "label-time": 0.3, "stack": 0.15, "photo": 0.06,
        "typing": 0.08, "count": 0.4, "divider": 0.08,
    }  # fmt: skip
    likely = {
        "whatsapp": {"wallpaper": 0.7, "time-in": 0.97, "label-in": 0.95, "pill-separator": 0.9},
        "telegram": {"wallpaper": 0.6, "time-in": 0.95, "label-in": 0.95, "pill-separator": 0.9},
        "instagram": {"avatars": 0.9, "quote-above": 0.8, "label-in": 0.0},
        "messenger": {"avatars": 0.9, "quote-above": 0.8, "label-in": 0.0},
        "tiktok": {"avatars": 0.9, "avatar-both": 0.4},
        "x": {"time-below": 0.7},
        "matrix": {"time-in": 0.5, "avatars": 0.9},
        "discord": {"avatars": 1.0},
    }
    chances |= likely.get(family, {})
    return frozenset(name for name, chance in chances.items() if rng.random() < chance)
