"""What rapidocr alone costs on a whole page: its own settings, one thread, in its own process."""

import multiprocessing
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
from PIL import Image

SETTINGS = {
    "Global.log_level": "critical",
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}
KIB = 1024


class PageAlone:
    """Reads pages one by one elsewhere, and says what each cost."""

    def __init__(self, line: Connection) -> None:
        self._line = line

    def cpu_seconds(self, image: Path) -> float:
        """The processor time of reading one image, decoded already, at its full size."""
        self._line.send(str(image))
        return float(self._line.recv())

    def peak_bytes(self) -> int:
        """The most memory that the process had."""
        self._line.send(None)
        return int(self._line.recv())


@contextmanager
def page_alone() -> Iterator[PageAlone]:
    """The other process, warm, for as long as it is needed."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    other = spawn.Process(target=_serve, args=(there,), daemon=True)
    other.start()
    there.close()
    try:
        yield PageAlone(here)
    finally:
        here.close()
        other.join()


def peak_bytes() -> int:
    """The most memory that this process had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIB


def _serve(line: Connection) -> None:
    from rapidocr import RapidOCR

    engine = RapidOCR(params=SETTINGS)
    engine(np.full((64, 64, 3), 255, np.uint8))
    while True:
        try:
            asked = line.recv()
        except EOFError:
            return
        line.send(peak_bytes() if asked is None else _timed(engine, asked))


def _timed(engine: "RapidOCR", image: str) -> float:  # type: ignore[name-defined]  # noqa: F821
    with Image.open(image) as opened:
        pixels = np.asarray(opened.convert("RGB"))[:, :, ::-1]
    started = time.process_time()
    engine(np.ascontiguousarray(pixels))
    return time.process_time() - started
