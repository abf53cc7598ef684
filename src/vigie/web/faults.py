"""What a page says when a request cannot be taken, or when we cannot answer it."""

import errno
import logging
import sys
from typing import Final

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, DataError, IntegrityError, InterfaceError, ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException, UnreadablePostError
from django.shortcuts import render

log = logging.getLogger("vigie.pages")
TOO_BIG: Final = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
OURS: Final = (DataError, IntegrityError, ProgrammingError)
"""Faults of the program: the database is there, and waiting mends nothing."""
NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)
NEVER_SHOWN: Final = frozenset({"code", "passphrase", "anew"})
NOT_PARSED: Final = (*TOO_BIG, MultiPartParserError, RawPostDataException, UnreadablePostError)
UNSAID: Final = frozenset({"once", "go", "look", "to", "name"})
"""Fields that nobody writes, and a responder's own name."""
LONG_CHARS: Final = 30


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request is too big, or is no form of ours."""
    if isinstance(exception, TOO_BIG):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def fault(request: HttpRequest) -> HttpResponse:
    """What passes by itself: no database, no room; or something broke on our side.

    What was typed comes back in the page, which sends it again.
    """
    error = sys.exc_info()[1]
    context = kept_in_page(request)
    if not is_passing(error):
        return render(request, "500.html", context, status=500)
    log.error("the database or the disk cannot be written; people are asked to try again")
    response = render(request, "503.html", context, status=503)
    response["Retry-After"] = "60"
    return response


def kept_in_page(request: HttpRequest) -> dict[str, object]:
    """The form of a request, to be sent again: long texts in sight, the rest beside them."""
    typed = typed_in(request)
    return {
        "again": request.get_full_path() if typed else "",
        "said": any(value.strip() for name, value in typed if name not in UNSAID),
        "hidden": [each for each in typed if not _is_long(*each)],
        "shown": [each for each in typed if _is_long(*each)],
        "files": request.content_type == "multipart/form-data",
    }


def _is_long(name: str, value: str) -> bool:
    return len(value) > LONG_CHARS and name not in UNSAID


def is_passing(error: BaseException | None) -> bool:
    """Whether the same request can succeed once the database or the disk is well again."""
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    return isinstance(error, DatabaseError | InterfaceError) and not isinstance(error, OURS)


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form held, by field; never a code or a passphrase, nor what was not understood."""
    if request.method != "POST":
        return []
    try:
        sent = [(name, value) for name, values in request.POST.lists() for value in values]
    except NOT_PARSED:
        return []
    shown = [(name, value) for name, value in sent if name not in NEVER_SHOWN]
    only_secrets = len(shown) < len(sent) and all(name in UNSAID for name, _ in shown)
    return [] if only_secrets else shown
