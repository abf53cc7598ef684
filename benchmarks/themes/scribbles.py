"""What people hide before they send: a stroke, a block, a blur over a name or a turn."""

import random
from dataclasses import replace

import cv2
import numpy as np

from benchmarks.themes.shots import Edges, Pixels, Shot

INKS = ((0, 0, 0), (230, 30, 40), (20, 90, 230), (250, 210, 0), (255, 255, 255), (40, 170, 70))
LEAST_TURNS = 2


def scribbled(shot: Shot, rng: random.Random) -> Shot:
    """The shot with its title hidden, or one or two turns, or a word of a turn."""
    pixels, spoken, title = shot.pixels.copy(), list(shot.spoken), shot.title
    if shot.title_box is not None and rng.random() < 0.6:
        _cover(pixels, shot.title_box, rng)
        title = None
    spoken_ones = [
        n for n, each in enumerate(spoken) if each.facts["kind"] == "text" and each.words
    ]
    count = rng.choice((0, 1, 1, 2)) if title is None else rng.choice((1, 1, 2))
    for n in rng.sample(spoken_ones, min(count, len(spoken_ones))):
        each = spoken[n]
        if rng.random() < 0.3 and len(each.words) > LEAST_TURNS:
            place = rng.randrange(len(each.words))
            _cover(pixels, each.words[place][1], rng)
            words = each.words[:place] + each.words[place + 1 :]
            spoken[n] = replace(each, words=words, masked_words=1)
            continue
        _cover(pixels, _around(each.words), rng)
        spoken[n] = replace(each, hidden=True, masked_words=len(each.words))
    return replace(shot, pixels=pixels, spoken=tuple(spoken), title=title)


def _around(words: tuple[tuple[str, Edges], ...]) -> Edges:
    return (
        min(box[0] for _, box in words),
        min(box[1] for _, box in words),
        max(box[2] for _, box in words),
        max(box[3] for _, box in words),
    )


def _cover(pixels: Pixels, box: Edges, rng: random.Random) -> None:
    high, wide = pixels.shape[:2]
    left, top = max(0, round(box[0]) - 4), max(0, round(box[1]) - 2)
    right, bottom = min(wide, round(box[2]) + 4), min(high, round(box[3]) + 2)
    how, ink = rng.choice(("pen", "pen", "block", "blur", "pixels")), rng.choice(INKS)
    if how == "block":
        cv2.rectangle(pixels, (left, top), (right, bottom), ink, -1)
    elif how == "pen":
        _stroke(pixels, (left, top, right, bottom), ink, rng)
    else:
        _smear(pixels, (left, top, right, bottom), in_blocks=how == "pixels")


def _stroke(
    pixels: Pixels, box: tuple[int, int, int, int], ink: tuple[int, int, int], rng: random.Random
) -> None:
    """A finger that goes to and fro until nothing shows."""
    left, top, right, bottom = box
    thick = max(8, min(round((bottom - top) * 0.5), pixels.shape[1] // 24))
    points: list[tuple[float, float]] = []
    row, there = top + thick // 3, True
    while row < bottom + thick // 4:
        shares = np.linspace(0, 1, 9) if there else np.linspace(1, 0, 9)
        points += [
            (left + share * (right - left), row + rng.uniform(-0.12, 0.12) * thick)
            for share in shares
        ]
        row += round(thick * 0.55)
        there = not there
    path = np.array(points, dtype=np.int32).reshape(-1, 1, 2)
    cv2.polylines(pixels, [path], False, ink, thick, cv2.LINE_AA)


def _smear(pixels: Pixels, box: tuple[int, int, int, int], *, in_blocks: bool) -> None:
    left, top, right, bottom = box
    part = np.ascontiguousarray(pixels[top:bottom, left:right])
    tall = max(8, min(bottom - top, 80))
    if in_blocks:
        size = (max(1, (right - left) // (tall // 2)), max(1, (bottom - top) // (tall // 2)))
        small = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
        blocks = cv2.resize(small, (right - left, bottom - top), interpolation=cv2.INTER_NEAREST)
        pixels[top:bottom, left:right] = blocks
    else:
        pixels[top:bottom, left:right] = cv2.GaussianBlur(part, (0, 0), tall * 0.45)
