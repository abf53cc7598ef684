"""A copy of one's own testimony, to keep: sealed to a password that only its owner has."""

from typing import cast

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from vigie.flows import witness
from vigie.kernel.errors import BadInput
from vigie.web.testimony.carrying import page, with_testimony
from vigie.web.testimony.cookie import Carried
from vigie.web.testimony.told_words import told_in_words


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@with_testimony
def take(request: HttpRequest, carried: Carried) -> HttpResponse:
    """Says what the file is and how it opens; then gives it."""
    if request.method != "POST":
        return page(request, "testimony/take.html", {"short": False})
    now = timezone.now()
    words = told_in_words(witness.so_far(carried.session, now))
    try:
        sealed = witness.take_away(carried.session, words, request.POST.get("password", ""), now)
    except BadInput:
        return page(request, "testimony/take.html", {"short": True}, status=422)
    kind = "application/octet-stream"
    response = FileResponse(sealed, as_attachment=True, filename="document.age", content_type=kind)
    return cast(HttpResponse, response)
