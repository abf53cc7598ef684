"""Draws the screenshots of a range of seeds: `python -m benchmarks.themes.render 0-59 --out D`.

Each seed has one app and one variant (`--variant photo` asks for that one instead); `--series`
draws, for each seed, one long conversation scrolled through in shots that overlap.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from benchmarks.themes.apps import APPS
from benchmarks.themes.page import page
from benchmarks.themes.shots import Shot, shot_of, write
from benchmarks.themes.talk import HANDLES, NAMES, ROOMS, Message, talk
from benchmarks.themes.theme import VARIANTS, Theme, theme
from benchmarks.themes.variants import sent

TRUTH = Path(__file__).with_name("truth.js").read_text(encoding="utf-8")
SCROLL = """(cut) => { const c = document.querySelector('.chat');
  c.scrollTop = (c.scrollHeight - c.clientHeight) * cut; }"""
SCROLLS = """() => { const c = document.querySelector('.chat');
  return Math.max(0, c.scrollHeight - c.clientHeight) / c.clientHeight; }"""
STEP = 0.75
PHONE = "06 39 98 {:02d} {:02d}"


def main() -> None:
    """Draws every seed asked for into a folder, an image and a JSON truth each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seeds", help="first-last")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--variant", choices=sorted(set(VARIANTS)))
    parser.add_argument("--series", action="store_true")
    asked = parser.parse_args()
    first, last = (int(each) for each in asked.seeds.split("-"))
    asked.out.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for seed in range(first, last + 1):
            look = theme(seed)
            if asked.series:
                _draw_series(browser, look, asked.out)
            else:
                _draw_seed(browser, replace(look, variant=asked.variant or look.variant), asked.out)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's own headless browser."""
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path="/usr/bin/chromium")
        yield browser
        browser.close()


def draw(browser: Browser, look: Theme, title: str, said: tuple[Message, ...], stem: Path) -> Path:
    """Draws one screenshot; writes the image and, beside it, its truth as JSON."""
    shot = captured(browser, look, title, said, (look.cut,))[0]
    path = stem.with_suffix(f".{look.suffix}")
    return write(shot, path, look.quality, {"family": look.family})


def captured(
    browser: Browser,
    look: Theme,
    title: str,
    said: tuple[Message, ...],
    cuts: Sequence[float] | None,
) -> list[Shot]:
    """The screens seen at some scrolls; without scrolls, as many as show the whole."""
    sheet = browser.new_page(
        viewport={"width": look.width, "height": look.height}, device_scale_factor=look.scale
    )
    sheet.set_content(page(look, title, said))
    if cuts is None:
        steps = max(1, round(sheet.evaluate(SCROLLS) / STEP + 0.5))
        cuts = [n / steps for n in range(min(steps, 4) + 1)]
    shots = []
    for cut in cuts:
        sheet.evaluate(SCROLL, cut)
        pixels = np.asarray(Image.open(BytesIO(sheet.screenshot())).convert("RGB"))
        shots.append(shot_of(pixels, sheet.evaluate(TRUTH), title, look.scale))
    sheet.close()
    return shots


def _draw_seed(browser: Browser, look: Theme, out: Path) -> None:
    rng = random.Random(look.seed + 2)
    title, look, people = _company(look, rng)
    length = 1 if rng.random() < 0.05 else rng.randint(7, 16)
    if look.variant == "collage":
        length = rng.randint(14, 22)
    app = APPS[look.family]
    said = talk(rng, app, look.language, people=people, length=length, rich=look.rich)
    cuts = (0.0, 1.0) if look.variant == "collage" else (look.cut,)
    given = sent(captured(browser, look, title, said, cuts), look, look.variant, rng)
    path = out / f"{look.seed:04d}-{look.family}-{look.variant}.{given.suffix}"
    write(given.shot, path, given.quality, _facts(look))


def _draw_series(browser: Browser, look: Theme, out: Path) -> None:
    rng = random.Random(look.seed + 3)
    title, look, people = _company(replace(look, variant="series"), rng)
    look = replace(look, flags=look.flags - {"keyboard", "photo"})
    app = APPS[look.family]
    said = talk(rng, app, look.language, people=people, length=28, rich=look.rich)
    for n, shot in enumerate(captured(browser, look, title, said, None)):
        path = out / f"{look.seed:04d}-{look.family}-series-{n + 1}.{look.suffix}"
        facts = _facts(look) | {"series": look.seed, "shot": n + 1}
        write(shot, path, look.quality, facts)


def _company(look: Theme, rng: random.Random) -> tuple[str, Theme, tuple[str, ...]]:
    """The title, the look that names the other person, and who writes."""
    if look.group:
        people = tuple(rng.sample(NAMES, rng.randint(2, 5)))
        return rng.choice(ROOMS[look.language]), replace(look, other=people[0]), people
    other = rng.choice(NAMES)
    if rng.random() < 0.25:
        other = rng.choice(HANDLES)
    if look.family in ("sms", "whatsapp") and rng.random() < 0.2:
        other = PHONE.format(rng.randint(0, 99), rng.randint(0, 99))
    return other, replace(look, other=other), (other,)


def _facts(look: Theme) -> dict[str, Any]:
    return {
        "family": look.family,
        "platform": APPS[look.family].platform,
        "variant": look.variant,
        "language": look.language,
        "group": look.group,
    }


if __name__ == "__main__":
    main()
