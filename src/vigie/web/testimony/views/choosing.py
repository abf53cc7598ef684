"""Choosing which conversations of an export are kept, after coming back with the code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from vigie.flows import witness
from vigie.web.testimony.carrying import once_of, page, with_testimony
from vigie.web.testimony.cookie import Carried
from vigie.web.testimony.words import platform_name


@require_http_methods(["GET", "HEAD", "POST"])
@with_testimony
def choose(request: HttpRequest, carried: Carried) -> HttpResponse:
    """Each conversation by its name; those ticked are kept, and what was read of others goes."""
    if request.method == "POST":
        wanted, now = request.POST.getlist("keep"), timezone.now()
        witness.choose_conversations(carried.session, wanted, once=once_of(request), now=now)
        return redirect("follow")
    listed = witness.conversations_in_exports(carried.session)
    if not listed:
        return redirect("follow")
    rows = [
        {
            "id": each.id,
            "title": each.title,
            "platform": platform_name(each.platform),
            "messages": each.messages,
            "kept": each.kept,
        }
        for each in listed
    ]
    return page(request, "testimony/choose.html", {"conversations": rows})
