"""What everyone may see: counts per platform and by the hour, silent under ten, about nobody."""

from datetime import datetime, timedelta

import pytest

from tests.scenes import everything_stored, tell, work
from vigie.flows import witness
from vigie.flows.public import campaign_page, observatory_figures, organisation
from vigie.flows.worker import Worker
from vigie.kernel.errors import NotFound
from vigie.store.campaigns import Campaign


def make_campaign(now: datetime) -> Campaign:
    return Campaign.objects.create(
        slug="appel",
        title_fr="Un appel",
        title_en="A call",
        text_fr="Racontez.",
        text_en="Tell.",
        opens_on=now.date(),
    )


def test_a_count_under_ten_is_not_given(worker: Worker, now: datetime) -> None:
    for number in range(10):
        platform = "tiktok" if number < 9 else "instagram"
        tell(now, account=f"compte.{number}", platform=platform)
    work(worker, now)

    figures = observatory_figures(now)

    assert {row.platform: row.testimonies for row in figures.rows} == {
        "tiktok": None,
        "instagram": None,
    }
    assert figures.total == 10


def test_drafts_are_not_counted(worker: Worker, now: datetime) -> None:
    for _ in range(10):
        tell(now, send=False)

    assert observatory_figures(now).total is None


def test_a_campaign_counts_its_own_testimonies_by_the_hour(worker: Worker, now: datetime) -> None:
    make_campaign(now)
    for _ in range(10):
        started = witness.start_testimony(language="fr", campaign="appel", now=now)
        witness.send_off(started.session, now)
    tell(now)

    page = campaign_page("appel", now + timedelta(hours=2))

    assert page.total == 10
    assert [count for _, count in page.hours] == [10, None, None]
    assert (page.title, page.text) == ("Un appel", "Racontez.")


def test_a_call_that_is_not_open_or_does_not_exist_is_not_found(
    worker: Worker, now: datetime
) -> None:
    make_campaign(now + timedelta(days=2))

    for slug in ("appel", "autre"):
        with pytest.raises(NotFound):
            campaign_page(slug, now)


def test_a_testimony_for_a_call_that_does_not_exist_is_still_taken(
    worker: Worker, now: datetime
) -> None:
    started = witness.start_testimony(language="fr", campaign="autre", now=now)

    assert witness.so_far(started.session, now).status == "draft"


def test_who_answers_is_public_and_not_in_the_database(worker: Worker) -> None:
    assert organisation().name == "Écoute Exemple"
    assert "Écoute Exemple".encode() not in everything_stored()
