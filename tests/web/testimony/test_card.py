"""The card: a scanner reads the code from it, and no scanner visits anything."""

import re

import cv2
import numpy as np

from vigie.web.testimony.card import Card, card_of

CODE = "cabane fenouil lanterne orage piscine tambour"
ADDRESS = "https://aide.example.org/suivi/"


def test_a_scanner_reads_the_code_and_the_address_as_plain_text() -> None:
    card = card_of(CODE, ADDRESS)

    text, *_ = cv2.QRCodeDetector().detectAndDecode(drawn(card))

    assert text == f"{CODE}\n{ADDRESS}"
    assert not text.startswith("http")


def test_the_words_are_shown_one_by_one() -> None:
    assert card_of(CODE, ADDRESS).words == tuple(CODE.split())


def drawn(card: Card) -> np.ndarray:
    """The path as black squares on white, eight pixels a module."""
    modules = np.full((card.side, card.side), 255, dtype=np.uint8)
    for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", card.path):
        modules[int(y), int(x)] = 0
    return np.kron(modules, np.ones((8, 8), dtype=np.uint8))
