"""A campaign's page: its call, how many answered by the hour, and the way to testify."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from vigie.flows import public
from vigie.kernel.errors import NotFound
from vigie.web.public.charts import area_chart, grouped
from vigie.web.testimony.carrying import page


@require_safe
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    """The call and its counters; hours under ten are not counted in public."""
    now = timezone.now()
    try:
        called = public.campaign_page(slug, now)
    except NotFound as error:
        raise Http404 from error
    context = {
        "campaign": called,
        "slug": slug,
        "open": called.closes_on is None or called.closes_on >= timezone.localdate(now),
        "total": grouped(called.total),
        "chart": area_chart([count for _, count in called.hours]),
        "organisation": public.organisation(),
    }
    return page(request, "public/campaign.html", context)
