"""Times in bubbles are told from times in words."""

from vigie.reading.engines import Line
from vigie.reading.screenshots.times import timed

BOX = (20, 0, 420, 60)


def test_a_small_time_on_the_last_row_is_a_time() -> None:
    lines = [Line("Salut", (40, 10, 200, 44), 1.0), Line("14:02 ✓✓", (330, 22, 400, 44), 1.0)]

    (found,) = timed([lines], [BOX])

    assert found.time == "14:02"
    assert [line.text for line in found.lines] == ["Salut"]


def test_one_message_that_ends_with_a_time_keeps_it() -> None:
    lines = [Line("On se voit à 18:30", (40, 10, 400, 44), 1.0)]

    (found,) = timed([lines], [BOX])

    assert found.time is None
    assert found.lines == tuple(lines)


def test_an_edited_mark_goes_with_the_time() -> None:
    lines = [Line("Salut", (40, 10, 200, 44), 1.0), Line("modifié 14:02", (280, 22, 400, 44), 1.0)]

    (found,) = timed([lines], [BOX])

    assert (found.time, found.edited) == ("14:02", True)


def test_times_after_the_words_count_when_nearly_all_bubbles_show_one() -> None:
    bubbles = [(Line(f"Le message {n} 12:0{n}", (100, 10, 300, 40), 0.9),) for n in range(4)]

    found = timed(bubbles, [(90, 0, 600, 50)] * 4)

    assert [each.time for each in found] == ["12:00", "12:01", "12:02", "12:03"]
    assert found[0].lines[0].text == "Le message 0"
