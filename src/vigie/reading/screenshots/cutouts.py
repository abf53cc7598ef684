"""Stickers are cut out: the page shows around them, as it does not around a photo."""

from vigie.kernel.conversations import Box
from vigie.reading.engines import Pixels
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.levels import away_from

DIFFERENT = 14
CORNER, LEAST_CORNER = 0.11, 0.8


def is_cut_out(pixels: Pixels, box: Box) -> bool:
    """Whether the page shows in the four corners of a box, as it does around a sticker."""
    side = round(CORNER * min(boxes.width(box), boxes.height(box)))
    high, wide = pixels.shape[:2]
    for x, start in ((box[0] - 3, box[0]), (box[2] + 2, box[2] - side)):
        for y, top in ((box[1] - 3, box[1]), (box[3] + 2, box[3] - side)):
            red, green, blue = pixels[min(max(y, 0), high - 1), min(max(x, 0), wide - 1)]
            part = pixels[top : top + side, start : start + side]
            page = away_from(part, (int(red), int(green), int(blue))) < DIFFERENT
            if page.mean() < LEAST_CORNER:
                return False
    return True
