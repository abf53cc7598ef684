"""Which frames of a recording are kept: those that stand still, and enough of those that move.

A recording is scrolled and stopped, or scrolled slowly without ever stopping. A frame that stands
still and is unlike the last one kept is kept. While the picture moves, its shift against the last
one kept is followed, and a frame is kept before their overlap is lost, so that turns in between
are seen and the frames can be put together.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt
from PIL import Image
from PIL.Image import Resampling

Grey = npt.NDArray[np.float32]
Shown = TypeVar("Shown")

SMALL_WIDTH, SMALL_HEIGHT = 90, 195
STILL, STILL_IN_BLOCK = 1.0, 4.0
OTHER, OTHER_IN_BLOCK = 1.5, 8.0
BLOCK_WIDTH, BLOCK_HEIGHT = 10, 15
STILL_SECONDS = 0.3
LOST_SECONDS = 1.0
BODY_TOP, BODY_BOTTOM, COLUMNS = 40, 160, 3
FARTHEST = 90
FAR = 55
LEAST_BETTER = 0.6


@dataclass(frozen=True, slots=True)
class Sample(Generic[Shown]):
    """One frame: when it is first shown, small and grey to be compared, and what shows it."""

    at_seconds: float
    grey: Grey
    shown: Shown


def worth_keeping(samples: Iterable[Sample[Shown]]) -> Iterator[Sample[Shown]]:
    """The frames to read, in order."""
    keeper: Keeper[Shown] = Keeper()
    for sample in samples:
        yield from keeper.take(sample)
    yield from keeper.finish()


class Keeper(Generic[Shown]):
    """Takes frames as they come and gives those worth keeping, once each."""

    def __init__(self) -> None:
        self._before: Sample[Shown] | None = None
        self._kept: Sample[Shown] | None = None
        self._followed: Sample[Shown] | None = None
        self._still_since = 0.0
        self._found_at = 0.0

    def take(self, sample: Sample[Shown]) -> Iterator[Sample[Shown]]:
        """The next frame: until it came, the one before was shown."""
        yield from self._stood(sample.at_seconds)
        if self._before is None or _apart(self._before, sample, STILL, STILL_IN_BLOCK):
            self._still_since = sample.at_seconds
        self._before = sample
        if self._known(sample):
            self._followed, self._found_at = None, sample.at_seconds
        elif self._kept is None:
            yield self._keep(sample)
        else:
            yield from self._moved(self._kept, sample)

    def finish(self) -> Iterator[Sample[Shown]]:
        """The last frame, where it is unlike the last one kept."""
        if self._before is not None and not self._known(self._before):
            yield self._keep(self._before)

    def _stood(self, until_seconds: float) -> Iterator[Sample[Shown]]:
        """The frame before, if it has stood still for long enough by now."""
        if self._before is None or until_seconds - self._still_since < STILL_SECONDS:
            return
        if not self._known(self._before):
            yield self._keep(self._before)

    def _moved(self, kept: Sample[Shown], sample: Sample[Shown]) -> Iterator[Sample[Shown]]:
        """A frame on its way: the last that overlaps what was kept, before nothing does."""
        shift = _shift(kept.grey, sample.grey)
        if shift is None and self._followed is not None:
            followed = self._keep(self._followed)
            yield followed
            shift = _shift(followed.grey, sample.grey)
        if shift is not None:
            self._found_at = sample.at_seconds
            self._followed = sample
        lost = sample.at_seconds - self._found_at >= LOST_SECONDS
        if lost or abs(shift or 0) >= FAR:
            yield self._keep(sample)

    def _keep(self, sample: Sample[Shown]) -> Sample[Shown]:
        self._kept, self._followed, self._found_at = sample, None, sample.at_seconds
        return sample

    def _known(self, sample: Sample[Shown]) -> bool:
        return self._kept is not None and not _apart(self._kept, sample, OTHER, OTHER_IN_BLOCK)


def small_grey(image: Image.Image) -> Grey:
    """An image as frames are compared: small and grey."""
    small = image.convert("L").resize((SMALL_WIDTH, SMALL_HEIGHT), Resampling.BOX)
    return np.asarray(small, dtype=np.float32)


def _apart(one: Sample[Shown], other: Sample[Shown], in_all: float, in_a_block: float) -> bool:
    """Whether two frames show different things, be it one short message more."""
    apart = np.abs(one.grey - other.grey)
    rows, columns = SMALL_HEIGHT // BLOCK_HEIGHT, SMALL_WIDTH // BLOCK_WIDTH
    blocks = apart.reshape(rows, BLOCK_HEIGHT, columns, BLOCK_WIDTH).mean(axis=(1, 3))
    return bool(apart.mean() > in_all or blocks.max() > in_a_block)


def _shift(one: Grey, other: Grey) -> int | None:
    """How many rows the middle of the picture went up or down; None when nothing matches."""
    first = one[BODY_TOP:BODY_BOTTOM, ::COLUMNS]
    second = other[BODY_TOP:BODY_BOTTOM, ::COLUMNS]
    at_rest = _cost(first, second, 0)
    costs = {rows: _cost(first, second, rows) for rows in range(-FARTHEST, FARTHEST + 1)}
    best = min(costs, key=lambda rows: costs[rows])
    return best if costs[best] <= LEAST_BETTER * at_rest else None


def _cost(first: Grey, second: Grey, rows: int) -> float:
    high = len(first) - abs(rows)
    one, other = (first[rows:], second[:high]) if rows >= 0 else (first[:high], second[-rows:])
    return float(np.abs(one - other).mean())
