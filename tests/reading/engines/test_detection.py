"""Lines are found where they are, whatever the size of the page."""

import cv2
import numpy as np
import pytest

from vigie.reading.engines import Pixels
from vigie.reading.engines.detection import places_of


def written(scale: float) -> Pixels:
    """Two lines of large letters on a page, drawn `scale` times larger."""
    drawn = np.full((round(900 * scale), round(640 * scale), 3), 255, np.uint8)
    for row in (200, 700):
        place = (round(80 * scale), round(row * scale))
        cv2.putText(
            drawn,
            "demain soir",
            place,
            cv2.FONT_HERSHEY_SIMPLEX,
            scale,
            (0, 0, 0),
            round(2 * scale),
        )
    return drawn


@pytest.mark.ocr
@pytest.mark.parametrize("scale", [1.0, 2.5])
def test_places_are_in_pixels_of_the_page(scale: float) -> None:
    places = places_of(written(scale))

    assert [round(place.middle[1] / scale / 50) * 50 for place in places] == [200, 700]
    assert all(abs(place.tilt) < 3 for place in places)
    assert all(60 * scale < place.middle[0] - place.long / 2 + 10 < 100 * scale for place in places)


@pytest.mark.ocr
def test_a_tilted_line_is_found_with_its_tilt() -> None:
    upright = written(1.0)
    turn = cv2.getRotationMatrix2D((320.0, 450.0), -8, 1)
    tilted = cv2.warpAffine(upright, turn, (640, 900), borderMode=cv2.BORDER_REPLICATE)

    places = places_of(np.asarray(tilted, dtype=np.uint8))

    assert len(places) == 2
    assert all(6 < abs(place.tilt) < 10 for place in places)
    assert all(place.long > 3 * place.high for place in places)
