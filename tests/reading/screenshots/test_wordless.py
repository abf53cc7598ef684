"""What is drawn without words has a kind: picture, film, voice note, hidden turn."""

import cv2
import numpy as np

from tests.reading.screenshots.drawn import LEFT, PAGE, RIGHT, Screen
from vigie.kernel.conversations import Turn
from vigie.reading.screenshots import read_screenshot

INK = (20, 20, 20)


def talk() -> Screen:
    """Two turns, with room between them for something drawn."""
    screen = Screen()
    screen.fill((24, 300, 320, 370), LEFT).text("Bonjour toi", 44, 318)
    screen.fill((420, 1000, 696, 1070), RIGHT).text("Salut Max", 440, 1018)
    return screen


def drawn(screen: Screen) -> Turn:
    """What was read between the two turns."""
    read = read_screenshot(screen.pixels, screen)
    (found,) = [turn for turn in read.turns if turn.text not in ("Bonjour toi", "Salut Max")]
    return found


def landscape(screen: Screen) -> None:
    """A picture of many colours on the left."""
    rows, columns = np.mgrid[0:300, 0:360]
    picture = np.stack([rows * 0.7, columns * 0.6, 120 + rows * 0.2], axis=2)
    screen.pixels[450:750, 24:384] = picture.astype(np.uint8)


def test_a_picture_is_an_image() -> None:
    screen = talk()
    landscape(screen)

    found = drawn(screen)

    assert (found.kind, found.side, found.text) == ("image", "left", "")


def test_a_picture_with_the_sign_to_play_it_is_a_film() -> None:
    screen = talk()
    landscape(screen)
    sign = np.array([[190, 575], [190, 625], [228, 600]])
    cv2.fillPoly(screen.pixels, [sign], (255, 255, 255))

    found = drawn(screen)

    assert found.kind == "video"


def test_strokes_of_many_heights_in_a_bubble_are_a_voice_note() -> None:
    screen = talk()
    screen.fill((24, 500, 400, 580), LEFT)
    for n in range(24):
        half = 4 + 5 * (n % 5)
        screen.fill((70 + 12 * n, 540 - half, 75 + 12 * n, 540 + half), INK)

    found = drawn(screen)

    assert (found.kind, found.side) == ("audio", "left")


def test_words_under_a_block_are_hidden_and_never_guessed() -> None:
    screen = talk()
    screen.fill((300, 500, 696, 580), RIGHT).fill((320, 515, 676, 565), (220, 30, 30))

    found = drawn(screen)

    assert (found.kind, found.side, found.text) == ("masked", "right", "")


def test_words_made_unclear_are_hidden() -> None:
    screen = talk()
    screen.fill((24, 500, 420, 580), LEFT)
    pale = np.random.default_rng(1).integers(150, 215, (5, 36, 1), dtype=np.uint8)
    screen.pixels[515:565, 42:402] = pale.repeat(10, axis=0).repeat(10, axis=1)

    found = drawn(screen)

    assert found.kind == "masked"


def test_a_face_beside_a_turn_is_no_turn() -> None:
    screen = talk()
    cv2.circle(screen.pixels, (50, 520), 26, (200, 90, 40), -1)
    screen.fill((90, 490, 400, 560), LEFT).text("Encore moi", 110, 508)

    read = read_screenshot(screen.pixels, screen)

    assert [turn.text for turn in read.turns] == ["Bonjour toi", "Encore moi", "Salut Max"]


def test_nothing_is_drawn_on_a_bare_page() -> None:
    screen = talk()

    read = read_screenshot(screen.pixels, screen)

    assert screen.pixels[600, 300].tolist() == list(PAGE)
    assert [turn.kind for turn in read.turns] == ["text", "text"]
