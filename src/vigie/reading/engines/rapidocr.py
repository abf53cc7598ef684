"""rapidocr: PP-OCR models that ship inside the wheel, run on one thread by onnxruntime."""

import cv2
import numpy as np

from vigie.kernel.conversations import Box
from vigie.kernel.registry import Sample
from vigie.reading.engines import Line, Pixels, engines
from vigie.reading.engines.detection import Place, places_of
from vigie.reading.engines.recognition import words_of

LEVEL = 0.15


@engines.register
class RapidOcr:
    """Reads printed text with models that ship inside the package, without any download."""

    name = "rapidocr"
    samples: tuple[Sample, ...] = (
        Sample("screenshots/sms.png", {"text": "Je dois demander à ma mère"}),
    )

    def lines(self, pixels: Pixels) -> tuple[Line, ...]:
        """The lines of an image (height x width x 3, 8-bit RGB), from top to bottom."""
        page = np.ascontiguousarray(pixels[:, :, ::-1])
        read = (_line(page, place) for place in places_of(page))
        return tuple(line for line in read if line is not None)


def _line(page: Pixels, place: Place) -> Line | None:
    high, wide = page.shape[:2]
    left, top, right, bottom = _box(place)
    box = (max(0, left), max(0, top), min(wide, right), min(high, bottom))
    if box[2] - box[0] < 2 or box[3] - box[1] < 2:
        return None
    words = words_of(_strip(page, place, box))
    return Line(words.text, box, words.score) if words else None


def _box(place: Place) -> Box:
    corners = cv2.boxPoints((place.middle, (place.long, place.high), place.tilt))
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    return int(left), int(top), round(right), round(bottom)


def _strip(page: Pixels, place: Place, box: Box) -> Pixels:
    """The pixels of one line, turned level when it is tilted by more than a part of its height."""
    rise = abs(np.sin(np.deg2rad(place.tilt))) * place.long
    if rise < LEVEL * place.high:
        return page[box[1] : box[3], box[0] : box[2]]
    turn = cv2.getRotationMatrix2D(place.middle, place.tilt, 1)
    turn[:, 2] += np.array([place.long, place.high]) / 2 - np.array(place.middle)
    size = (max(2, round(place.long)), max(2, round(place.high)))
    level = cv2.warpAffine(page, turn, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(level, dtype=np.uint8)
