"""The queue: the gravest first, why it is late, and one holder only."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from django.test import Client
from django.utils import translation

from tests.scenes import Login, tell
from vigie.flows.queue import QueueRow, claim
from vigie.flows.surge import confirm_surge
from vigie.flows.team.people import log_in
from vigie.web.desk.queue_rows import (
    bands,
    cannot_wait,
    platform_choices,
    severity_choices,
    unread_for,
)
from vigie.web.desk.session import COOKIE

NOON = datetime(2020, 6, 18, 12, tzinfo=UTC)
ROW = QueueRow(
    reference="D-1",
    severity="P2",
    waiting_since=NOON - timedelta(hours=3, minutes=20),
    answer_before=NOON + timedelta(hours=1),
    late=False,
    platform="tiktok",
    account="lea.exemple",
    testimonies=2,
    unread=0,
    urgent=False,
    holder=None,
    mine=False,
    state="open",
)


def test_rows_stand_in_bands_of_severity_and_empty_bands_are_left_out() -> None:
    rows = (replace(ROW, severity="P1"), ROW, replace(ROW, severity="P4"))

    found = bands(rows, NOON)

    assert [(band.severity, len(band.lines)) for band in found] == [("P1", 1), ("P2", 1), ("P4", 1)]


def test_a_late_row_says_for_how_long_and_why() -> None:
    late = replace(
        ROW, late=True, answer_before=NOON - timedelta(minutes=40), holder="Nour", unread=2
    )

    with translation.override("en"):
        (band,) = bands((late,), NOON)

    assert band.lines[0].due == "40 min late"
    assert band.lines[0].waited == "3 h 20"
    assert band.lines[0].reasons == ("Nour has taken it and not answered", "2 not read yet")


def test_a_late_row_that_nobody_or_oneself_holds_says_so() -> None:
    with translation.override("en"):
        free, mine = (
            bands((replace(ROW, late=True, holder=holder, mine=bool(holder)),), NOON)[0].lines[0]
            for holder in (None, "Camille")
        )

    assert free.reasons == ("nobody has taken it",)
    assert mine.reasons == ("you have taken it and not answered",)


def test_what_cannot_wait_is_the_urgent_p1_that_waits_longest_and_is_free() -> None:
    held = replace(ROW, severity="P1", urgent=True, holder="Nour", reference="held")
    older = replace(held, holder=None, reference="older")
    newer = replace(older, waiting_since=NOON, reference="newer")

    first = cannot_wait((held, newer, older, ROW), NOON)

    assert first is not None
    assert first.row.reference == "older"
    assert cannot_wait((held, ROW), NOON) is None


def test_filters_count_what_they_keep() -> None:
    rows = (ROW, replace(ROW, severity="P1", platform="snapchat"), ROW)

    severities = {each.value: each.count for each in severity_choices(rows, "P1")}
    platforms = [(each.value, each.count, each.current) for each in platform_choices(rows, "")]

    assert severities == {"": 3, "P1": 1, "P2": 2, "P3": 0, "P4": 0}
    assert platforms == [("tiktok", 2, False), ("snapchat", 1, False)]


def test_the_page_lists_a_case_and_narrows_it(at_desk: Client, case: str) -> None:
    everything = at_desk.get("/desk/").content.decode()
    narrowed = at_desk.get("/desk/", {"severity": "P4", "platform": "x"}).content.decode()

    assert case in everything
    assert "lea.exemple" in everything
    assert case not in narrowed
    assert "Rien n’attend ici" in narrowed


def test_a_surge_is_said_with_what_waits_until_nobody_confirms_it(
    at_desk: Client, now: datetime
) -> None:
    confirm_surge(now - timedelta(minutes=5))
    over = at_desk.get("/desk/").content.decode()
    confirm_surge(now)
    going_on = at_desk.get("/desk/").content.decode()

    assert "formulaire court" not in over
    assert "formulaire court" in going_on


def test_taking_a_case_opens_it_and_handing_it_back_returns_to_the_queue(
    at_desk: Client, case: str
) -> None:
    taken = at_desk.post(f"/desk/dossiers/{case}/prendre/")
    mine = at_desk.get("/desk/").content.decode()
    back = at_desk.post(f"/desk/dossiers/{case}/rendre/")

    assert taken["Location"] == f"/desk/dossiers/{case}/"
    assert "1 tenu par vous" in mine
    assert back["Location"] == "/desk/"


def test_a_case_that_somebody_else_took_first_is_said_on_the_queue(
    at_desk: Client, case: str, new_login: Callable[[str], Login], now: datetime
) -> None:
    claim(new_login("Nour").desk, case, now)

    answer = at_desk.post(f"/desk/dossiers/{case}/prendre/")

    assert answer.status_code == 409
    assert "Quelqu’un d’autre tient ce dossier" in answer.content.decode()
    assert "tenu par Nour" in answer.content.decode()


def test_the_desk_is_told_when_the_machine_has_read_nothing_for_two_days(
    desk_client: Client, lead: Login, now: datetime
) -> None:
    tell(now - timedelta(hours=47))
    desk_client.cookies[COOKIE] = log_in(lead.name, lead.passphrase, lead.code(now), now)

    before = desk_client.get("/desk/").content.decode()
    tell(now - timedelta(hours=49))
    after = desk_client.get("/desk/").content.decode()

    assert "que la machine les lise" not in before
    assert "que la machine les lise" in after


def test_nothing_is_said_while_the_machine_reads() -> None:
    assert [unread_for(each) for each in (None, timedelta(hours=47))] == ["", ""]
