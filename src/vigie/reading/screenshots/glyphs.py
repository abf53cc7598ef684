"""What emoji look like: drawn with the machine's own colour font, and named by likeness."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from vigie.reading.engines import Pixels
from vigie.reading.screenshots.words import Colour

UNKNOWN = "\ufffc"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts")
FONT_NAMES = ("NotoColorEmoji*.ttf", "Noto Color Emoji*.ttf", "Apple Color Emoji*.ttc")
STRIKES = (109, 136, 128, 160, 96, 64)
TONES = "🏻🏼🏽🏾🏿"
SIDE = 22
FAINT = 60
MOST_UNLIKE = 26.0
MOST_UNLIKE_ALONE = 19.0
CLEARLY_NEARER = 0.955
ASPECT_SLACK = 0.2
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Every emoji looked for, on a small square: `inks` weighted by `covers`, and its shape."""

    names: tuple[str, ...]
    inks: Floats
    covers: Floats
    aspects: Floats

    def name_of(
        self, patch: Pixels, ground: Colour, most_unlike: float = MOST_UNLIKE
    ) -> str | None:
        """The emoji that a tight cut of pixels on a ground looks like, if it is clear which."""
        if not self.names or min(patch.shape[:2]) < 6:
            return None
        aspect = patch.shape[1] / patch.shape[0]
        like = np.abs(np.log(self.aspects / aspect)) < ASPECT_SLACK
        if not like.any():
            return None
        places = np.flatnonzero(like)
        drawn = self.inks[places] + (1 - self.covers[places]) * np.array(ground, dtype=np.float32)
        seen = _small(patch.astype(np.float32))
        unlike = np.abs(drawn - seen[None]).mean(axis=(1, 2, 3))
        order = np.argsort(unlike)
        first = self.names[places[order[0]]]
        others = [
            float(unlike[n]) for n in order[1:] if _base(self.names[places[n]]) != _base(first)
        ]
        clear = not others or float(unlike[order[0]]) < CLEARLY_NEARER * others[0]
        return first if clear and float(unlike[order[0]]) < most_unlike else None


@cache
def glyphs() -> Glyphs:
    """The glyphs of this machine, drawn once; none where no colour font is installed."""
    font = colour_font()
    return _drawn(_listed(), font) if font else _gathered(())


def colour_font() -> ImageFont.FreeTypeFont | None:
    """The first colour font installed on this machine, if there is one."""
    for path in _font_files():
        for size in STRIKES:
            try:
                return ImageFont.truetype(str(path), size)
            except OSError:
                continue
    return None


def _font_files() -> Iterable[Path]:
    for folder in FONT_FOLDERS:
        for name in FONT_NAMES:
            yield from sorted(Path(folder).rglob(name))


def _listed() -> tuple[str, ...]:
    text = resources.files(__package__).joinpath("emoji.toml").read_text(encoding="utf-8")
    read = tomllib.loads(text)
    toned = [f"{_base(each)}{tone}" for each in read["toned"].split() for tone in TONES]
    plain = [each for name, group in read.items() if name != "source" for each in group.split()]
    return tuple(dict.fromkeys([*plain, *toned]))


def _base(emoji: str) -> str:
    return emoji.rstrip(f"\ufe0f{TONES}")


def _drawn(names: Sequence[str], font: ImageFont.FreeTypeFont) -> Glyphs:
    return _gathered([(name, found) for name in names if (found := _glyph(name, font)) is not None])


def _gathered(made: Sequence[tuple[str, Pixels]]) -> Glyphs:
    shape = (len(made), SIDE, SIDE, 3)
    inks, covers = np.zeros(shape, np.float32), np.zeros((*shape[:3], 1), np.float32)
    aspects = np.ones(len(made), np.float32)
    for place, (_, glyph) in enumerate(made):
        levels = glyph.astype(np.float32)
        cover = levels[:, :, 3:] / np.float32(255)
        inks[place] = _small(levels[:, :, :3] * cover)
        covers[place] = _small(cover).reshape(SIDE, SIDE, 1)
        aspects[place] = glyph.shape[1] / glyph.shape[0]
    return Glyphs(tuple(name for name, _ in made), inks, covers, aspects)


def _glyph(name: str, font: ImageFont.FreeTypeFont) -> Pixels | None:
    """One emoji cut to its ink, with its transparency; None of one the font has not."""
    side = round(2 * font.size)
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    ImageDraw.Draw(image).text((side // 6, side // 6), name, font=font, embedded_color=True)
    levels = np.asarray(image, dtype=np.uint8)
    rows, columns = np.nonzero(levels[:, :, 3] > FAINT)
    if len(rows) == 0 or columns.max() - columns.min() > 1.5 * font.size:
        return None
    return levels[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def _small(levels: Floats) -> Floats:
    """The same drawing on the small square all are compared on."""
    drawn = cv2.resize(levels, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(drawn, (3, 3), 0), dtype=np.float32)
