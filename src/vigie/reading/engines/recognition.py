"""What a line says: one strip of pixels at a time, as wide as it is, without padding."""

import functools
import itertools
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from vigie.reading.engines import Pixels
from vigie.reading.engines.models import Floats, Run, as_input, model_path, runner
from vigie.reading.engines.weights import Alphabet, narrowed

HIGH = 48
UNIT = 8
LEAST_WIDE = 32
LEAST_SCORE = 0.5
LOST_SPACE = 0.03


@dataclass(frozen=True, slots=True)
class Words:
    """The text of a strip; `score` is the mean of its characters' likelihoods."""

    text: str
    score: float


def words_of(strip: Pixels) -> Words | None:
    """The words of one line (8-bit BGR), or None when hardly any is likely."""
    run, alphabet = _model()
    text, score = _decoded(run(as_input(_drawn(strip)))[0], alphabet)
    return Words(text, score) if text.strip() and score >= LEAST_SCORE else None


def _drawn(strip: Pixels) -> npt.NDArray[np.uint8]:
    """A strip at the model's height, its end in grey up to a whole unit."""
    high, wide = strip.shape[:2]
    across = max(UNIT, round(wide * HIGH / high))
    how = cv2.INTER_AREA if high > HIGH else cv2.INTER_LINEAR
    drawn = cv2.resize(strip, (across, HIGH), interpolation=how)
    whole = max(LEAST_WIDE, across + -across % UNIT)
    grey = (127, 127, 127)
    return np.asarray(
        cv2.copyMakeBorder(drawn, 0, 0, 0, whole - across, cv2.BORDER_CONSTANT, value=grey),
        dtype=np.uint8,
    )


def _decoded(likely: Floats, alphabet: Alphabet) -> tuple[str, float]:
    """The characters of the likeliest path, each repetition once, and their mean likelihood.

    Between two letters, a space that is not the likeliest but not unlikely either is one: the
    model loses more spaces than it invents.
    """
    best = likely.argmax(axis=1)
    new = np.concatenate(([True], best[1:] != best[:-1])) & (best != 0)
    steps = np.flatnonzero(new)
    if not len(steps):
        return "", 0.0
    space = len(alphabet) - 1
    text = alphabet[best[steps[0]]]
    for before, step in itertools.pairwise(steps):
        between = likely[before + 1 : step, space]
        lost = between.max(initial=0) > LOST_SPACE and space not in best[[before, step]]
        text += f" {alphabet[best[step]]}" if lost else alphabet[best[step]]
    return text, float(likely.max(axis=1)[steps].mean())


@functools.cache
def _model() -> tuple[Run, Alphabet]:
    """The one recognition model of this process, made when first asked."""
    model, alphabet = narrowed(model_path("rec").read_bytes())
    return runner(model), alphabet
