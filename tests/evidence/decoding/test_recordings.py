"""Recordings and animations give the frames worth reading, within bounds."""

import io
import tempfile
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from vigie.evidence.decoding import animations, frames, recordings
from vigie.evidence.decoding.sheets import Missing, Refused, Sheet

SAMPLE = Path(__file__).parents[2] / "samples/recordings/scroll.mp4"


def filmed(greys: list[int], code: str = "VP80", size: tuple[int, int] = (120, 200)) -> bytes:
    """A WebM that shows each grey for a second."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.webm"
        film = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*code), 10, size)
        for grey in greys:
            for _ in range(10):
                film.write(np.full((size[1], size[0], 3), grey, np.uint8))
        film.release()
        return path.read_bytes()


def moving(kind: str) -> bytes:
    pages = [Image.new("RGB", (60, 90), (grey, grey, grey)) for grey in (250, 120, 20)]
    written = io.BytesIO()
    pages[0].save(written, kind, save_all=True, append_images=pages[1:], duration=1500)
    return written.getvalue()


@pytest.mark.parametrize("code", ["VP80", "VP90"])
def test_each_screen_of_a_recording_is_given_once(code: str) -> None:
    sheets = list(recordings.decoder("video")(io.BytesIO(filmed([250, 120, 20], code))))

    assert [(each.width, each.height) for each in sheets if isinstance(each, Sheet)] == [
        (120, 200)
    ] * 3
    levels = [each.rgb[0] for each in sheets if isinstance(each, Sheet)]
    assert levels == pytest.approx([250, 120, 20], abs=4)


def test_what_phones_record_is_decoded_from_its_container() -> None:
    with SAMPLE.open("rb") as file:
        sheets = list(recordings.decoder("video")(file))

    assert all(isinstance(each, Sheet) and each.height == 1248 for each in sheets)
    assert 3 <= len(sheets) <= 6


@pytest.mark.parametrize("kind", ["gif", "png", "webp"])
def test_the_screens_of_an_animation_are_given_as_those_of_a_recording(kind: str) -> None:
    decode = animations.decoder(kind)

    sheets = list(decode(io.BytesIO(moving(kind))))

    levels = [each.rgb[0] for each in sheets if isinstance(each, Sheet)]
    assert levels == pytest.approx([250, 120, 20], abs=4)


@pytest.mark.parametrize(
    ("bound", "value", "given"),
    [("MAX_FRAMES_DECODED", 15, 2), ("MAX_RECORDING_SECONDS", 1.2, 2), ("MAX_FRAMES_KEPT", 1, 1)],
)
def test_a_recording_that_costs_too_much_is_read_up_to_there(
    monkeypatch: pytest.MonkeyPatch, bound: str, value: float, given: int
) -> None:
    monkeypatch.setattr(frames, bound, value)

    sheets = list(recordings.decoder("video")(io.BytesIO(filmed([250, 120, 20]))))

    assert [type(each) for each in sheets] == [Sheet] * given + [Missing]


def test_frames_that_are_too_large_and_bytes_that_are_no_film_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    film = filmed([10])
    monkeypatch.setattr(recordings, "MAX_FRAME_PIXELS", 100)

    with pytest.raises(Refused, match="too_many_pixels"):
        list(recordings.decoder("video")(io.BytesIO(film)))
    with pytest.raises(Refused, match="damaged_image"):
        list(recordings.decoder("video")(io.BytesIO(film[:40])))
