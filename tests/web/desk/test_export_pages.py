"""The conversations of an export at the desk: those kept, and the names of the others."""

from datetime import datetime, timedelta

from django.test import Client

from tests.flows.test_exports import export
from tests.scenes import Login, only_case, tell, work
from tests.web.reading_pages import text_of
from vigie.flows import witness
from vigie.flows.queue import claim
from vigie.flows.worker import Worker


def test_the_others_are_names_until_one_is_asked_for(
    at_desk: Client, worker: Worker, lead: Login, now: datetime
) -> None:
    told = tell(now, account="@max.exemple", platform="tiktok", files=[("a.json", export())])
    work(worker, now)
    case = only_case(lead.desk, now).reference
    claim(lead.desk, case, now)
    one = next(
        each
        for each in witness.conversations_in_exports(told.session)
        if each.title == "nour.facade"
    )

    before = text_of(at_desk.get(f"/desk/dossiers/{case}/"))
    asked = {"testimony": told.reference, "conversation": one.id}
    response = at_desk.post(f"/desk/dossiers/{case}/lire-aussi/", asked)
    work(worker, now + timedelta(minutes=5))

    assert "3 conversations dans les exports" in before
    assert "tonton.exemple" in before
    assert "anniversaire" not in before
    assert response.status_code == 302
    page = text_of(at_desk.get(f"/desk/dossiers/{case}/"))
    assert "au foot" in page
