"""What happens to a screenshot on its way: squeezed, cut, scribbled on, put side by side."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.themes.camera import photographed
from benchmarks.themes.scribbles import scribbled
from benchmarks.themes.shots import Edges, Move, Shot, cropped, held, moved, resized
from benchmarks.themes.theme import Theme

HALF_WIDTHS = (480, 540, 600, 720)


@dataclass(frozen=True, slots=True)
class Sent:
    """A shot as it is sent, and how it is written."""

    shot: Shot
    suffix: str
    quality: int


def sent(shots: Sequence[Shot], look: Theme, variant: str, rng: random.Random) -> Sent:
    """The shot of a variant; a collage takes two shots."""
    first = shots[0]
    if variant == "q40":
        return Sent(first, "jpg", 40)
    if variant == "554":
        return Sent(resized(first, 554), "jpg", 60)
    if variant == "400":
        return Sent(resized(first, 400), "jpg", 50)
    if variant == "crop":
        return Sent(_crop(first, rng), look.suffix, look.quality)
    if variant == "scribble":
        return Sent(scribbled(first, rng), look.suffix, look.quality)
    if variant == "photo":
        return Sent(photographed(first, rng), "jpg", rng.choice((70, 80, 88)))
    if variant == "collage":
        return Sent(_collage(shots, rng), "jpg", rng.choice((70, 80, 90)))
    return Sent(first, look.suffix, look.quality)


def _crop(shot: Shot, rng: random.Random) -> Shot:
    """Without some of the top, of the bottom, or of both; the sides lose at most the margin."""
    high, wide = shot.pixels.shape[:2]
    top = rng.choice((0, round(shot.window[1]), rng.randint(round(0.1 * high), round(0.4 * high))))
    bottom = rng.choice((high, round(shot.window[3]), rng.randint(round(0.62 * high), high)))
    if not top and bottom == high:
        top = round(0.3 * high)
    inner = [each.box for each in shot.spoken]
    left = rng.choice((0, 0, round(min(box[0] for box in inner) * rng.random() * 0.8)))
    right = wide - rng.choice((0, 0, round((wide - max(box[2] for box in inner)) * rng.random())))
    return cropped(shot, (left, top, right, bottom))


def _collage(shots: Sequence[Shot], rng: random.Random) -> Shot:
    """Two shots in one image: side by side, or the second below the first."""
    width = rng.choice(HALF_WIDTHS)
    one, other = (resized(each, width) for each in shots[:2])
    gap = rng.choice((0, 0, 4, 10, 20))
    beside = rng.random() < 0.65
    paper = rng.choice((0, 255, 255))
    shift = (width + gap, 0) if beside else (0, one.pixels.shape[0] + gap)
    high, wide = one.pixels.shape[0] + shift[1], width + shift[0]
    high = max(high, other.pixels.shape[0]) if beside else shift[1] + other.pixels.shape[0]
    pixels = np.full((high, wide, 3), paper, np.uint8)
    pixels[: one.pixels.shape[0], :width] = one.pixels
    pixels[shift[1] : shift[1] + other.pixels.shape[0], shift[0] :][:, :width] = other.pixels
    second = moved(other, _by(shift))
    parts = [held(one), held(second)]
    spoken = tuple(
        replace(each, facts={**each.facts, "part": str(n)})
        for n, part in enumerate(parts)
        for each in part.spoken
    )
    return replace(
        one, pixels=pixels, spoken=spoken, title=one.title or other.title, window=(0, 0, wide, high)
    )


def _by(shift: tuple[int, int]) -> Move:
    def move(box: Edges) -> Edges:
        return box[0] + shift[0], box[1] + shift[1], box[2] + shift[0], box[3] + shift[1]

    return move
