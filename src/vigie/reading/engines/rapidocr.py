"""rapidocr: PP-OCR models that ship inside the wheel, run on one thread by onnxruntime."""

import functools
from collections.abc import Callable, Sequence
from typing import Protocol, cast

import numpy as np
import numpy.typing as npt

from vigie.kernel.registry import Sample
from vigie.reading.engines import Line, Pixels, engines

SETTINGS = {
    "Global.log_level": "critical",
    "Global.use_cls": False,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}


Corners = npt.NDArray[np.float32]


class _Reading(Protocol):
    """What the library answers; all three are None of a blank image."""

    boxes: Sequence[Corners] | None
    txts: Sequence[str] | None
    scores: Sequence[float] | None


@engines.register
class RapidOcr:
    """Reads printed text with models that ship inside the package, without any download."""

    name = "rapidocr"
    samples: tuple[Sample, ...] = (
        Sample("screenshots/sms.png", {"text": "Je dois demander à ma mère"}),
    )

    def lines(self, pixels: Pixels) -> tuple[Line, ...]:
        """The lines of an image (height x width x 3, 8-bit RGB), from top to bottom."""
        read = _model()(np.ascontiguousarray(pixels[:, :, ::-1]))
        if read.boxes is None or read.txts is None or read.scores is None:
            return ()
        found = zip(read.txts, read.boxes, read.scores, strict=True)
        return tuple(_line(*each) for each in found)


@functools.cache
def _model() -> Callable[[Pixels], _Reading]:
    """The one model of this process: about 400 MB, made when first asked."""
    from rapidocr import RapidOCR

    return cast("Callable[[Pixels], _Reading]", RapidOCR(params=SETTINGS))


def _line(text: str, corners: Corners, score: float) -> Line:
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    return Line(text, (int(left), int(top), int(right), int(bottom)), float(score))
