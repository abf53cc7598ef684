"""Spaces lost and put back by the engine: `python -m benchmarks.lost_spaces [LINES]`.

Lines of the invented conversations are drawn in phones' fonts, small and recompressed; each is
read with and without the second look at spaces. A repair or a harm is one space of one line.
"""

import argparse
import io
import random
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein

from vigie.reading.engines import Pixels, recognition

TALKS = Path(__file__).with_name("conversations")
FONTS = (
    "/usr/share/fonts/opentype/inter/Inter-Regular.otf",
    "/usr/share/fonts/truetype/roboto/unhinted/RobotoTTF/Roboto-Regular.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
)
NEVER = 2.0


def lines(rng: random.Random, most: int) -> list[str]:
    """Pieces of three to seven words, as a bubble's lines are."""
    said = [
        line[2:].split()
        for path in sorted(TALKS.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith(("< ", "> "))
    ]
    rng.shuffle(said)
    return [" ".join(words[: rng.randint(3, 7)]) for words in said if words][:most]


def strip(text: str, rng: random.Random) -> Pixels:
    """One line as a phone draws it and an application recompresses it (8-bit BGR)."""
    size = rng.choice((20, 22, 24, 26, 28, 34, 40))
    known = [each for each in FONTS if Path(each).exists()]
    font = ImageFont.truetype(rng.choice(known), size)
    dark = rng.random() < 0.4
    page, ink = ((20, 80, 180), (250, 250, 250)) if dark else ((240, 240, 240), (20, 20, 20))
    drawn = Image.new("RGB", (round(font.getlength(text)) + size, round(1.6 * size)), page)
    ImageDraw.Draw(drawn).text((size // 2, 0.15 * size), text, fill=ink, font=font)
    scale = rng.choice((0.5, 0.6, 0.75, 1.0))
    drawn = drawn.resize((round(drawn.width * scale), round(drawn.height * scale)))
    packed = io.BytesIO()
    drawn.save(packed, "JPEG", quality=rng.choice((40, 50, 60, 75)))
    return np.asarray(Image.open(packed).convert("RGB"))[:, :, ::-1]


def read(drawn: Pixels, least: float) -> str:
    """What a strip says when a space that is likelier than `least` is one."""
    recognition.LOST_SPACE = least
    words = recognition.words_of(drawn)
    return words.text if words else ""


def main() -> None:
    """Prints the spaces repaired and harmed, and the error rates with and without."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lines", type=int, nargs="?", default=2000)
    rng, least = random.Random(7), recognition.LOST_SPACE
    wrong = {"without": 0, "with": 0}
    repaired = harmed = chars = count = 0
    for text in lines(rng, parser.parse_args().lines):
        drawn = strip(text, rng)
        off = {"without": Levenshtein.distance(text, read(drawn, NEVER))}
        off["with"] = Levenshtein.distance(text, read(drawn, least))
        repaired += max(0, off["without"] - off["with"])
        harmed += max(0, off["with"] - off["without"])
        wrong = {name: wrong[name] + off[name] for name in wrong}
        chars, count = chars + len(text), count + 1
    rates = ", ".join(f"CER {100 * wrong[name] / chars:.2f} % {name}" for name in wrong)
    print(f"{count} lines: {repaired} spaces put back, {harmed} harmed; {rates}")


if __name__ == "__main__":
    main()
