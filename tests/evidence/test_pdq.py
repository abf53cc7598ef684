"""The hash of a picture is the reference's, bit for bit, and stays near when it is sent on."""

import io

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from vigie.evidence.pdq import (
    BITS,
    BITS_BYTES,
    SAME_WITHIN,
    distance,
    picture_hash,
)

Pixels = NDArray[np.uint8]
REFERENCE = {
    (512, 512): "adad7800924d3608888a9911333bfe239cf778c2c3cf1f06fc3ef03c0ffcff00",
    (480, 300): "4ce0dbc3cce0fdcba8aa01005ed51ca55d6156c94d911e335ce3138f5c7cd3fc",
    (64, 64): "975be0f71ca85553a2f43ea941523e1442eb3456624546abbc6acbd5aca859fa",
}
"""What Meta's own code gives for `waves` of these sizes."""


def waves(height: int, width: int) -> Pixels:
    y, x = np.mgrid[0:height, 0:width]
    made = [(x * 7 + y * 3) % 256, (x * x // 64 + y * 5) % 256, (x * y // 97) % 256]
    return np.stack(made, axis=-1).astype(np.uint8)


def bubbles(seed: int, height: int = 1600, width: int = 720) -> Pixels:
    """A page of rounded blocks on both sides, as a chat has them."""
    rng = np.random.default_rng(seed)
    page = np.full((height, width, 3), 245, np.uint8)
    top = 120
    while top < height - 160:
        tall, wide = int(rng.integers(60, 180)), int(rng.integers(160, 500))
        left = 20 if rng.random() < 0.5 else width - 20 - wide
        cv2.rectangle(page, (left, top), (left + wide, top + tall), (40, 120, 210), -1)
        top += tall + int(rng.integers(12, 40))
    return page


@pytest.mark.parametrize("size", REFERENCE)
def test_it_is_the_references_hash(size: tuple[int, int]) -> None:
    made = picture_hash(waves(*size))

    assert distance(made.bits, bytes.fromhex(REFERENCE[size])) <= 1
    assert made.quality == 100


def test_a_smaller_or_recompressed_picture_stays_near() -> None:
    original = bubbles(1)
    encoded = io.BytesIO()
    Image.fromarray(original).save(encoded, "JPEG", quality=40)
    squeezed = np.asarray(Image.open(encoded).convert("RGB"))

    mine = picture_hash(original)
    half = picture_hash(np.asarray(cv2.resize(original, (360, 800)), np.uint8))

    assert distance(mine.bits, half.bits) <= SAME_WITHIN
    assert distance(mine.bits, picture_hash(squeezed).bits) <= SAME_WITHIN


def test_another_page_is_far() -> None:
    pages = [picture_hash(bubbles(seed)).bits for seed in range(6)]

    near = [distance(a, b) for n, a in enumerate(pages) for b in pages[:n]]

    assert min(near) > SAME_WITHIN


@pytest.mark.parametrize("size", [(1, 1), (1, 900), (2340, 1), (63, 511)])
def test_a_flat_picture_of_any_size_tells_nothing(size: tuple[int, int]) -> None:
    made = picture_hash(np.full((*size, 3), 128, np.uint8))

    assert made.quality == 0
    assert len(made.bits) == BITS_BYTES


def test_the_distance_counts_bits() -> None:
    none, all_ = bytes(BITS_BYTES), b"\xff" * BITS_BYTES

    assert (distance(none, none), distance(none, all_)) == (0, BITS)
