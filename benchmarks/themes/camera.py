"""A photograph of a screen: perspective, uneven light, moiré, blur, noise."""

import random
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.themes.shots import Edges, Pixels, Shot, clipped, held, moved

Levels = npt.NDArray[np.float32]
Corners = npt.NDArray[np.float32]
SHORT_SIDES = (1080, 1200, 1440)


def photographed(shot: Shot, rng: random.Random) -> Shot:
    """The shot as a second phone sees it; boxes become those around the mapped corners."""
    noise = np.random.default_rng(rng.randrange(2**32))
    wide = rng.choice(SHORT_SIDES)
    high = wide * 4 // 3
    high_in, wide_in = shot.pixels.shape[:2]
    from_corners = np.array([[0, 0], [wide_in, 0], [wide_in, high_in], [0, high_in]], np.float32)
    quad = _quad(rng, (wide, high), wide_in / high_in)
    home = np.asarray(cv2.getPerspectiveTransform(from_corners, quad), np.float64)
    screen = cv2.warpPerspective(
        _framed(shot.pixels), home @ _bezel(shot), (wide, high), flags=cv2.INTER_AREA
    )
    inside = cv2.warpPerspective(
        np.ones((high_in, wide_in), np.float32), home, (wide, high), flags=cv2.INTER_LINEAR
    )
    body = cv2.warpPerspective(
        np.ones(_framed(shot.pixels).shape[:2], np.float32), home @ _bezel(shot), (wide, high)
    )
    levels = _lit(np.asarray(screen, np.float32), np.asarray(inside, np.float32), rng)
    table = _table(rng, noise, (high, wide))
    mixed = np.where(np.asarray(body)[..., None] > 0.5, levels, table)
    pixels = _seen(mixed, rng, noise)
    corners = np.round(quad).astype(int).tolist()
    return replace(_placed(shot, home, pixels), quad=corners)


def _quad(rng: random.Random, size: tuple[int, int], aspect: float) -> Corners:
    """Where the four corners of the screen fall: most often inside the picture."""
    wide, high = size
    close = rng.random() < 0.25
    tall = high * (rng.uniform(1.02, 1.15) if close else rng.uniform(0.78, 0.93))
    broad = min(tall * aspect, wide * (1.1 if close else 0.9))
    tall = broad / aspect
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float32) / 2 * (broad, tall)
    turn = np.deg2rad(rng.uniform(-6, 6))
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    jitter = np.array([[rng.uniform(-0.045, 0.045) for _ in range(2)] for _ in range(4)])
    middle = np.array([wide, high]) / 2 + [rng.uniform(-0.02, 0.02) * wide for _ in range(2)]
    return np.asarray(corners @ rotation.T + jitter * broad + middle, np.float32)


def _border(pixels: Pixels) -> int:
    return max(6, int(pixels.shape[1]) // 28)


def _framed(pixels: Pixels) -> Pixels:
    edge = _border(pixels)
    framed = cv2.copyMakeBorder(
        pixels, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=(14, 14, 16)
    )
    return np.asarray(framed, np.uint8)


def _bezel(shot: Shot) -> npt.NDArray[np.float64]:
    edge = _border(shot.pixels)
    return np.array([[1, 0, -edge], [0, 1, -edge], [0, 0, 1]], np.float64)


def _table(rng: random.Random, noise: np.random.Generator, size: tuple[int, int]) -> Levels:
    """What lies behind the phone: a cloth or a table, of no one's home."""
    high, wide = size
    colour = np.array([rng.uniform(40, 190) for _ in range(3)], np.float32)
    coarse = noise.normal(0, 14, (high // 48 + 1, wide // rng.choice((12, 48, 96)) + 1, 1))
    waves = cv2.resize(coarse.astype(np.float32), (wide, high), interpolation=cv2.INTER_CUBIC)
    return np.asarray(colour + waves[..., None], np.float32)


def _lit(screen: Levels, inside: Levels, rng: random.Random) -> Levels:
    """The screen's own glow: lifted blacks, moiré, a reflection."""
    high, wide = screen.shape[:2]
    rows, columns = np.mgrid[0:high, 0:wide].astype(np.float32)
    lifted = screen * rng.uniform(0.78, 0.95) + rng.uniform(4, 22)
    strength = rng.uniform(0.0, 0.055)
    angle, step = rng.uniform(0, np.pi), rng.uniform(3.5, 14)
    bend = 6 * np.sin(rows / rng.uniform(150, 400)) + 6 * np.cos(columns / rng.uniform(150, 400))
    wave = (columns * np.cos(angle) + rows * np.sin(angle) + bend) / step
    moire = np.stack([np.sin(2 * np.pi * wave + shift) for shift in (0, 0.7, 1.4)], axis=2)
    lifted = lifted * (1 + strength * moire * inside[..., None])
    if rng.random() < 0.35:
        where = np.hypot(columns - rng.uniform(0, wide), rows - rng.uniform(0, high))
        lifted = lifted + (rng.uniform(15, 50) * np.exp(-((where / (0.2 * wide)) ** 2)))[..., None]
    return np.asarray(lifted, np.float32)


def _seen(levels: Levels, rng: random.Random, noise: np.random.Generator) -> Pixels:
    """What the sensor keeps: light that falls off, colour, blur, noise."""
    high, wide = levels.shape[:2]
    rows, columns = np.mgrid[-1 : 1 : high * 1j, -1 : 1 : wide * 1j].astype(np.float32)
    slope = rng.uniform(0.04, 0.18)
    angle = rng.uniform(0, 2 * np.pi)
    light = 1 + slope * (columns * np.cos(angle) + rows * np.sin(angle))
    light -= rng.uniform(0, 0.12) * (columns**2 + rows**2)
    warm = np.array([rng.uniform(0.94, 1.05), 1.0, rng.uniform(0.92, 1.06)], np.float32)
    shown = levels * light[..., None] * warm
    shown = cv2.GaussianBlur(shown, (0, 0), rng.uniform(0.5, 1.3))
    grain = noise.normal(0, rng.uniform(2, 6), shown.shape)
    return np.asarray(np.clip(np.asarray(shown) + grain, 0, 255), np.uint8)


def _placed(shot: Shot, home: npt.NDArray[np.float64], pixels: Pixels) -> Shot:
    def move(box: Edges) -> Edges:
        left, top, right, bottom = box
        corners = np.array(
            [[[left, top], [right, top], [right, bottom], [left, bottom]]], np.float64
        )
        there = np.asarray(cv2.perspectiveTransform(corners, home))[0]
        low, high = there.min(axis=0), there.max(axis=0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])

    high, wide = pixels.shape[:2]
    there = moved(held(shot), move)
    frame = (0.0, 0.0, float(wide), float(high))
    title = there.title_box is not None and there.title_box[1] > 0
    return replace(
        there,
        pixels=pixels,
        spoken=clipped(there.spoken, frame),
        window=frame,
        title=there.title if title else None,
    )
