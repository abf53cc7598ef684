"""Images that move: their frames are those of a recording."""

from collections.abc import Iterator
from functools import partial
from itertools import count

from PIL import Image

from vigie.evidence.decoding.bounds import MAX_ANIMATION_PIXELS, MAX_FRAME_PIXELS
from vigie.evidence.decoding.frames import Budget, Moment, kept
from vigie.evidence.decoding.motion import Sample, small_grey
from vigie.evidence.decoding.sheets import Decoder, Sheet
from vigie.evidence.decoding.stills import opener, still

LEAST_MILLISECONDS = 10


def decoder(kind: str) -> Decoder:
    """What decodes an image that moves."""
    opened = opener(kind)
    return lambda file: kept(partial(_drawn, opened(file)))


def _drawn(image: Image.Image, budget: Budget) -> Iterator[Moment]:
    """The frames, each of which costs all of the screen; a large screen is given as it begins."""
    at_seconds, pixels = 0.0, image.width * image.height
    budget.frames = 0 if pixels > MAX_FRAME_PIXELS else MAX_ANIMATION_PIXELS // pixels
    for number in count():
        if number and (not budget.allows(at_seconds) or not _seeks(image, number)):
            return
        sheet = still(image)
        drawn = Image.frombytes("RGB", (sheet.width, sheet.height), sheet.rgb)
        yield Sample(at_seconds, small_grey(drawn), partial(_same, sheet))
        at_seconds += max(float(image.info.get("duration") or 0), LEAST_MILLISECONDS) / 1000


def _seeks(image: Image.Image, number: int) -> bool:
    """Goes to a frame, if there is one; counting them all first would read the whole file."""
    try:
        image.seek(number)
    except EOFError:
        return False
    return True


def _same(sheet: Sheet) -> Sheet:
    return sheet
