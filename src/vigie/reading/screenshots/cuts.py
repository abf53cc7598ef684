"""Turns cut by the edge of the chat, even where no border shows it."""

from vigie.kernel.conversations import Box
from vigie.reading.engines import Pixels
from vigie.reading.screenshots.chrome import Chrome
from vigie.reading.screenshots.ink import apart
from vigie.reading.screenshots.words import Colour

TOUCHING = 2
NEAR_SHARE = 0.05
SAME_FILL = 14
INSET = 2
BEYOND_CORNER = 24


def is_cut(pixels: Pixels, box: Box, chrome: Chrome) -> bool:
    """Whether a bubble touches a bar, or is square at the bar's side and round at the other."""
    if box[1] <= chrome.top + TOUCHING or box[3] >= chrome.bottom - TOUCHING:
        return True
    near = NEAR_SHARE * pixels.shape[0]
    above, below = _square(pixels, box, box[1] + 1, 1), _square(pixels, box, box[3] - 2, -1)
    if box[1] - chrome.top < near and above and not below:
        return True
    return chrome.bottom - box[3] < near and below and not above


def _square(pixels: Pixels, box: Box, row: int, inward: int) -> bool:
    """Whether both corners of a row are filled as the row is farther in."""
    high, wide = pixels.shape[:2]
    left, right = box[0] + INSET, box[2] - 1 - INSET
    if right - left < 2 * BEYOND_CORNER or not (0 <= row < high and right < wide):
        return False
    row = min(high - 1, max(0, row + inward))
    pairs = ((left, left + BEYOND_CORNER), (right, right - BEYOND_CORNER))
    return all(
        apart(_colour(pixels, row, edge), _colour(pixels, row, inner)) < SAME_FILL
        for edge, inner in pairs
    )


def _colour(pixels: Pixels, row: int, column: int) -> Colour:
    red, green, blue = (int(level) for level in pixels[row, column])
    return red, green, blue
