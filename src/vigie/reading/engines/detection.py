"""Where lines of text are: the detection model's likelihoods, drawn together into boxes."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from vigie.reading.engines import Pixels
from vigie.reading.engines.bands import Band, bands_of
from vigie.reading.engines.models import Floats, as_input, detection

SIDE = 640
LIKELY = 0.3
SURE = 0.5
GROWTH = 1.6
THINNEST = 3
UNIT = 32
UPRIGHT = 45


@dataclass(frozen=True, slots=True)
class Place:
    """A line's place: its middle, how long and high it is, and its tilt in degrees."""

    middle: tuple[float, float]
    long: float
    high: float
    tilt: float

    def times(self, scale: float) -> "Place":
        """The same place in an image `scale` times larger."""
        x, y = self.middle
        return Place((x * scale, y * scale), self.long * scale, self.high * scale, self.tilt)


def places_of(page: Pixels) -> list[Place]:
    """The lines of a page (8-bit BGR) from top to bottom, looked for at one size for all phones."""
    scale = max(1.0, min(page.shape[:2]) / SIDE)
    small = page
    if scale > 1:
        size = (round(page.shape[1] / scale), round(page.shape[0] / scale))
        small = np.asarray(cv2.resize(page, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    found = [place for band in bands_of(small) for place in _within(small, band)]
    return [each.times(scale) for each in sorted(found, key=lambda each: each.middle[1])]


def _within(page: Pixels, band: Band) -> Iterator[Place]:
    left, top, right, bottom = band.box
    first, last = band.rows
    for place in _places(_likelihood(page[top:bottom, left:right])):
        x, y = place.middle
        if first <= y + top < last:
            yield Place((x + left, y + top), place.long, place.high, place.tilt)


def _likelihood(part: Pixels) -> Floats:
    """How likely each pixel is part of a line, 0..1."""
    high, wide = part.shape[:2]
    below, beside = -high % UNIT, -wide % UNIT
    framed = cv2.copyMakeBorder(part, 0, below, 0, beside, cv2.BORDER_REPLICATE)
    return detection()(as_input(np.asarray(framed, dtype=np.uint8)))[0, 0, :high, :wide]


def _places(likely: Floats) -> Iterator[Place]:
    mask = cv2.dilate((likely > LIKELY).astype(np.uint8), np.ones((2, 2), np.uint8))
    outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for outline in outlines:
        place = _place(np.asarray(outline))
        if place.high >= THINNEST and _mean(likely, np.asarray(outline)) >= SURE:
            yield _grown(place)


def _place(outline: npt.NDArray[np.int32]) -> Place:
    (x, y), (long, high), tilt = cv2.minAreaRect(outline)
    if abs(tilt) > UPRIGHT:
        long, high, tilt = high, long, tilt - 90 if tilt > 0 else tilt + 90
    return Place((x, y), long, high, tilt)


def _mean(likely: Floats, outline: npt.NDArray[np.int32]) -> float:
    left, top, wide, high = cv2.boundingRect(outline)
    mask = np.zeros((high, wide), np.uint8)
    cv2.fillPoly(mask, [outline - np.array([left, top])], 1)
    return float(cv2.mean(likely[top : top + high, left : left + wide], mask)[0])


def _grown(place: Place) -> Place:
    """The whole line: the model marks only the core of the letters."""
    more = 2 * GROWTH * place.long * place.high / (2 * (place.long + place.high))
    return Place(place.middle, place.long + more, place.high + more, place.tilt)
