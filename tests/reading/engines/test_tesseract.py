"""Tesseract reads a block of letters, or says what must be installed."""

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from vigie.kernel.errors import Misconfigured
from vigie.reading.engines import tesseract

missing = tesseract.lacks()
installed = pytest.mark.skipif(
    missing is not None and os.environ.get("CI") != "true", reason=missing or "all is there"
)


@installed
@pytest.mark.ocr
def test_a_block_of_two_lines_is_read() -> None:
    sheet = Image.new("L", (420, 120), 255)
    font = ImageFont.load_default(30)
    ImageDraw.Draw(sheet).text((14, 14), "Je ne sais pas\nencore demain", 0, font=font)

    text = tesseract.reader()(np.asarray(sheet))

    assert text.split() == ["Je", "ne", "sais", "pas", "encore", "demain"]


@pytest.mark.parametrize(
    ("found", "says"), [(None, "needs the package tesserocr"), (object(), "tesseract-ocr-fra")]
)
def test_what_is_missing_is_named(
    found: object, says: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: found)
    monkeypatch.setattr(tesseract, "PLACES", (f"{tmp_path}/*",))

    with pytest.raises(Misconfigured, match=says):
        tesseract.reader()
