"""Screen recordings: the frames worth reading.

Sound is never decoded. A recording is read from the memory in which it was handed over, by one
thread, from the containers of phones, and without any protocol that leads out of it.
"""

import os
from collections.abc import Iterator
from functools import partial
from itertools import count
from typing import IO, cast

import cv2
import numpy as np
import numpy.typing as npt

from vigie.evidence.decoding.bounds import MAX_FRAME_PIXELS, SAMPLES_PER_SECOND
from vigie.evidence.decoding.frames import Budget, Moment, kept
from vigie.evidence.decoding.motion import SMALL_HEIGHT, SMALL_WIDTH, Sample
from vigie.evidence.decoding.sheets import Decoder, Refused, Sheet

CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm"
OPTIONS = f"format_whitelist;{CONTAINERS}|protocol_whitelist;none|enable_drefs;0|max_streams;16"
ONE_THREAD = (cv2.CAP_PROP_N_THREADS, 1)
NO_DEVICE = (cv2.CAP_PROP_HW_ACCELERATION, cv2.VIDEO_ACCELERATION_NONE)
ALWAYS_AT_THE_END = 3

Frame = npt.NDArray[np.uint8]


def decoder(_: str) -> Decoder:
    """What decodes a recording."""
    os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = OPTIONS
    cv2.setNumThreads(1)
    return lambda file: kept(partial(_filmed, _open(file)))


def _open(file: IO[bytes]) -> cv2.VideoCapture:
    stream = cast("cv2.IStreamReader", file)
    film = cv2.VideoCapture(stream, cv2.CAP_FFMPEG, [*ONE_THREAD, *NO_DEVICE])
    if not film.isOpened():
        raise Refused("damaged_image")
    wide, high = film.get(cv2.CAP_PROP_FRAME_WIDTH), film.get(cv2.CAP_PROP_FRAME_HEIGHT)
    if wide * high > MAX_FRAME_PIXELS:
        raise Refused("too_many_pixels")
    return film


def _filmed(film: cv2.VideoCapture, budget: Budget) -> Iterator[Moment]:
    """Some frames a second, the first after every pause, and the last ones."""
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
            yield _moment(at_seconds, cast("Frame", frame))
            due_seconds = at_seconds + 1 / SAMPLES_PER_SECOND
    if number == 0:
        raise Refused("damaged_image")


def _moment(at_seconds: float, frame: Frame) -> Moment:
    high, wide = frame.shape[:2]
    if high * wide > MAX_FRAME_PIXELS:
        raise Refused("too_many_pixels")
    small = cv2.resize(frame, (SMALL_WIDTH, SMALL_HEIGHT), interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY).astype(np.float32)
    return Sample(at_seconds, grey, lambda: Sheet(wide, high, frame[:, :, ::-1].tobytes()))
