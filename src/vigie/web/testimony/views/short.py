"""The short way: everything on one page, sent in one go; it is what is served in a surge."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from vigie.flows import witness
from vigie.web.load import in_surge
from vigie.web.testimony.carrying import once_of, page
from vigie.web.testimony.cookie import Carried, carry
from vigie.web.testimony.forms import ShortForm, as_written
from vigie.web.testimony.views.entry import done_page
from vigie.web.uploads import sealed_files


@require_http_methods(["GET", "HEAD", "POST"])
def short(request: HttpRequest) -> HttpResponse:
    """One page, one form, one testimony; the code comes on the next page.

    What is sent twice is received once and shows the same code. An empty form makes nothing.
    """
    if request.method != "POST":
        return _asked(request)
    once, files, now = once_of(request), sealed_files(request), timezone.now()
    answers = ShortForm.told(request.POST)
    if not files and not any(answers.values()):
        return _asked(request, empty=True)
    sent = witness.send_at_once(
        answers,
        files,
        language=get_language() or "fr",
        campaign=as_written(request.POST.get("campaign")) or None,
        once=once,
        now=now,
    )
    carried = Carried(sent.session, sent.code)
    response = done_page(request, carried, sent.refused) if sent.refused else redirect("done")
    carry(response, carried, now)
    return response


def _asked(request: HttpRequest, empty: bool = False) -> HttpResponse:
    context = {
        "form": ShortForm(),
        "empty": empty,
        "surge": in_surge(request),
        "campaign": as_written(request.GET.get("campaign")),
        "limit_megabytes": settings.VIGIE_UPLOAD_LIMIT_BYTES // 1_000_000,
    }
    return page(request, "testimony/short.html", context, status=422 if empty else 200)
