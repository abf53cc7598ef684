"""The two models of rapidocr's wheel, run on one thread by onnxruntime; its code is not loaded."""

import functools
import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt

from vigie.kernel.errors import Misconfigured

Floats = npt.NDArray[np.float32]
Run = Callable[[Floats], Floats]
NO_MODEL = "The package rapidocr holds no {kind} model; install Vigie again from its lock file."


def model_path(kind: str) -> Path:
    """The file of one model, found in the installed package without importing it."""
    found = importlib.util.find_spec("rapidocr")
    folders = (found.submodule_search_locations if found else None) or ()
    files = [each for folder in folders for each in Path(folder).glob(f"models/*_{kind}_*.onnx")]
    if not files:
        raise Misconfigured(NO_MODEL.format(kind=kind))
    return min(files)


@functools.cache
def detection() -> Run:
    """The model that says of each pixel how likely it is part of a line."""
    return runner(model_path("det").read_bytes())


def runner(model: bytes) -> Run:
    """A function that runs one model on one thread and gives back what it takes of memory."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(
        model, sess_options=options, providers=["CPUExecutionProvider"]
    )
    given = session.get_inputs()[0].name
    return lambda batch: cast("Floats", session.run(None, {given: batch})[0])


def as_input(drawn: npt.NDArray[np.uint8]) -> Floats:
    """An image (8-bit BGR) as both models take it: one plane for each colour, -1..1."""
    planes = drawn.transpose(2, 0, 1)[None].astype(np.float32)
    planes /= np.float32(127.5)
    planes -= np.float32(1)
    return planes
