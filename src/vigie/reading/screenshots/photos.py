"""Photographs of a screen: told from screenshots, set upright and flat, with the way back."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from vigie.kernel.conversations import Box
from vigie.reading.engines import Pixels
from vigie.reading.screenshots.canvas import WIDTH
from vigie.reading.screenshots.corners import Corners, corners_of

ROWS = 100
LONGEST_RUN = 48
SHORTEST_RUN = 16
MOST_FLAT = 0.6
MOST_FLAT_BETWEEN = 0.05
NEAR_BLACK, NEAR_WHITE = 10, 252
WIDEST_FRAME = 0.065
STEP, LEAST_STEP = 4, 7.0
INSET = 3
DARK = 70
GROUND = 11
NOISE, NOISE_OF_LIGHT = 4.0, 0.03
Matrix = npt.NDArray[np.float64]


def is_photo(pixels: Pixels) -> bool:
    """Whether an image has hardly any run of one exact colour, as every screenshot has."""
    step = max(1, pixels.shape[0] // ROWS)
    rows = np.ascontiguousarray(pixels[step // 2 :: step])
    wide = rows.shape[1]
    same = np.zeros((len(rows), wide + 1), np.int8)
    same[:, 1:wide] = (rows[:, 1:] == rows[:, :-1]).all(axis=2)
    change = np.diff(same.ravel())
    starts, ends = np.flatnonzero(change == 1), np.flatnonzero(change == -1)
    long = ends - starts >= max(SHORTEST_RUN, min(LONGEST_RUN, wide // 9))
    places, lengths = starts[long] + 1, (ends - starts)[long]
    colours = rows[places // (wide + 1), np.minimum(places % (wide + 1), wide - 1)]
    between = _is_between(rows)
    flat = lengths.sum() / (len(rows) * wide)
    flat_between = lengths[_is_between(colours)].sum() / max(1, between.sum())
    return bool(flat < MOST_FLAT and flat_between < MOST_FLAT_BETWEEN)


def _is_between(colours: Pixels) -> npt.NDArray[np.bool_]:
    """Neither black nor white, which a camera too gives without noise."""
    return np.asarray((colours.max(axis=-1) > NEAR_BLACK) & (colours.min(axis=-1) < NEAR_WHITE))


@dataclass(frozen=True, slots=True)
class Upright:
    """A screen as if seen from the front; `home` leads from its pixels to the photograph's."""

    pixels: Pixels
    home: Matrix
    width: int
    height: int

    def original(self, box: Box) -> Box:
        """The box around the four corners of a box, in the photograph and inside it."""
        left, top, right, bottom = box
        corners = np.array([[[left, top], [right, top], [right, bottom], [left, bottom]]], float)
        there = np.asarray(cv2.perspectiveTransform(corners, self.home))[0]
        low, high = there.min(axis=0), there.max(axis=0)
        return (
            max(0, round(float(low[0]))),
            max(0, round(float(low[1]))),
            min(self.width, round(float(high[0]))),
            min(self.height, round(float(high[1]))),
        )


def upright(pixels: Pixels) -> Upright:
    """The screen of a photograph, flat and without the dark frame around it."""
    corners = corners_of(pixels)
    inside = _without_frame(_stretched(pixels, corners).pixels)
    if inside is None:
        return _calmed(_stretched(pixels, corners))
    home = _stretched(pixels, corners).home
    inner = np.asarray(cv2.perspectiveTransform(inside[None], home))[0].astype(np.float32)
    return _calmed(_stretched(pixels, inner))


def _stretched(pixels: Pixels, corners: Corners) -> Upright:
    """The quadrilateral between four corners as a rectangle of the working width."""
    upper_left, upper_right, lower_right, lower_left = (np.asarray(each, float) for each in corners)
    width = (_far(upper_left, upper_right) + _far(lower_left, lower_right)) / 2
    height = (_far(upper_left, lower_left) + _far(upper_right, lower_right)) / 2
    wide, high = WIDTH, round(WIDTH * height / width)
    flat = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    home = np.asarray(cv2.getPerspectiveTransform(flat, corners), np.float64)
    seen = cv2.warpPerspective(
        np.ascontiguousarray(pixels),
        home,
        (wide, high),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return Upright(np.asarray(seen, np.uint8), home, pixels.shape[1], pixels.shape[0])


def _far(one: Matrix, other: Matrix) -> float:
    return float(np.hypot(*(one - other)))


def _without_frame(pixels: Pixels) -> Matrix | None:
    """The corners of what a dark frame surrounds; nothing where no frame shows."""
    light = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), float)
    high, wide = light.shape
    columns = np.median(light[high // 8 : -high // 8], axis=0)
    rows = np.median(light[:, wide // 8 : -wide // 8], axis=1)
    left, right = _frame(columns, wide), wide - _frame(columns[::-1], wide)
    top, bottom = _frame(rows, wide), high - _frame(rows[::-1], wide)
    if (left, top, right, bottom) == (0, 0, wide, high):
        return None
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float64)


def _frame(levels: Matrix, wide: int) -> int:
    """How many pixels from a border the frame ends: where the light last leaves the dark."""
    most = round(WIDEST_FRAME * wide)
    step = np.abs(levels[STEP : most + STEP] - levels[:most])
    steep = np.flatnonzero((step > LEAST_STEP) & (levels[:most] < DARK))
    return int(steep[-1]) + STEP + INSET if len(steep) else 0


def _calmed(seen: Upright) -> Upright:
    """Each pixel that stands out from its surroundings kept, the others smoothed into them."""
    ground = np.asarray(cv2.medianBlur(seen.pixels, GROUND), np.int16)
    change = seen.pixels - ground
    far = np.abs(change).max(axis=2, keepdims=True).astype(np.float32)
    noise = NOISE + NOISE_OF_LIGHT * ground.max(axis=2, keepdims=True)
    kept = np.clip(far / noise - 1, 0, 1)
    return replace(seen, pixels=np.clip(ground + change * kept, 0, 255).astype(np.uint8))
