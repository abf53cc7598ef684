"""Every engine reads its own samples, and gives nothing for a blank image."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from vigie.kernel.registry import explain
from vigie.reading.engines import engines

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.mark.ocr
@pytest.mark.parametrize("name", list(engines.all()))
def test_an_engine_reads_its_samples(name: str) -> None:
    engine = engines.get(name)

    assert engine.samples
    for sample in engine.samples:
        with Image.open(SAMPLES / sample.path) as opened:
            pixels = np.asarray(opened.convert("RGB"))
        lines = engine.lines(pixels)
        assert sample.expect["text"] in [line.text for line in lines]
        high, wide = pixels.shape[:2]
        for line in lines:
            left, top, right, bottom = line.box
            assert 0 <= left < right <= wide
            assert 0 <= top < bottom <= high


@pytest.mark.ocr
@pytest.mark.parametrize("name", list(engines.all()))
def test_a_blank_image_has_no_lines(name: str) -> None:
    blank = np.full((200, 300, 3), 255, np.uint8)

    assert engines.get(name).lines(blank) == ()


@pytest.mark.parametrize("name", list(engines.all()))
def test_an_engine_explains_itself_in_one_sentence(name: str) -> None:
    assert explain(engines.get(name)).endswith(".")
