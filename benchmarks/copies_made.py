"""Copies of invented screenshots: smaller, recompressed, scribbled on, cropped, one message edited.

Drawn from `benchmarks.themes` by seed; what is read on each is kept beside it, so that the reading
of 280 images is paid for once.
"""

import io
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser

from benchmarks.themes.apps import APPS
from benchmarks.themes.render import captured, chromium
from benchmarks.themes.shots import Shot, turns_of
from benchmarks.themes.talk import LINES, NAMES, Message, talk
from benchmarks.themes.theme import theme
from vigie.kernel.conversations import Conversation
from vigie.kernel.formats import conversation_from_json, conversation_to_json
from vigie.reading.read import read_files

WAYS = ("half", "q40", "554x1200", "scribble", "crop", "edited")
FEWEST_TURNS = 4
FEWEST_LETTERS = 10
NARROWEST_PIXELS = 550
SMALL = (554, 1200)


@dataclass(frozen=True, slots=True)
class Copy:
    """One image: of which original, made in which way ("original" for itself), and its file."""

    seed: int
    way: str
    path: Path

    def pixels(self) -> Image.Image:
        """The image, in RGB."""
        with Image.open(self.path) as opened:
            return opened.convert("RGB")

    def read(self) -> tuple[Conversation, ...]:
        """What the reader makes of it, read once and kept."""
        kept = self.path.with_suffix(".read.json")
        if not kept.exists():
            found = read_files([(self.path.name, self.path.read_bytes())]).conversations
            kept.write_text(json.dumps([conversation_to_json(each) for each in found]))
        return tuple(conversation_from_json(each) for each in json.loads(kept.read_text()))


def copies(folder: Path, originals: int) -> list[Copy]:
    """The originals and their copies, drawn where they are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    known = folder / f"seeds-{originals}.json"
    if not known.exists():
        with chromium() as browser:
            seeds = _drawn(browser, folder, originals)
        known.write_text(json.dumps(seeds))
    seeds = json.loads(known.read_text())
    ways = ("original", *WAYS)
    return [Copy(seed, way, folder / f"{seed:04d}-{way}.png") for seed in seeds for way in ways]


def _drawn(browser: Browser, folder: Path, originals: int) -> list[int]:
    found: list[int] = []
    seed = 0
    while len(found) < originals:
        if _draw(browser, folder, seed):
            found.append(seed)
        seed += 1
    return found


def _draw(browser: Browser, folder: Path, seed: int) -> bool:
    """The original of a seed and its copies; False when it shows too little to be copied."""
    look, rng = theme(seed), random.Random(seed + 2)
    title = rng.choice(NAMES)
    look = replace(look, other=title)
    length = rng.randint(7, 16)
    app, people = APPS[look.family], (title,)
    said = talk(rng, app, look.language, people=people, length=length, rich=look.rich)
    shot = captured(browser, look, title, said, (look.cut,))[0]
    image, shown = Image.fromarray(shot.pixels), _shown(shot)
    if len(shown) < FEWEST_TURNS or image.width < NARROWEST_PIXELS:
        return False
    edited = captured(browser, look, title, _edited(said, shown, rng), (look.cut,))[0]
    for way, made in _altered(image, random.Random(seed)):
        made.save(folder / f"{seed:04d}-{way}.png")
    Image.fromarray(edited.pixels).save(folder / f"{seed:04d}-edited.png")
    return True


def _shown(shot: Shot) -> list[int]:
    """The numbers of the messages of some words that stand whole on a screen."""
    whole = [each for each in turns_of(shot) if each["kind"] == "text" and not each["partial"]]
    return [each["n"] for each in whole if len(each["text"]) >= FEWEST_LETTERS]


def _edited(
    said: tuple[Message, ...], shown: Sequence[int], rng: random.Random
) -> tuple[Message, ...]:
    """One message between two others says something else: another number, else another line."""
    inner = shown[1:-1]
    numbered = [n for n in inner if any(sign.isdecimal() for sign in said[n].text)]
    place = rng.choice(numbered or inner)
    old = said[place].text
    unsaid = [line for line in LINES["fr"] if line not in {each.text for each in said}]
    new = rng.choice(unsaid)
    if numbered:
        new = "".join(str((int(sign) + 3) % 10) if sign.isdecimal() else sign for sign in old)
    return (*said[:place], replace(said[place], text=new), *said[place + 1 :])


def _altered(image: Image.Image, rng: random.Random) -> Iterator[tuple[str, Image.Image]]:
    yield "original", image
    half = image.resize((image.width // 2, image.height // 2), Image.Resampling.LANCZOS)
    yield "half", half
    yield "q40", _jpeg(image, 40)
    yield "554x1200", _jpeg(image.resize(SMALL, Image.Resampling.LANCZOS), 60)
    yield "scribble", _scribbled(image, rng)
    yield "crop", _cropped(image, rng)


def _jpeg(image: Image.Image, quality: int) -> Image.Image:
    encoded = io.BytesIO()
    image.save(encoded, "JPEG", quality=quality)
    return Image.open(encoded).convert("RGB")


def _scribbled(image: Image.Image, rng: random.Random) -> Image.Image:
    """Somebody struck out a name with a finger."""
    made, width, height = image.copy(), image.width, image.height
    y = height * rng.uniform(0.3, 0.7)
    xs = [width * (0.15 + 0.1 * n) for n in range(6)]
    points = [(x, y + (height * 0.012 if n % 2 else 0)) for n, x in enumerate(xs)]
    ImageDraw.Draw(made).line(points, fill=(220, 30, 30), width=max(6, width // 45))
    return made


def _cropped(image: Image.Image, rng: random.Random) -> Image.Image:
    """The middle of it: about half of its height, and a little less wide."""
    kept = rng.uniform(0.5, 0.65)
    start = rng.uniform(0.12, 0.88 - kept)
    left, right = round(image.width * 0.01), round(image.width * 0.99)
    top, bottom = round(image.height * start), round(image.height * (start + kept))
    return image.crop((left, top, right, bottom))
