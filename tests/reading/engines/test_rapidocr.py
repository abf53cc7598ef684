"""The engine reads level and tilted lines, large and small."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from vigie.reading.engines import Pixels, engines

SAID = "Je ne sais pas encore"


def written(size: int) -> Pixels:
    """One line of a phone's letters on a light ground."""
    sheet = Image.new("RGB", (25 * size, 20 * size), (240, 240, 242))
    font = ImageFont.load_default(size)
    ImageDraw.Draw(sheet).text((2 * size, 6 * size), SAID, (20, 20, 20), font=font)
    return np.asarray(sheet)


@pytest.mark.ocr
@pytest.mark.parametrize("size", [22, 48, 90])
def test_a_line_is_read_at_any_size(size: int) -> None:
    read = engines.get("rapidocr").lines(written(size))

    assert [line.text for line in read] == [SAID]
    left, top, right, bottom = read[0].box
    assert size < left < 2.2 * size
    assert 5 * size < top < bottom < 8.5 * size
    assert right < 25 * size


@pytest.mark.ocr
@pytest.mark.parametrize("tilt", [-7, 5])
def test_a_tilted_line_is_read(tilt: int) -> None:
    upright = written(40)
    high, wide = upright.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), tilt, 1)
    tilted = cv2.warpAffine(upright, turn, (wide, high), borderMode=cv2.BORDER_REPLICATE)

    read = engines.get("rapidocr").lines(np.asarray(tilted, dtype=np.uint8))

    assert [line.text for line in read] == [SAID]
