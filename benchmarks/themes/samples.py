"""Draws the conversations of stories.toml: `python -m benchmarks.themes.samples OUT [NAME]`."""

import argparse
import random
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from benchmarks.themes.camera import photographed
from benchmarks.themes.render import captured, draw
from benchmarks.themes.shots import resized, write
from benchmarks.themes.talk import Message
from benchmarks.themes.theme import Theme, theme

STORIES = Path(__file__).with_name("stories.toml")
WIDTH, HEIGHT, PIXELS = 390, 760, 720
PHOTO_WIDTH, PHOTO_QUALITY = 900, 62


def main() -> None:
    """Draws every story, or one, into a folder: a PNG of 256 colours and its truth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("name", nargs="?")
    asked = parser.parse_args()
    out: Path = asked.out
    out.mkdir(parents=True, exist_ok=True)
    stories = tomllib.loads(STORIES.read_text(encoding="utf-8"))["stories"]
    said = {each["name"]: each["said"] for each in stories}
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path="/usr/bin/chromium")
        for story in stories:
            if asked.name not in (None, story["name"]):
                continue
            lines = story["said"]
            lines = said[lines] if isinstance(lines, str) else lines
            group = any(line.count(" | ") == 2 for line in lines)
            look = replace(
                theme(story["seed"]),
                width=WIDTH,
                height=HEIGHT,
                scale=PIXELS / WIDTH,
                group=group,
                rich=False,
                flags=frozenset(story["flags"]),
                cut=story.get("scroll", 1.0),
                suffix="png",
                quality=0,
                other=story["title"],
                prompt=story["prompt"],
            )
            messages = _messages(lines, story)
            if "camera" in story:
                _photograph(browser, look, story, messages, out)
            else:
                draw(browser, look, story["title"], messages, out / story["name"])
        browser.close()


def _photograph(
    browser: Browser, look: Theme, story: dict[str, Any], said: tuple[Message, ...], out: Path
) -> None:
    """The same as a small photograph of the screen, JPEG."""
    shot = captured(browser, look, story["title"], said, (look.cut,))[0]
    photo = photographed(shot, random.Random(story["camera"]))
    facts = {"family": look.family, "variant": "photo"}
    write(resized(photo, PHOTO_WIDTH), out / f"{story['name']}.jpg", PHOTO_QUALITY, facts)


def _messages(lines: list[str], story: dict[str, Any]) -> tuple[Message, ...]:
    rng = random.Random(story["seed"])
    minute = 20 * 60 + 14
    made = []
    for line in lines:
        side, *author, text = line.split(" | ")
        minute += rng.choice((0, 1, 1, 3))
        time = f"{minute // 60:02d}:{minute % 60:02d}"
        kind = "system" if side == "centre" else "text"
        made.append(Message(text, side, kind, author[0] if author else "", time))
    return tuple(made)


if __name__ == "__main__":
    main()
