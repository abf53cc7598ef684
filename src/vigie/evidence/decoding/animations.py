"""Images that move: their frames are those of a recording."""

from collections.abc import Iterator
from functools import partial

from PIL import Image

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
    at_seconds = 0.0
    for number in range(getattr(image, "n_frames", 1)):
        if not budget.allows(at_seconds):
            return
        image.seek(number)
        sheet = still(image)
        drawn = Image.frombytes("RGB", (sheet.width, sheet.height), sheet.rgb)
        yield Sample(at_seconds, small_grey(drawn), partial(_same, sheet))
        at_seconds += max(float(image.info.get("duration") or 0), LEAST_MILLISECONDS) / 1000


def _same(sheet: Sheet) -> Sheet:
    return sheet
