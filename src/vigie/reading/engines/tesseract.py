"""Tesseract as a second opinion, in the process; it comes with the extra `second-opinion`."""

import functools
import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, cast

import numpy as np
import numpy.typing as npt

from vigie.kernel.errors import Misconfigured

Grey = npt.NDArray[np.uint8]
Reader = Callable[[Grey], str]
LANGUAGE = "fra"
PLACES = (
    "/usr/share/tesseract-ocr/*/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
)
NO_PACKAGE = "The second opinion needs the package tesserocr: install Vigie with [second-opinion]."
NO_DATA = "The second opinion needs Tesseract's French model: apt install tesseract-ocr-fra."


class _Api(Protocol):
    def SetImageBytes(  # noqa: N802
        self, imagedata: bytes, width: int, height: int, bytes_per_pixel: int, bytes_per_line: int
    ) -> None: ...

    def GetUTF8Text(self) -> str: ...  # noqa: N802


def lacks() -> str | None:
    """What is missing for a second opinion, in one sentence; None when nothing is."""
    if importlib.util.find_spec("tesserocr") is None:
        return NO_PACKAGE
    return None if _folder() else NO_DATA


def reader() -> Reader:
    """A function that reads a block of dark text on white; raises when something is missing."""
    if missing := lacks():
        raise Misconfigured(missing)
    return _read


def _read(grey: Grey) -> str:
    api, (high, wide) = _api(), grey.shape
    api.SetImageBytes(np.ascontiguousarray(grey).tobytes(), wide, high, 1, wide)
    return api.GetUTF8Text()


def _folder() -> Path | None:
    """The newest folder that holds the French model."""
    root = Path("/")
    found = [
        folder
        for place in PLACES
        for folder in root.glob(place.lstrip("/"))
        if (folder / f"{LANGUAGE}.traineddata").is_file()
    ]
    return max(found, default=None)


@functools.cache
def _api() -> _Api:
    """The one instance of this process, about 60 MB."""
    import tesserocr

    api = tesserocr.PyTessBaseAPI(
        path=f"{_folder()}/",
        lang=LANGUAGE,
        psm=tesserocr.PSM.SINGLE_BLOCK,
        oem=tesserocr.OEM.LSTM_ONLY,
    )
    api.SetVariable("debug_file", "/dev/null")
    return cast("_Api", api)
