"""A campaign's page: the call, the counters by the hour, no small number."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from tests.web.reading_pages import text_of
from vigie.flows import public
from vigie.flows.public import CampaignPage
from vigie.store.campaigns import Campaign

HOUR = timedelta(hours=1)


@pytest.fixture
def call(now: datetime) -> Campaign:
    """A call that is open."""
    return Campaign.objects.create(
        slug="appel",
        title_fr="Un appel",
        title_en="A call",
        text_fr="Raconte.",
        opens_on=now.date(),
    )


def test_the_call_is_shown_with_a_way_to_tell(intake_client: Client, call: Campaign) -> None:
    page = text_of(intake_client.get("/c/appel/"))

    assert "<h1>Un appel</h1>" in page
    assert "Moins de 10 personnes ont répondu" in page
    assert 'name="campaign" value="appel"' in page


def test_a_closed_call_says_so_and_still_leads_to_the_first_page(
    intake_client: Client, call: Campaign, now: datetime
) -> None:
    call.closes_on = now.date() - timedelta(days=2)
    call.save()

    page = text_of(intake_client.get("/c/appel/"))

    assert "Cet appel est fermé." in page
    assert 'name="campaign"' not in page


def test_hours_are_drawn_and_listed_and_small_ones_are_not_told(
    intake_client: Client, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    counts = (None, 20, 1520)
    hours = tuple((now - HOUR * (3 - place), count) for place, count in enumerate(counts))
    shown = CampaignPage("Un appel", "Raconte.", date(2100, 1, 1), hours, 1540)
    monkeypatch.setattr(public, "campaign_page", lambda _slug, _at: shown)

    page = text_of(intake_client.get("/c/appel/"))

    assert '<svg class="chart"' in page
    assert "moins de 10" in page
    assert "1 540" in page


def test_a_call_that_does_not_exist_is_not_found(intake_client: Client) -> None:
    assert intake_client.get("/c/personne/").status_code == 404
