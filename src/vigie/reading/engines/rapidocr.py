"""rapidocr: PP-OCR models that ship inside the wheel, run on one thread by onnxruntime."""

import functools
from typing import Any

import numpy as np

from vigie.kernel.registry import Sample
from vigie.reading.engines import Line, Pixels, engines

SETTINGS = {
    "Global.log_level": "critical",
    "Global.use_cls": False,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}


@engines.register
class RapidOcr:
    """Reads printed text with models that ship inside the package, without any download."""

    name = "rapidocr"
    samples = (Sample("screenshots/instagram-1.png", {"turns": 1}),)

    def lines(self, pixels: Pixels) -> tuple[Line, ...]:
        """The lines of an image (height x width x 3, 8-bit RGB), from top to bottom."""
        read = _model()(np.ascontiguousarray(pixels[:, :, ::-1]))
        if read.boxes is None or read.txts is None:
            return ()
        found = zip(read.txts, read.boxes, read.scores, strict=True)
        return tuple(_line(*each) for each in found)


@functools.cache
def _model() -> Any:
    """The one model of this process: about 400 MB, made when first asked."""
    from rapidocr import RapidOCR

    return RapidOCR(params=SETTINGS)


def _line(text: str, corners: Any, score: float) -> Line:
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    return Line(text, (int(left), int(top), int(right), int(bottom)), float(score))
