"""The committed screenshots are read as they were drawn."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from rapidfuzz.distance import Levenshtein

from vigie.kernel.conversations import Platform
from vigie.reading.engines import engines
from vigie.reading.screenshots import ScreenReading, read_screenshot
from vigie.reading.stitching.stitch import stitch

SAMPLES = Path(__file__).parents[2] / "samples" / "screenshots"
PLATFORMS: dict[str, Platform] = {
    "messenger": "messenger",
    "sms": "sms",
    "snapchat": "snapchat",
    "whatsapp": "whatsapp",
}
pytestmark = pytest.mark.ocr


def reading(name: str) -> tuple[dict[str, Any], ScreenReading]:
    """The truth of one sample and how it is read."""
    truth: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    with Image.open(SAMPLES / truth["image"]) as opened:
        pixels = np.asarray(opened.convert("RGB"))
    return truth, read_screenshot(pixels, engines.get("rapidocr"))


@pytest.mark.parametrize("name", sorted(path.stem for path in SAMPLES.glob("*.json")))
def test_a_sample_is_read_as_it_was_drawn(name: str) -> None:
    truth, read = reading(name)

    whole = [turn for turn in truth["turns"] if not turn["partial"]]
    found = [turn for turn in read.turns if not turn.partial]
    assert read.title == truth["title"]
    assert read.platform == PLATFORMS.get(name, read.platform)
    assert [(turn.side, turn.kind) for turn in found] == [
        (turn["side"], turn["kind"]) for turn in whole
    ]
    wrong = sum(
        Levenshtein.distance(drawn["text"], turn.text)
        for drawn, turn in zip(whole, found, strict=True)
    )
    assert wrong <= 0.02 * sum(len(turn["text"]) for turn in whole)


def test_two_screenshots_of_one_conversation_are_one() -> None:
    first, second = reading("instagram-1")[1], reading("instagram-2")[1]

    (one,) = stitch([first, second])

    words = [turn.text for turn in one.turns]
    assert one.images == (0, 1)
    assert len(words) == len(set(words)) == 13
    assert words[-1] == "Laisse-moi tranquille"
