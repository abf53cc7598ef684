"""Draws the screenshots of a range of seeds: `python -m benchmarks.themes.render 0-59 --out D`."""

import argparse
import json
import random
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from benchmarks.themes.page import page
from benchmarks.themes.talk import NAMES, Message, talk
from benchmarks.themes.theme import Theme, theme

TRUTH = Path(__file__).with_name("truth.js").read_text(encoding="utf-8")
SCROLL = """(cut) => { const c = document.querySelector('.chat');
  c.scrollTop = (c.scrollHeight - c.clientHeight) * cut; }"""


def main() -> None:
    """Draws every seed asked for into a folder, an image and a JSON truth each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seeds", help="first-last")
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    first, last = (int(each) for each in asked.seeds.split("-"))
    asked.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path="/usr/bin/chromium")
        for seed in range(first, last + 1):
            look = theme(seed)
            rng = random.Random(seed + 2)
            title = rng.choice(("Les 4eB", "Devoirs du lundi")) if look.group else rng.choice(NAMES)
            length = rng.randint(7, 16)
            said = talk(rng, group=look.group, length=length, rich=look.rich)
            draw(browser, look, title, said, asked.out / f"{seed:04d}-{look.family}")
        browser.close()


def draw(browser: Browser, look: Theme, title: str, said: tuple[Message, ...], stem: Path) -> Path:
    """Draws one screenshot; writes the image and, beside it, its truth as JSON."""
    sheet = browser.new_page(
        viewport={"width": look.width, "height": look.height}, device_scale_factor=look.scale
    )
    sheet.set_content(page(look, title, said))
    sheet.evaluate(SCROLL, look.cut)
    drawn, turns = sheet.screenshot(), sheet.evaluate(TRUTH)
    sheet.close()
    return _write(look, title, drawn, turns, stem)


def _write(look: Theme, title: str, drawn: bytes, turns: list[dict[str, Any]], stem: Path) -> Path:
    path = stem.with_suffix(f".{look.suffix}")
    image = Image.open(BytesIO(drawn)).convert("RGB")
    if look.quality == 0:
        image.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    elif look.suffix == "png":
        image.save(path)
    else:
        image.save(path, quality=look.quality)
    boxes = [[round(edge * look.scale) for edge in turn["box"]] for turn in turns]
    truth = {
        "image": path.name,
        "family": look.family,
        "title": title if "header" in look.flags else None,
        "turns": [{**turn, "box": box} for turn, box in zip(turns, boxes, strict=True)],
    }
    stem.with_suffix(".json").write_text(
        json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    return path


if __name__ == "__main__":
    main()
