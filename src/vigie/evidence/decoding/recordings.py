"""Screen recordings and animations: the frames worth reading, within bounds of time and number.

Sound is never decoded. A recording is read from the memory in which it was handed over, by one
thread, from the containers of phones, and without any protocol that leads out of it.
"""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count, islice
from typing import IO, TYPE_CHECKING, cast

from vigie.evidence.decoding.bounds import (
    MAX_FRAME_PIXELS,
    MAX_FRAMES_DECODED,
    MAX_FRAMES_KEPT,
    MAX_RECORDING_SECONDS,
    RECORDING_CPU_SECONDS,
    SAMPLES_PER_SECOND,
)
from vigie.evidence.decoding.sheets import Decoder, Missing, Refused, Sheet, Sheets
from vigie.evidence.decoding.stills import Opener, still

if TYPE_CHECKING:
    import cv2
    import numpy as np
    import numpy.typing as npt
    from PIL import Image

    from vigie.evidence.decoding.motion import Sample

    Frame = npt.NDArray[np.uint8]
    Moment = Sample[Callable[[], Sheet]]

CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm"
OPTIONS = f"format_whitelist;{CONTAINERS}|protocol_whitelist;none|enable_drefs;0|max_streams;16"
ALWAYS_AT_THE_END = 3
LEAST_MILLISECONDS = 10


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


def recording() -> Decoder:
    """What decodes a recording, imported now, before the doors close."""
    os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = OPTIONS
    os.environ["OPENCV_LOG_LEVEL"] = "SILENT"
    import cv2

    import vigie.evidence.decoding.motion  # noqa: F401

    cv2.setNumThreads(1)
    return lambda file: _kept(partial(_filmed, _open(file)))


def animation(opened: Opener) -> Decoder:
    """What decodes an image that moves, given what opens one."""
    import vigie.evidence.decoding.motion  # noqa: F401

    return lambda file: _kept(partial(_drawn, opened(file)))


def _kept(samples: "Callable[[Budget], Iterator[Moment]]") -> Sheets:
    """The frames worth keeping, up to a number, and whether there was more."""
    from vigie.evidence.decoding.motion import worth_keeping

    budget = Budget(MAX_FRAMES_DECODED, MAX_RECORDING_SECONDS, RECORDING_CPU_SECONDS)
    found = worth_keeping(samples(budget))
    for sample in islice(found, MAX_FRAMES_KEPT):
        yield sample.shown()
    if next(found, None) is not None or budget.spent:
        yield Missing(1)


def _open(file: IO[bytes]) -> "cv2.VideoCapture":
    import cv2

    how = [cv2.CAP_PROP_N_THREADS, 1, cv2.CAP_PROP_HW_ACCELERATION, cv2.VIDEO_ACCELERATION_NONE]
    film = cv2.VideoCapture(cast("cv2.IStreamReader", file), cv2.CAP_FFMPEG, how)
    if not film.isOpened():
        raise Refused("damaged_image")
    wide, high = film.get(cv2.CAP_PROP_FRAME_WIDTH), film.get(cv2.CAP_PROP_FRAME_HEIGHT)
    if wide * high > MAX_FRAME_PIXELS:
        raise Refused("too_many_pixels")
    return film


def _filmed(film: "cv2.VideoCapture", budget: Budget) -> "Iterator[Moment]":
    """Some frames a second, the first after every pause, and the last ones."""
    import cv2

    last = film.get(cv2.CAP_PROP_FRAME_COUNT) - ALWAYS_AT_THE_END
    due_seconds = 0.0
    for number in count():
        if not film.grab():
            break
        at_seconds = film.get(cv2.CAP_PROP_POS_MSEC) / 1000
        if not budget.allows(at_seconds):
            return
        if at_seconds < due_seconds and number < last:
            continue
        found, frame = film.retrieve()
        if found:
            yield _moment(at_seconds, _rgb(cast("Frame", frame)))
            due_seconds = at_seconds + 1 / SAMPLES_PER_SECOND
    if number == 0:
        raise Refused("damaged_image")


def _rgb(frame: "Frame") -> "Frame":
    import cv2

    if frame.size > MAX_FRAME_PIXELS * 3:
        raise Refused("too_many_pixels")
    return cast("Frame", cv2.cvtColor(frame, cv2.COLOR_BGR2RGB))


def _moment(at_seconds: float, frame: "Frame") -> "Moment":
    import cv2

    from vigie.evidence.decoding.motion import SMALL_HEIGHT, SMALL_WIDTH, Sample

    small = cv2.resize(frame, (SMALL_WIDTH, SMALL_HEIGHT), interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype("float32")
    high, wide = frame.shape[:2]
    return Sample(at_seconds, grey, lambda: Sheet(wide, high, frame.tobytes()))


def _drawn(image: "Image.Image", budget: Budget) -> "Iterator[Moment]":
    """Every frame of an animation."""
    from PIL import Image

    from vigie.evidence.decoding.motion import Sample, small_grey

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
