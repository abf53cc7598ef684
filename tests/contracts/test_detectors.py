"""Every detector finds in its samples what it promises, quotes exactly, and explains itself."""

import json
from pathlib import Path

import pytest

from vigie.kernel.formats import conversation_from_json
from vigie.kernel.registry import explain
from vigie.signals.detectors import Seen, detectors
from vigie.signals.screen import screen
from vigie.signals.talk import talk_of

SAMPLES = Path(__file__).parents[1] / "samples"
NAMES = list(detectors.all())


@pytest.mark.parametrize("name", NAMES)
def test_a_detector_finds_what_its_samples_promise(name: str) -> None:
    detector = detectors.get(name)

    assert detector.samples
    for sample in detector.samples:
        conversation = conversation_from_json(json.loads((SAMPLES / sample.path).read_text()))
        found = screen(conversation)
        quotes = [
            quote.text
            for signal in found.signals
            if signal.stage == sample.expect["stage"]
            for quote in signal.quotes
        ]
        for words in sample.expect["quotes"]:
            assert any(words in quote for quote in quotes), quotes


@pytest.mark.parametrize("name", NAMES)
def test_a_detector_finds_nothing_in_an_empty_conversation(name: str) -> None:
    empty = talk_of(
        conversation_from_json(
            {
                "schema": "vigie.conversation/1",
                "id": "empty",
                "source": {"kind": "text"},
                "turns": [],
            }
        )
    )

    assert list(detectors.get(name).find(Seen(empty, ()))) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_detector_explains_itself_in_one_sentence(name: str) -> None:
    assert explain(detectors.get(name)).endswith(".")
