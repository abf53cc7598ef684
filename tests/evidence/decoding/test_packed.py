"""Rows of pixels come back as they went, and nothing else is taken for rows."""

import io
import random
import zlib

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from vigie.evidence.decoding.packed import packed, png_around, rows_inside, unpacked


@given(st.integers(1, 20), st.integers(1, 20), st.randoms(use_true_random=False))
def test_pixels_go_through_and_are_shown_as_they_were(
    width: int, height: int, chance: random.Random
) -> None:
    rgb = chance.randbytes(width * height * 3)

    shown = png_around(width, height, packed(width, rgb))

    with Image.open(io.BytesIO(shown)) as image:
        assert image.tobytes() == rgb
    inside = rows_inside(shown)
    assert inside is not None
    assert inside[:2] == (width, height)


def test_rows_that_are_short_long_filtered_or_followed_by_more_are_refused() -> None:
    row = b"\0" + bytes(6)

    assert unpacked(2, 2, zlib.compress(row * 2)) == row * 2
    assert unpacked(2, 2, zlib.compress(row)) is None
    assert unpacked(2, 2, zlib.compress(row * 3)) is None
    assert unpacked(2, 2, zlib.compress(row + b"\1" + bytes(6))) is None
    assert unpacked(2, 2, zlib.compress(row * 2) + b"<script>") is None
    assert unpacked(2, 2, b"no rows") is None


def test_a_png_of_another_program_is_none_of_ours() -> None:
    written = io.BytesIO()
    Image.new("L", (9, 9)).save(written, "PNG")

    assert rows_inside(written.getvalue()) is None
    assert rows_inside(b"") is None
