"""What a recording or an animation may cost, and which of its frames are given."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from vigie.evidence.decoding.bounds import (
    MAX_FRAMES_DECODED,
    MAX_FRAMES_KEPT,
    MAX_RECORDING_SECONDS,
    RECORDING_CPU_SECONDS,
)
from vigie.evidence.decoding.motion import Sample, worth_keeping
from vigie.evidence.decoding.sheets import Missing, Sheet, Sheets

Moment = Sample[Callable[[], Sheet]]


@dataclass(slots=True)
class Budget:
    """What one recording may still cost; `spent` says that it was stopped before its end."""

    frames: int
    until_seconds: float
    processor_seconds: float
    spent: bool = False
    started_seconds: float = field(default_factory=time.process_time)

    def allows(self, at_seconds: float) -> bool:
        """Whether the frame shown at this time is still read."""
        self.frames -= 1
        used_seconds = time.process_time() - self.started_seconds
        late = at_seconds > self.until_seconds or used_seconds > self.processor_seconds
        self.spent = self.spent or late or self.frames < 0
        return not self.spent


def kept(moments: Callable[[Budget], Iterator[Moment]]) -> Sheets:
    """The frames worth keeping, up to a number, and whether there was more."""
    budget = Budget(MAX_FRAMES_DECODED, MAX_RECORDING_SECONDS, RECORDING_CPU_SECONDS)
    found = worth_keeping(moments(budget))
    for sample in islice(found, MAX_FRAMES_KEPT):
        yield sample.shown()
    if next(found, None) is not None or budget.spent:
        yield Missing(1)
