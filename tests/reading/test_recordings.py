"""A recording of a real scroll, drawn here and filmed as phones do, read with the real engine."""

from pathlib import Path

import pytest

from benchmarks.recordings import TALK, compared
from vigie.reading.read import read_files

SAMPLE = Path(__file__).parents[1] / "samples/recordings/scroll.mp4"


@pytest.mark.ocr
def test_each_turn_of_a_scrolled_chat_is_read_once_in_order_and_points_at_its_frame() -> None:
    reading = read_files([("film.mp4", SAMPLE)])

    (conversation,) = reading.conversations
    (frames,) = reading.pictures.values()
    assert compared(TALK[:14], conversation.turns) == (0, 0, 0)
    assert conversation.title == "Camille"
    assert {turn.page for turn in conversation.turns} <= set(range(len(frames)))
    assert all(turn.image == 0 and turn.box is not None for turn in conversation.turns)
