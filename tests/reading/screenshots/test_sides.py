"""Sides come from margins, then from what the clear bubbles of the screen teach."""

from vigie.reading.engines import Line
from vigie.reading.screenshots.bubbles import Bubble
from vigie.reading.screenshots.sides import sided

GREY, BLUE = (230, 230, 230), (10, 120, 250)


def bubble(left: int, right: int, top: int, fill: tuple[int, int, int]) -> Bubble:
    """A bubble of one line of plain words."""
    line = Line("Bonjour à tous", (left + 20, top + 10, right - 20, top + 44), 1.0)
    return Bubble((left, top, right, top + 60), fill, (line,))


def test_the_smaller_margin_tells_the_side() -> None:
    found = sided([bubble(20, 300, 0, GREY), bubble(400, 700, 80, BLUE)], 720, 34)

    assert [each.side for each in found] == ["left", "right"]


def test_a_wide_bubble_stands_where_those_of_its_edge_stand() -> None:
    wide = bubble(80, 660, 160, GREY)

    found = sided([bubble(80, 300, 0, GREY), bubble(400, 700, 80, BLUE), wide], 720, 34)

    assert (found[2].side, found[2].sure) == ("left", True)


def test_a_centred_pill_of_another_fill_is_a_notice() -> None:
    pill = bubble(260, 460, 160, (250, 240, 200))

    found = sided([bubble(20, 300, 0, GREY), bubble(400, 700, 80, BLUE), pill], 720, 34)

    assert found[2].side == "centre"


def test_a_wide_centred_fill_off_both_known_edges_is_a_notice() -> None:
    wide = bubble(140, 580, 160, (250, 240, 200))

    found = sided([bubble(20, 300, 0, GREY), bubble(400, 700, 80, BLUE), wide], 720, 34)

    assert found[2].side == "centre"


def test_what_nothing_tells_is_unsure() -> None:
    found = sided([bubble(62, 670, 0, GREY)], 720, 34)

    assert not found[0].sure


def test_a_wide_bubble_off_the_only_known_edge_is_the_others() -> None:
    own = [bubble(234, 690, 0, BLUE), bubble(300, 690, 80, BLUE), bubble(230, 690, 160, GREY)]

    found = sided([*own, bubble(100, 571, 240, GREY)], 720, 34)

    assert [each.side for each in found] == ["right", "right", "right", "left"]
