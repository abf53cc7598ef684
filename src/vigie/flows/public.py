"""What everyone may see: the campaign's page, the observatory's figures, who answers."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.utils.translation import get_language

from vigie.evidence.installation import Organisation
from vigie.flows import place
from vigie.kernel.errors import NotFound
from vigie.observatory.counts import by_hour, published
from vigie.store.campaigns import Campaign
from vigie.store.notices import Notice
from vigie.store.testimonies import Testimony


@dataclass(frozen=True, slots=True)
class CampaignPage:
    """A call and its counters; a cell under ten is None."""

    title: str
    text: str
    closes_on: date | None
    hours: tuple[tuple[datetime, int | None], ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class PlatformRow:
    """What was received about a platform and sent to it; a cell under ten is None."""

    platform: str
    testimonies: int | None
    notices: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The public figures, all platforms together and each."""

    rows: tuple[PlatformRow, ...]
    total: int | None
    since: date


def organisation() -> Organisation:
    """Who answers."""
    return place.installation().organisation


def campaign_page(slug: str, now: datetime) -> CampaignPage:
    """A campaign in the reader's language, with its rounded counters; raises NotFound."""
    campaign = Campaign.objects.filter(slug=slug, opens_on__lte=now.date()).first()
    if campaign is None:
        raise NotFound("There is no such call.")
    french = (get_language() or "fr").startswith("fr")
    sent = Testimony.objects.filter(campaign=campaign).exclude(sent_hour=None)
    hours = [hour for hour in sent.values_list("sent_hour", flat=True) if hour is not None]
    return CampaignPage(
        campaign.title_fr if french else campaign.title_en,
        campaign.text_fr if french else campaign.text_en,
        campaign.closes_on,
        by_hour(hours, until=now),
        published(len(hours)),
    )


def observatory_figures(now: datetime) -> Figures:
    """Counts per platform, never per person."""
    sent = Testimony.objects.exclude(sent_hour=None)
    received = dict(_counted(sent.exclude(platform="").values_list("platform")))
    notices = dict(_counted(Notice.objects.exclude(sent_at=None).values_list("platform")))
    names = sorted({*received, *notices}, key=lambda name: (-received.get(name, 0), name))
    first = sent.order_by("sent_hour").values_list("sent_hour", flat=True).first()
    return Figures(
        tuple(
            PlatformRow(name, published(received.get(name, 0)), published(notices.get(name, 0)))
            for name in names
        ),
        published(sent.count()),
        (first or now).date(),
    )


def _counted(rows: object) -> list[tuple[str, int]]:
    return list(rows.annotate(n=Count("pk")))  # type: ignore[attr-defined]
