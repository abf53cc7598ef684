"""The lines of exported chats, in every form that phones write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.reading.cautions import AMBIGUOUS_DATES, MONTH_FIRST
from vigie.reading.chatlines import (
    DateOrder,
    chat_lines,
    date_order,
    date_warnings,
    longer_names,
    looks_like_chat,
)

FORMS = [
    "12/03/2026, 18:02 - Léa: salut",
    "12/03/2026 11:00 - Léa: salut",
    "17/06/2020 à 21:34 - Léa: salut",
    "[12/03/2026 18:02:33] Léa: salut",
    "\u200e[12/03/2026 à 18:02:33] Léa: \u200esalut",
    "[12.03.26, 18:02:33] Léa: salut",
    "12-03-26 18.02 - Léa: salut",
    "2026-03-12, 18:02 - Léa: salut",
    "3/12/26, 6:02\u202fPM - Léa: salut",
    "3/12/26, 6:02 p.m. - Léa: salut",
    "12/03/2026, 18:02 – ~\u00a0Léa: salut",
    "[2026-03-12, 18:02] Léa: salut",
]


@pytest.mark.parametrize("form", FORMS)
def test_a_line_gives_its_name_its_words_and_its_time_as_written(form: str) -> None:
    (line,) = chat_lines(form)

    assert (line.name, line.text) == ("Léa", "salut")
    assert line.stamp in form
    assert looks_like_chat(form)


@pytest.mark.parametrize(
    "text",
    ["Il m'a écrit le 12/03/2026, j'ai peur", "12/03/2026", "Léa: salut", "", "2026-03-12 18:02 x"],
)
def test_a_sentence_with_a_date_is_no_chat(text: str) -> None:
    assert not looks_like_chat(text)


def test_lines_without_a_date_go_on_with_the_message_before() -> None:
    lines = list(chat_lines("avant\n12/03/2026, 18:02 - Léa: un\r\n\r\ndeux : 12\r\n"))

    assert [line.text for line in lines] == ["un\n\ndeux : 12"]


def test_a_line_without_a_name_is_a_notice() -> None:
    (line,) = chat_lines("12/03/2026, 18:02 - Léa a été ajoutée")

    assert (line.name, line.text) == (None, "Léa a été ajoutée")


def test_a_name_with_a_colon_is_put_together_again() -> None:
    text = "\n".join(f"12/03/2026, 18:0{n} - Club: Danse: message {n}" for n in range(3))

    lines = longer_names(list(chat_lines(text)))

    assert {line.name for line in lines} == {"Club: Danse"}
    assert [line.text for line in lines] == ["message 0", "message 1", "message 2"]


ORDERS: list[tuple[list[str], DateOrder]] = [
    (["13/01/26", "01/02/26"], "dmy"),
    (["01/13/26", "02/01/26"], "mdy"),
    (["2026-01-02", "2026-01-03"], "ymd"),
    (["05/01/26", "04/02/26", "03/03/26"], "dmy"),
    (["01/05/26", "02/04/26", "03/03/26"], "mdy"),
    (["01/02/26", "01/03/26"], "ambiguous"),
]


@pytest.mark.parametrize(("days", "order"), ORDERS)
def test_the_order_of_a_date_comes_from_numbers_over_12_then_from_time(
    days: list[str], order: DateOrder
) -> None:
    lines = list(chat_lines("\n".join(f"{day}, 18:02 - X: ?" for day in days)))

    assert date_order(lines) == order


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("01/02/26 à 18:02 - X: ?", "dmy"),
        ("01.02.26, 18:02 - X: ?", "dmy"),
        ("01/02/26, 18:02 - X: je sais pas, tu viens avec nous ?", "dmy"),
        ("1/2/26, 6:02 PM - X: are you there?", "mdy"),
        ("01/02/26, 18:02 - X: are you there?", "ambiguous"),
    ],
)
def test_custom_decides_when_time_does_not(text: str, order: DateOrder) -> None:
    assert date_order(list(chat_lines(text))) == order


def test_what_is_not_certain_about_dates_is_said() -> None:
    ambiguous = list(chat_lines("01/02/26, 18:02 - X: ?"))
    month_first = list(chat_lines("01/13/26, 18:02 - X: ?"))
    same_both_ways = list(chat_lines("02/02/26, 18:02 - X: ?"))

    assert date_warnings(ambiguous) == (AMBIGUOUS_DATES,)
    assert date_warnings(month_first) == (MONTH_FIRST,)
    assert date_warnings(same_both_ways) == ()


@given(st.text(max_size=300))
def test_any_text_gives_lines(text: str) -> None:
    lines = list(chat_lines("1/2/26, 18:02 - X: \n" + text + "\n3/4/26, 18:02 - " + text))

    assert longer_names(lines)[0].name == "X"
    assert isinstance(date_warnings(lines), tuple)
