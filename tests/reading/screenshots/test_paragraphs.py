"""Lines of one column are one turn as long as they wrap, and two where a gap parts them."""

from vigie.reading.engines import Line
from vigie.reading.screenshots.paragraphs import paragraphs

FULL = Line("des profils comme le tien entre 14 et", (20, 10, 680, 50), 1.0)


def test_a_number_that_begins_a_wrapped_row_parts_no_turn() -> None:
    wrapped = Line("17 ans, on paie le train", (20, 54, 430, 94), 1.0)

    assert len(paragraphs([FULL, wrapped], 690, 40)) == 1


def test_a_wider_gap_parts_two_turns() -> None:
    apart = Line("17 ans, on paie le train", (20, 64, 430, 104), 1.0)

    assert len(paragraphs([FULL, apart], 690, 40)) == 2
