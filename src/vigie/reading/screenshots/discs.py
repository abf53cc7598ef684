"""Discs with an initial, drawn beside a turn or a title in place of a face: no words of anybody."""

from collections.abc import Sequence
from math import pi

from vigie.kernel.conversations import Box
from vigie.reading.screenshots import boxes
from vigie.reading.screenshots.canvas import WIDTH
from vigie.reading.screenshots.chrome import Placed
from vigie.reading.screenshots.regions import Region
from vigie.reading.screenshots.words import is_time

LONGEST_INITIALS = 2
WIDEST_SHARE = 0.17
MOST_OBLONG = 1.6
LEAST_SHARED = 0.25
ROUND = 0.08
NEXT_SHARE = 0.05


def without_discs(placed: Sequence[Placed]) -> list[Placed]:
    """The lines less the initials that stand in a fill of their own beside other words."""
    return [each for each in placed if not is_disc(each, placed)]


def is_disc(each: Placed, placed: Sequence[Placed]) -> bool:
    """Whether a line is but an initial in a compact fill, with words elsewhere on its rows."""
    if len(each.line.text) > LONGEST_INITIALS:
        return False
    wide, high = boxes.width(_box(each)), boxes.height(_box(each))
    if wide > WIDEST_SHARE * WIDTH or max(wide, high) > MOST_OBLONG * min(wide, high):
        return False
    if each.bubble and each.region and _is_round(each.region):
        return True
    beside = any(_is_next_to(other, each) for other in placed if other is not each)
    return beside or (each.bubble and _is_before_column(each, placed))


def _is_round(region: Region) -> bool:
    wide, high = boxes.width(region.box), boxes.height(region.box)
    return abs(wide - high) <= 0.08 * high and abs(region.full - pi / 4) < ROUND / 2


def _is_before_column(disc: Placed, placed: Sequence[Placed]) -> bool:
    """Whether bubbles line up right after a round fill, as they do beside the faces."""
    box, region = _box(disc), disc.region
    if region is None or abs(region.full - pi / 4) > ROUND:
        return False
    starts = [_box(other)[0] for other in placed if other.bubble and other is not disc]
    return sum(2 <= start - box[2] < NEXT_SHARE * WIDTH for start in starts) >= 2


def _box(each: Placed) -> Box:
    """The fill behind a line, or the line itself on the page."""
    return each.region.box if each.bubble and each.region else each.line.box


def _is_next_to(other: Placed, disc: Placed) -> bool:
    """Whether words lie out of the disc and on its rows; those of a page need a bubble beside."""
    if len(other.line.text) < 2 or is_time(other.line.text):
        return False
    if not (disc.bubble or other.bubble):
        return False
    one, beside = _box(disc), _box(other)
    apart = max(beside[0] - one[2], one[0] - beside[2]) >= -2
    shared = min(one[3], beside[3]) - max(one[1], beside[1])
    return apart and shared > LEAST_SHARED * min(boxes.height(one), boxes.height(beside))
