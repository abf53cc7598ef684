"""In a flat chat of two, the side follows whom the header or the text field names."""

from vigie.reading.engines import Line
from vigie.reading.screenshots.bars import Said
from vigie.reading.screenshots.direct import with_sides


def said(author: str | None) -> Said:
    return Said((Line("mots", (100, 10, 200, 40), 1.0),), "left", author, None)


def test_who_the_title_names_is_left_and_the_other_right_without_a_name() -> None:
    told = with_sides([said("Hugo"), said("Lina")], "Hugo", None)

    assert [(each.side, each.author) for each in told] == [("left", "Hugo"), ("right", None)]


def test_the_text_field_names_the_other_person_when_only_the_owner_speaks() -> None:
    told = with_sides([said("Lina")], None, "Envoyer un message @Hugo")

    assert [each.side for each in told] == ["right"]


def test_words_above_the_first_name_are_supposed_of_the_other_and_to_be_checked() -> None:
    first, _ = with_sides([said(None), said("Hugo")], "Hugo", None)

    assert (first.side, first.sure) == ("right", False)


def test_a_channel_of_several_stays_as_it_was_read() -> None:
    turns = [said("Hugo"), said("Lina"), said("Sam")]

    assert with_sides(turns, "général", "Message #général") == turns


def test_a_name_misread_makes_no_channel_of_a_chat_whose_text_field_names_one_person() -> None:
    told = with_sides([said("Hugo"), said("Lina"), said("Llna")], None, "Message @Hugo")

    assert [each.side for each in told] == ["left", "right", "right"]
