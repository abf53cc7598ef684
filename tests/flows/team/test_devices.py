"""The mark of a browser that came in before: bound to a person and a passphrase, naming nobody."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scenes import Login
from vigie.flows.team.devices import LIFE_DAYS, MOST_DEVICES, _several, add_mark, known_device
from vigie.store.people import Responder


def test_a_browser_that_came_in_is_known_under_that_name_only(
    lead: Login, new_login: Callable[[str], Login], now: datetime
) -> None:
    other = new_login("Dominique")

    mark = add_mark("", lead.desk.responder, now)

    assert known_device(mark, lead.name, now)
    assert not known_device(mark, other.name, now)
    assert not known_device(mark, "Personne", now)


def test_a_shared_browser_is_known_for_each_of_them(
    lead: Login, new_login: Callable[[str], Login], now: datetime
) -> None:
    people = [lead, *(new_login(f"Personne {number}") for number in range(MOST_DEVICES))]
    marks = ""

    for each in people:
        marks = add_mark(marks, each.desk.responder, now)

    known = [bool(known_device(marks, each.name, now)) for each in people]
    assert known == [False] + [True] * MOST_DEVICES


def test_coming_in_again_replaces_the_mark(lead: Login, now: datetime) -> None:
    once = add_mark("", lead.desk.responder, now)

    twice = add_mark(once, lead.desk.responder, now)

    assert len(list(_several(twice))) == 1
    assert twice != once


@pytest.mark.parametrize("days", [-2, LIFE_DAYS + 2])
def test_a_mark_of_another_time_is_not_known(days: int, lead: Login, now: datetime) -> None:
    mark = add_mark("", lead.desk.responder, now)

    assert not known_device(mark, lead.name, now + timedelta(days=days))


def test_a_new_passphrase_and_leaving_end_the_mark(lead: Login, now: datetime) -> None:
    mark = add_mark("", lead.desk.responder, now)

    Responder.objects.update(login_digest=bytes(32))
    after_change = known_device(mark, lead.name, now)
    Responder.objects.update(
        login_digest=bytes(lead.desk.responder.login_digest), state=Responder.State.LEFT
    )

    assert not after_change
    assert not known_device(mark, lead.name, now)


def test_a_mark_names_nobody(lead: Login, now: datetime) -> None:
    mark = add_mark("", lead.desk.responder, now)

    assert lead.name.casefold() not in mark.casefold()
    assert lead.desk.responder.pseudonym.casefold() not in mark.casefold()


@pytest.mark.parametrize("made_up", ["", "x", "....", "é", "A" * 67, "A" * 5000, "=", "a b"])
def test_what_is_made_up_is_not_known(made_up: str, lead: Login, now: datetime) -> None:
    assert known_device(made_up, lead.name, now) == ""


@given(text=st.text(max_size=200))
def test_no_text_breaks_the_reading_of_marks(text: str) -> None:
    responder = Responder(login_digest=bytes(32), pseudonym="R-1")

    marks = add_mark(text, responder, datetime.fromisoformat("2026-01-01T00:00:00+00:00"))

    assert len(list(_several(marks))) <= MOST_DEVICES
