"""What is cut out shows the page in its corners."""

import cv2
import numpy as np

from vigie.reading.screenshots.cutouts import is_cut_out


def test_a_disc_is_cut_out_and_a_picture_with_rounded_corners_is_not() -> None:
    page = np.full((700, 720, 3), 240, np.uint8)
    cv2.circle(page, (200, 200), 100, (250, 80, 200), -1)
    page[400:600, 100:300] = (30, 90, 160)
    page[400:406, 100:106] = 240

    assert is_cut_out(page, (100, 100, 301, 301))
    assert not is_cut_out(page, (100, 400, 300, 600))
