"""A fill like the other bubbles' in which no words were read is read again, closer."""

from tests.reading.screenshots.drawn import LEFT, WIDE, Screen
from vigie.reading.engines import Line, Pixels
from vigie.reading.screenshots import read_screenshot


class Overlooking(Screen):
    """An engine that reads the words "non" only on a small picture."""

    def lines(self, pixels: Pixels) -> tuple[Line, ...]:
        """The lines drawn on the whole screen; on a piece of it, the overlooked word."""
        if pixels.shape[1] == WIDE:
            return tuple(self.lines_drawn)
        return (Line("non", (70, 60, 140, 120), 0.9),)


def screen() -> Screen:
    """Two turns with words."""
    return Overlooking().bubble("Salut toi", "left", 300).bubble("Bonjour", "right", 400)


def test_an_overlooked_short_answer_is_found() -> None:
    drawn = screen().fill((20, 500, 100, 560), LEFT)

    read = read_screenshot(drawn.pixels, drawn)

    assert [(turn.side, turn.text) for turn in read.turns][-1] == ("left", "non")


def test_a_fill_out_of_line_with_the_bubbles_is_left_alone() -> None:
    drawn = screen().fill((200, 500, 276, 560), LEFT)

    read = read_screenshot(drawn.pixels, drawn)

    assert [turn.text for turn in read.turns] == ["Salut toi", "Bonjour"]
