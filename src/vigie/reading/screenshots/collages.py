"""Two screenshots put in one image, side by side or one above the other."""

import cv2
import numpy as np
import numpy.typing as npt

from vigie.kernel.conversations import Box
from vigie.reading.engines import Pixels

Grey = npt.NDArray[np.uint8]
SMALL_WIDTH = 360
BESIDE = (0.72, 1.5)
ABOVE = (0.15, 0.38)
STRIP = 0.07
PART = 0.42
MIDDLE = (0.46, 0.54)
ALIKE = 0.55
LEAST_CONTRAST = 6.0
SEAM_STEP, SEAM_SHARE = 10, 0.8


def parts_of_collage(pixels: Pixels) -> tuple[Box, ...]:
    """The boxes of the two screenshots, in the order they are read; none of any other image."""
    high, wide = pixels.shape[:2]
    if BESIDE[0] <= wide / high <= BESIDE[1]:
        place = _seam(_small(pixels))
        if place is not None:
            at = round(place * wide)
            return (0, 0, min(at, wide - at), high), (at, 0, wide, high)
    if ABOVE[0] <= wide / high <= ABOVE[1]:
        place = _seam(np.ascontiguousarray(_small(pixels).T), turned=True)
        if place is not None:
            at = round(place * high)
            return (0, 0, wide, at), (0, at, wide, high)
    return ()


def _small(pixels: Pixels) -> Grey:
    wide = min(SMALL_WIDTH, pixels.shape[1])
    size = (wide, max(2, round(pixels.shape[0] * wide / pixels.shape[1])))
    grey = cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY)
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


def _seam(grey: Grey, *, turned: bool = False) -> float | None:
    """Where the second part begins, 0..1: where the bars repeat, or at a border from end to end."""
    wide = int(grey.shape[1])
    first, last = (round(share * wide) for share in MIDDLE)
    again = _repeated(grey, first, last, turned=turned)
    if again is not None:
        return again
    levels = grey.astype(np.int16)
    change = np.abs(levels[:, first + 1 : last + 1] - levels[:, first - 1 : last - 1])
    share = (change > SEAM_STEP).mean(axis=0)
    clear = [first + int(place) for place in np.flatnonzero(share > SEAM_SHARE)]
    if not clear:
        return None
    nearest = min(abs(place - wide / 2) for place in clear)
    return max(place for place in clear if abs(place - wide / 2) < nearest + 3) / wide


def _repeated(grey: Grey, first: int, last: int, *, turned: bool) -> float | None:
    """Where the header or the text field of the first part comes again in the second."""
    high, wide = grey.shape
    tall, long = (
        (high, round(STRIP * wide)) if turned else (round(STRIP * high), round(PART * wide))
    )
    best, at = ALIKE, None
    for top in (0,) if turned else (0, high - tall):
        model = grey[top : top + tall, :long]
        field = grey[top : top + tall, first : last + long]
        if model.std() < LEAST_CONTRAST or field.shape[1] < long:
            continue
        alike = np.asarray(cv2.matchTemplate(field, model, cv2.TM_CCOEFF_NORMED))[0]
        if alike.max() > best:
            best, at = float(alike.max()), (first + int(alike.argmax())) / wide
    return at
