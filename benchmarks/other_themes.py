"""Screens of a second hand: `python -m benchmarks.other_themes 1-60 --out D`.

The structure, the looks and the words owe nothing to `benchmarks.themes`: a reader tuned on those
is measured on these.
"""

import argparse
import json
import random
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

FAMILIES = (
    *("tiktok", "instagram", "whatsapp", "messenger", "sms"),
    *("telegram", "snapchat", "x", "generic"),
)
NAMES = (
    *("Lilou", "Nathan B", "kevin_du_78", "Maëlys ✨", "Mr. Paul", "theo.gaming", "Sarah M."),
    *("Enzo", "Inès L", "JustineFoot", "alex__09", "Coach Denis", "Zoé", "Hugo 🎮"),
    "+33 6 39 98 12 34",
)
SAID = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines()
DATES = (
    *("Aujourd'hui", "Hier", "Lundi 3 mars", "12 février 2026"),
    *("mar. 18:42", "Hier 21:07", "8 janv."),
)
SUBS = ("en ligne", "Actif il y a 2 h", "Active 2h ago", "vu à 12:41", "Hors ligne", "En ligne")
FONTS = ("Inter", "Liberation Sans", "Roboto", "DejaVu Sans", "Liberation Sans Narrow")
OWN = ("MOI", "Moi", "ME", "Me", "Camille")
PROMPTS = {
    "tiktok": ("Envoyer un message...", "Send a message..."),
    "instagram": ("Votre message…", "Message…"),
    "whatsapp": ("Message", "Taper un message"),
    "messenger": ("Aa",),
    "sms": ("iMessage", "Message texte", "SMS"),
    "telegram": ("Message", "Écrire un message..."),
    "snapchat": ("Envoyer un Chat", "Send a chat"),
    "x": ("Commencer un message", "Start a message"),
    "generic": ("Écrivez ici…", "Tapez votre message", ""),
}
FILLS = {
    "tiktok": (("#f1f1f2", "#fe2c55"), ("#2b2b2b", "#fe2c55"), ("#efefef", "#20b8d8")),
    "instagram": (("#efefef", "linear-gradient(#a033ff,#5851f5)"), ("#262626", "#3797f0")),
    "whatsapp": (("#ffffff", "#d9fdd3"), ("#202c33", "#005c4b")),
    "messenger": (("#f0f0f0", "#0084ff"), ("#303030", "linear-gradient(90deg,#c13cf0,#2b6cff)")),
    "sms": (("#e9e9eb", "#34c759"), ("#262628", "#0b84fe")),
    "telegram": (("#ffffff", "#effdde"), ("#182533", "#2b5278")),
    "x": (("#eff3f4", "#1d9bf0"), ("#2f3336", "#1d9bf0")),
    "generic": (("#e8dff5", "#fce1e4"), ("#37474f", "#7e57c2"), ("#dddddd", "#00897b")),
}
WALLS = (
    "radial-gradient(circle at 6px 6px,VV 2px,transparent 3px) 0 0/26px 26px",
    "repeating-linear-gradient(45deg,VV 0 2px,transparent 2px 17px)",
    "radial-gradient(circle at 20px 20px,transparent 9px,VV 10px,transparent 12px) 0 0/44px 40px",
    "conic-gradient(VV 25%,transparent 0 50%,VV 0 75%,transparent 0) 0 0/30px 30px",
)
CSS = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
TRUTH = """() => {
 const main = document.querySelector('main').getBoundingClientRect(), found = [];
 for (const node of document.querySelectorAll('[data-side]')) {
  const r = node.getBoundingClientRect(), said = node.querySelector('.said') || node;
  const top = Math.max(r.top, main.top), low = Math.min(r.bottom, main.bottom);
  if (low - top < 5) continue;
  found.push({text: said.textContent, side: node.dataset.side,
   kind: node.dataset.side === 'centre' ? 'system' : 'text', author: node.dataset.who || null,
   sender: node.dataset.who || null, sent_at_raw: node.dataset.hour || null,
   partial: r.top < main.top - 1 || r.bottom > main.bottom + 1, box: [r.left, top, r.right, low]});
 }
 return found; }"""
KEYS = ("azertyuiop", "qsdfghjklm", "wxcvbn")


@dataclass(slots=True)
class Drawn:
    """One screen to draw: its seed's choices and its size in CSS pixels."""

    rng: random.Random
    family: str
    title: str
    width: int
    height: int
    scale: float
    dark: bool
    named: bool
    hours: bool
    discs: bool
    style: dict[str, str] = field(default_factory=dict)


def drawn(seed: int) -> Drawn:
    """The screen of a seed."""
    rng = random.Random(f"other {seed}")
    css = rng.choice((340, 360, 375, 393, 412, 430))
    pixels = rng.choice((600, 640, 720, 750, 828, 1080, 1170, 1284, 1440))
    family = FAMILIES[seed % len(FAMILIES)]
    high = round(css * rng.uniform(1.5, 2.2))
    look = Drawn(
        *(rng, family, rng.choice(NAMES), css, high, pixels / css, rng.random() < 0.45),
        named=rng.random() < 0.9,
        hours=family in ("whatsapp", "telegram") or rng.random() < 0.15,
        discs=family not in ("whatsapp", "sms") and rng.random() < 0.7,
    )
    look.style = _style(look)
    return look


def _style(look: Drawn) -> dict[str, str]:
    """What each word in capitals of the style sheet stands for."""
    rng, dark = look.rng, look.dark
    walled = look.family in ("whatsapp", "telegram") or rng.random() < 0.1
    light = rng.choice(("#ffffff", "#ffffff", "#fafafa", "#efeae2" if walled else "#f6f6f8"))
    deep = rng.choice(("#0b141a", "#0e1621") if walled else ("#000000", "#121212", "#15181c"))
    fills = FILLS.get(look.family, FILLS["generic"])
    left, right = rng.choice([each for each in fills if (each[0] < "#6") == dark] or fills[1:])
    if walled and not dark:
        light = rng.choice(("#efeae2", "#d5e3ea", "#cfe0c8"))
    veil = f"rgba({'255,255,255' if dark else '60,70,40'},{rng.uniform(0.04, 0.1):.2f})"
    wall = rng.choice(WALLS).replace("VV", veil) + "," if walled else ""
    mark = "#f23b57" if rng.random() < 0.8 else "#e8413c"
    other = rng.choice(("#1aa3ff", "#9b55a0", "#3cb371", "#ff8a00", "#00b8a9", "#5b6ee1"))
    pale_own = right.startswith(("#d9", "#ef", "#fc"))
    return {
        "FONT": f"'{rng.choice(FONTS)}',sans-serif", "SIZE": str(rng.choice((14, 15, 16, 17, 18))),
        "LEAD": rng.choice(("1.25", "1.3", "1.4", "1.5")), "PAGE": deep if dark else light,
        "INK": "#e9edef" if dark else "#111b21", "PALE": "#8f9aa1" if dark else "#75797d",
        "HEAD": rng.choice(("#1f2c34", "#101010", deep) if dark else ("#ffffff", "#f5f6f6", light)),
        "BORDER": rng.choice(("", f"border-bottom:1px solid {'#333' if dark else '#ddd'}")),
        "ALIGN": rng.choice(("", "", "text-align:center")), "TITLE": str(rng.choice((16, 17, 19))),
        "EDGE": str(rng.choice((8, 12, 16))), "WALL": wall, "GAP": str(rng.choice((8, 11, 14))),
        "TIGHT": str(rng.choice((2, 3, 5))), "WIDEST": str(rng.choice((68, 74, 80))),
        "PADY": f"{rng.choice((6, 8, 10))}px", "PADX": f"{rng.choice((9, 12, 14))}px",
        "ROUND": str(rng.choice((7, 12, 18, 22))), "LEFT": left, "RIGHT": right,
        "SHADOW": "box-shadow:0 1px 1px rgba(0,0,0,.13)" if walled else "",
        "OWNINK": "#111b21" if pale_own else "#ffffff",
        "FLOAT": rng.choice(("right", "none")), "INDENT": str(rng.choice((6, 14, 44))),
        "DAY": rng.choice(("", f"background:{left};padding:4px 10px;border-radius:8px")),
        "FIELD": rng.choice(("#2a3942", "#222") if dark else ("#f0f2f5", "#ffffff", "#eeeeee")),
        "FRAME": rng.choice(("0", f"1px solid {'#444' if dark else '#ccc'}")),
        "KEYS": "#2a2a2c" if dark else "#d2d4da", "KEY": "#6b6b6e" if dark else "#fff",
        "NAME": str(rng.choice((11, 12, 13))), "SNAPGAP": str(rng.choice((6, 10, 14))),
        "SNAPTIGHT": str(rng.choice((0, 4, 7))), "BAR": str(rng.choice((2, 3))),
        "OWN": mark, "OTHER": other,
    }  # fmt: skip


def page(look: Drawn) -> str:
    """The page's HTML."""
    css = CSS
    for word in sorted(look.style, key=len, reverse=True):
        css = css.replace(word, look.style[word])
    chat = _barred(look) if look.family == "snapchat" else _bubbled(look)
    return (
        f"<!doctype html><meta charset=utf-8><style>{css}</style>{_head(look)}"
        f"<main>{chat}</main>{_foot(look)}"
    )


def _disc(look: Drawn, size: int) -> str:
    hue = look.rng.randrange(360)
    return (
        f"<i class=disc style='width:{size}px;height:{size}px;font-size:{size * 0.45:.0f}px;"
        f"background:hsl({hue} 55% 50%)'>{escape(look.title[0].upper())}</i>"
    )


def _head(look: Drawn) -> str:
    rng = look.rng
    hour = f"{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}"
    power = rng.choice(("87 %", "5G 64%", "▮▮▮ 4G", "41%"))
    status = f"<div class=clock><span>{hour}</span><span>{power}</span></div>"
    if not look.named:
        return (status if rng.random() < 0.5 else "<div></div>") + "<div></div>"
    sub = f"<small>{rng.choice(SUBS)}</small>" if rng.random() < 0.65 else ""
    face = _disc(look, rng.choice((30, 36, 40))) if rng.random() < 0.85 else ""
    icons = rng.choice(("", "<span>⋮</span>", "<span>📞</span><span>📹</span>", "<span>ⓘ</span>"))
    back = rng.choice(("←", "‹", "<", "❮"))
    return (
        f"{status}<div class=head><span>{back}</span>{face}<p><b>{escape(look.title)}</b>"
        f"{sub}</p>{icons}</div>"
    )


def _talk(look: Drawn) -> list[tuple[bool, str]]:
    rng, mine = look.rng, look.rng.random() < 0.5
    said = []
    for words in rng.sample(SAID, rng.randint(9, 18)):
        said.append((mine, words))
        mine = mine if rng.random() < 0.4 else not mine
    return said


def _day(look: Drawn) -> str:
    return f"<div class=day data-side=centre>{look.rng.choice(DATES)}</div>"


def _bubbled(look: Drawn) -> str:
    rng, before, parts = look.rng, None, [_day(look)]
    labelled, seen = rng.random() < 0.15, rng.random() < 0.3
    for mine, words in _talk(look):
        if rng.random() < 0.07:
            parts.append(_day(look))
        run = "run" if mine == before else ""
        name = "" if mine else escape(look.title)
        if labelled and not run and not mine:
            parts.append(f"<div class=who>{name}</div>")
        hour = f"{rng.randint(0, 23)}:{rng.randint(0, 59):02d}" if look.hours else ""
        ticks = rng.choice((" ✓✓", " ✓")) if mine and hour else ""
        time = f"<small>{hour}{ticks}</small>" if hour else ""
        parts.append(
            f"<div class='line {run} {'me' if mine else ''}'>"
            f"{_disc(look, 28) if look.discs and not mine else ''}"
            f"<div class=box data-side={'right' if mine else 'left'} data-hour='{hour}'>"
            f"<span class=said>{escape(words)}</span>{time}</div></div>"
        )
        before = mine
    return "".join(parts) + ("<div class=seen>Vu à 18:04</div>" if seen else "")


def _barred(look: Drawn) -> str:
    """Four ways to draw a chat of bars: named by block or turn, one bar a block or a turn."""
    rng, before, parts = look.rng, None, [_day(look)]
    each_named, joined = rng.random() < 0.35, rng.random() < 0.5
    upper, own, last = rng.random() < 0.5, rng.choice(OWN), ""
    for mine, words in _talk(look):
        side, kind = ("right", "own") if mine else ("left", "")
        who = own if mine else look.title
        said = f"<div data-side={side} data-who='{escape(who)}'>{escape(words)}</div>"
        fresh = each_named or mine != before
        if not fresh and joined:
            parts[-1] = f"{last[: -len('</div>')]}{said}</div>"
        else:
            label = escape(who.upper() if upper else who)
            name = f"<div class='name {'mine' if mine else 'yours'}'>{label}</div>"
            parts.append((name if fresh else "") + f"<div class='bar {kind}'>{said}</div>")
        last, before = parts[-1], mine
    return "".join(parts)


def _foot(look: Drawn) -> str:
    rng = look.rng
    if rng.random() < 0.15:
        return "<div></div><div></div>"
    first = rng.choice(("", "<span>＋</span>", "<span>☺</span>"))
    last = rng.choice(("", "<span>🎤</span>", "<span>➤</span>"))
    foot = f"<div class=foot>{first}<u>{rng.choice(PROMPTS[look.family])}</u>{last}</div>"
    if rng.random() > 0.2:
        return foot + "<div></div>"
    rows = "".join(f"<p>{''.join(f'<kbd>{k}</kbd>' for k in row)}</p>" for row in KEYS)
    return f"{foot}<div class=keys>{rows}</div>"


def shoot(browser: Browser, look: Drawn, stem: Path) -> None:
    """Writes one screen and, beside it, its truth."""
    sheet = browser.new_page(
        viewport={"width": look.width, "height": look.height}, device_scale_factor=look.scale
    )
    sheet.set_content(page(look))
    part = look.rng.choice((0, 0, 0.5, 1, 1))
    sheet.evaluate(f"m=document.querySelector('main');m.scrollTop=m.scrollHeight*{part}")
    turns, image = sheet.evaluate(TRUTH), Image.open(BytesIO(sheet.screenshot())).convert("RGB")
    sheet.close()
    path = stem.with_suffix(".jpg" if look.rng.random() < 0.5 else ".png")
    image.save(path, quality=look.rng.choice((60, 75, 90)))
    for turn in turns:
        turn["box"] = [round(edge * look.scale) for edge in turn["box"]]
    truth: dict[str, Any] = {"image": path.name, "family": look.family, "turns": turns}
    truth["title"] = look.title if look.named else None
    words = json.dumps(truth, ensure_ascii=False, indent=1)
    stem.with_suffix(".json").write_text(words, encoding="utf-8")


def main() -> None:
    """Draws every seed asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seeds", help="first-last")
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    first, last = (int(each) for each in asked.seeds.split("-"))
    asked.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path="/usr/bin/chromium")
        for seed in range(first, last + 1):
            look = drawn(seed)
            shoot(browser, look, asked.out / f"{seed:04d}-{look.family}")
        browser.close()


if __name__ == "__main__":
    main()
