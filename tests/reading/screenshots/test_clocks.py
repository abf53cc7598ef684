"""Times on the page go to the turn above or beside them."""

from tests.reading.screenshots.drawn import Screen
from vigie.reading.screenshots import read_screenshot


def test_a_time_below_or_beside_a_bubble_is_that_turns() -> None:
    screen = Screen().bubble("Tu rentres quand", "left", 300).bubble("Bientôt alors", "right", 500)
    screen.text("14:02 · Lu", 24, 362).text("20:06", 440, 530).bubble("Merci à toi", "left", 700)

    turns = read_screenshot(screen.pixels, screen).turns

    assert [(turn.text, turn.sent_at_raw) for turn in turns] == [
        ("Tu rentres quand", "14:02"),
        ("Bientôt alors", "20:06"),
        ("Merci à toi", None),
    ]
