"""Messages become numbered turns with participants and sides."""

from vigie.reading.cautions import OWNER_UNKNOWN
from vigie.reading.threads import Message, everyone_knows, oldest_first, the_other_of_two, thread


def test_the_owner_is_on_the_right_and_notices_in_the_centre() -> None:
    read = thread(
        "x", [Message("a"), Message("b"), Message(None, kind="system")], owner="b", handles=True
    )

    assert [turn.side for turn in read.turns] == ["left", "right", "centre"]
    assert [(each.handle, each.owner) for each in read.participants] == [("a", False), ("b", True)]
    assert read.warnings == ()


def test_nobody_has_a_side_while_the_owner_is_unknown_and_it_is_said() -> None:
    read = thread("x", [Message("a", "oui")], declared=["b"])

    assert [turn.side for turn in read.turns] == [None]
    assert [(each.name, each.owner) for each in read.participants] == [("a", None), ("b", None)]
    assert read.warnings == (OWNER_UNKNOWN,)


def test_what_no_file_can_hold_is_replaced() -> None:
    read = thread("x\ud800", [Message("a\x00", "b\udfff", reactions=("\ud83d",))])

    assert (read.name, read.participants[0].name) == ("x\ufffd", "a\ufffd")
    assert read.turns[0].text == "b\ufffd"
    assert read.turns[0].reactions == ("\ufffd",)


def test_newest_first_is_turned_round_with_those_of_one_instant() -> None:
    newest_first = [(3, "d"), (2, "c"), (2, "b"), (1, "a")]

    assert "".join(name for _, name in oldest_first(newest_first, lambda each: each[0])) == "abcd"
    assert "".join(name for _, name in oldest_first(newest_first[::-1], lambda x: x[0])) == "abcd"
    assert oldest_first([], lambda _: 0.0) == []


def test_the_owner_is_found_only_where_no_other_choice_is_left() -> None:
    assert everyone_knows([["a", "b"], ["b", "c"]]) == "b"
    assert everyone_knows([["a", "b"]]) is None
    assert everyone_knows([["a", "b"], ["a", "b"]]) is None
    assert the_other_of_two(["a", "b", "a"], "a") == "b"
    assert the_other_of_two(["a", "b", "c"], "a") is None
